import Building
import Foundation
import Model
import Packaging
import Running

/// A file or folder that a command line names, with its kind.
struct ArtifactFile: Sendable {
  /// Absolute.
  let path: String
  let kind: ArtifactKind
  let header: String?

  /// - Throws: `Failure` where it is missing or its kind is not one that is known.
  init(path given: String, header: String? = nil) throws {
    path = URL(fileURLWithPath: given).standardizedFileURL.path
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(message: "there is no file or folder \(given)", exit: .usage)
    }
    guard Self.isFileOrFolder(path) else {
      throw Failure(message: "\(given) is a pipe, a socket or a device, not a file", exit: .usage)
    }
    guard let kind = ArtifactKind(path: path) else {
      throw Failure(
        message: """
          \((path as NSString).lastPathComponent) is none of a wheel (.whl), a shared library (.so), a Node addon (.node), \
          an npm package (.tgz, or a folder with package.json), a wasm module (.wasm) or a wasm bundle (a folder with a \
          .wasm)
          """, exit: .usage)
    }
    self.kind = kind
    self.header = header.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
  }

  private static func isFileOrFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// What a process of its own reads in it.
  ///
  /// - Throws: `Failure` where the reader can't be run, which is the harness's fault.
  func inspect(harnesses: String) async throws -> Inspection {
    // Neither is read before it is known to be within bounds: of a folder its digest tells, of a file its size.
    var isFolder = ObjCBool(false)
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      return try await inspect(Artifact(path: path, sha256: try digest(), header: header), harnesses)
    }
    try checkSize()
    async let digest = digest()
    var inspection = try await inspect(Artifact(path: path, sha256: "", header: header), harnesses)
    inspection.artifact.sha256 = try await digest
    return inspection
  }

  private func checkSize() throws {
    do throws(BuildingError) { try ArtifactDigest.Limits().check(path) } catch {
      throw Failure(message: error.description, exit: .usage)
    }
  }

  private func digest() throws -> String {
    do throws(BuildingError) { return try ArtifactDigest.sha256(path) } catch {
      throw Failure(message: error.description, exit: .usage)
    }
  }

  private func inspect(_ artifact: Artifact, _ harnesses: String) async throws -> Inspection {
    do throws(RunningError) {
      return try await ArtifactReader(harnesses: harnesses)
        .inspect(artifact, Target(id: "file", kind: kind, source: .file(path), header: header))
    } catch { throw Failure(error) }
  }
}
