import Crypto
import Foundation
import Logging
import Model
import Subprocess
import SystemPackage

/// Wheels installed with pip, each with what it requires in a folder of its own, kept by content.
///
/// Never the user's site-packages. Two cells that want the same folder wait for one pip.
package actor PythonEnvironments {
  private let folder: FilePath
  /// Script that is pip without builds; nil where the packages may run their code.
  private let unbuilt: String?
  private var installs: [String: Task<Result<String, RunningError>, Never>] = [:]
  private let logger = Logger(label: "harness.running")

  package init(cache: FilePath) {
    folder = cache.appending("environments")
    unbuilt = nil
  }

  /// Runs no code of what it installs: only wheels, no builds.
  package init(cache: FilePath, unbuiltBy harnesses: FilePath) {
    folder = cache.appending("environments")
    unbuilt = harnesses.appending("Hosts/Python/Install/unbuilt.py").string
  }

  /// The folder to put on `sys.path`.
  package func site(
    for artifact: Artifact, requires: [String], runtime: Runtime
  ) async throws(RunningError) -> String {
    guard let interpreter = runtime.interpreter else {
      throw .noInterpreter(runtime: runtime.id)
    }
    let key = Self.key([artifact.sha256, artifact.path.fileName, interpreter, runtime.version] + requires.sorted())
    if let install = installs[key] { return try await install.value.get() }
    let install = Task { () async -> Result<String, RunningError> in
      do throws(RunningError) {
        return .success(try await installed(key, artifact, requires, interpreter))
      } catch { return .failure(error) }
    }
    installs[key] = install
    return try await install.value.get()
  }

  private static func key(_ parts: [String]) -> String {
    SHA256.hash(data: Data(parts.joined(separator: "\0").utf8)).map { String(format: "%02x", $0) }.joined()
  }

  /// A folder is complete or absent: pip works beside it, and a rename puts it there.
  private func installed(
    _ key: String, _ artifact: Artifact, _ requires: [String], _ interpreter: String
  ) async throws(RunningError) -> String {
    let site = folder.appending(key)
    guard !FileManager.default.fileExists(atPath: site.string) else { return site.string }
    let partial = folder.appending("partial-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(atPath: partial.string, withIntermediateDirectories: true)
    } catch {
      throw .cacheUnwritable(path: partial.string, reason: error.localizedDescription)
    }
    defer { try? FileManager.default.removeItem(atPath: partial.string) }
    try await pip(interpreter, partial.string, [artifact.path] + requires)
    guard rename(partial.string, site.string) == 0 || FileManager.default.fileExists(atPath: site.string) else {
      throw .cacheUnwritable(path: site.string, reason: String(cString: strerror(errno)))
    }
    return site.string
  }

  private func pip(_ interpreter: String, _ target: String, _ what: [String]) async throws(RunningError) {
    let pip = unbuilt.map { [$0] } ?? ["-m", "pip"]
    let arguments =
      pip + (unbuilt == nil ? ["install"] : ["install", "--only-binary", ":all:"]) + [
        "--quiet", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore",
        "--target", target,
      ] + what
    logger.info("installing", metadata: ["what": "\(what.joined(separator: " "))"])
    let status: TerminationStatus
    let output: String
    do {
      let result = try await Subprocess.run(
        .path(FilePath(interpreter)), arguments: Arguments(arguments), environment: .inherit,
        output: .discarded, error: .bytes(limit: 4 << 20))
      (status, output) = (result.terminationStatus, String(decoding: result.standardError, as: UTF8.self))
    } catch {
      throw .installFailed(what: what, output: "\(error)")
    }
    guard status.isSuccess else { throw .installFailed(what: what, output: output) }
  }
}

extension String {
  var fileName: String { String(self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...]) }
}
