import Foundation
import Model
import Packaging
import Running

/// What Node loads by name, laid out once for each content: `<cache>/sites/<sha256>/node_modules/<name>`.
struct NodeSites: Sendable {
  /// The folder that all checkouts share.
  let cache: String
  /// This program, but in tests.
  var program = ReaderProcess.itself

  struct Site: Sendable {
    /// Below it, `require` and `import` find the module.
    var folder: String
    var module: String
  }

  /// - Throws: `PackagingError` where the artifact can't be laid out: it would leave the folder, or names no module.
  func site(of artifact: Artifact, kind: ArtifactKind) async throws(PackagingError) -> Site {
    let folder = "\(cache)/sites/\(artifact.sha256)"
    if let name = try? String(contentsOfFile: "\(folder)/name", encoding: .utf8) {
      return Site(folder: folder, module: name)
    }
    let draft = "\(folder).\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    let module = try await laidOut(artifact, kind, in: draft)
    let laidOut = LaidOutFolder(path: draft, artifact: artifact.path)
    try laidOut.check()
    try laidOut.write(module, to: "name")
    do { try keep(draft, as: folder) } catch {
      throw .unreadable(path: folder, reason: error.localizedDescription)
    }
    return Site(folder: folder, module: module)
  }

  /// By a process of its own, which can write into the draft alone; the module's name.
  private func laidOut(_ artifact: Artifact, _ kind: ArtifactKind, in draft: String) async throws(PackagingError)
    -> String
  {
    do {
      try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
      let time = ReadingTime(processorSeconds: 60)
      let arguments =
        ["lay-out", "--path", artifact.path, "--kind", kind.rawValue, "--folder", draft] + time.arguments
      let outcome = try await ReaderProcess(program: program, arguments: arguments, deadline: time.deadline).run()
      let answer = try JSONDecoder().decode(LaidOut.self, from: try Self.data(outcome, artifact, time))
      if let module = answer.module { return module }
      throw PackagingError.notLaidOut(path: artifact.path, reason: answer.reason ?? "no reason was given")
    } catch let error as PackagingError {
      throw error
    } catch {
      throw .notLaidOut(path: artifact.path, reason: "\(error)")
    }
  }

  private static func data(
    _ outcome: ReaderProcess.Outcome, _ artifact: Artifact, _ time: ReadingTime
  ) throws(PackagingError) -> Data {
    func refused(_ reason: String) -> PackagingError { .notLaidOut(path: artifact.path, reason: reason) }
    switch outcome {
    case .read(let data): return data
    case .late: throw refused("unpacking it \(time.passed)")
    case .died(SIGXCPU): throw refused("unpacking it \(time.used)")
    case .died, .exited, .tooLong: throw refused("the process that unpacks it ended early")
    }
  }

  /// Another run may have laid out the same meanwhile: its site is as good.
  private func keep(_ draft: String, as folder: String) throws {
    do {
      try FileManager.default.moveItem(atPath: draft, toPath: folder)
    } catch {
      guard FileManager.default.fileExists(atPath: "\(folder)/name") else { throw error }
    }
  }
}
