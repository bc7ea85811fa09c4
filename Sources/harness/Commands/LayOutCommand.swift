import ArgumentParser
import Foundation
import Model
import Packaging

/// Puts an npm package, an addon or a bundle where Node looks for it, for another process of this program: the file is
/// hostile, and this process can write into the one folder only.
struct LayOutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lay-out", abstract: "Lays out a file for another harness process.", shouldDisplay: false)

  @Option var path: String
  @Option var kind: ArtifactKind
  @Option var folder: String
  @Option var processorSeconds: Int

  func run() throws {
    // Modes are those of the package, and nobody else writes: no mode is changed afterwards.
    umask(0o022)
    try ReaderConfinement(
      readable: [path], writable: [folder, FileManager.default.temporaryDirectory.path],
      processorSeconds: processorSeconds
    ).apply()
    do throws(PackagingError) {
      let module = try layOut(Artifact(path: path, sha256: ""), kind: kind, in: folder)
      answer(LaidOut(module: module.name, reason: nil))
    } catch {
      if case .notLaidOut(_, let reason) = error { return answer(LaidOut(module: nil, reason: reason)) }
      answer(LaidOut(module: nil, reason: error.description))
    }
  }

  private func answer(_ laidOut: LaidOut) {
    FileHandle.standardOutput.write((try? JSONEncoder().encode(laidOut)) ?? Data())
  }
}

/// The name under which it was laid out, or why it was not.
struct LaidOut: Codable {
  var module: String?
  var reason: String?
}
