import Building
import Foundation
import Model

/// A folder of its own for one test: sources, a cache, and the harness's output; removed with it.
final class Scratch: Sendable {
  let root: String

  init() throws {
    // Without links, as the paths that cargo tells.
    let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    root = temporary + "/building-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root + "/sources", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  var sources: String { root + "/sources" }
  var builder: Builder { Builder(cache: root + "/cache", output: root + "/output") }

  func write(_ text: String, to name: String) throws {
    let path = URL(filePath: root + "/" + name)
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: path, atomically: true, encoding: .utf8)
  }

  func read(_ name: String) throws -> String { try String(contentsOfFile: root + "/" + name, encoding: .utf8) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + name) }

  /// A target of packager `command` that runs this line in `sources`.
  func target(_ command: String?) -> Target {
    Target(
      id: "tiny", kind: .wheel, source: .build(Build(packager: .command, path: sources, command: command)))
  }

  func build(_ target: Target, noBuild: Bool = false) async throws -> BuiltArtifact {
    try await builder.build(target, noBuild: noBuild)
  }
}

/// The folder of the repository that these tests are part of.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path
