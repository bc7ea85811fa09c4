import Foundation
import Model
import Packaging

/// What Node loads by name, laid out once for each content: `<cache>/sites/<sha256>/node_modules/<name>`.
struct NodeSites: Sendable {
  /// The folder that all checkouts share.
  let cache: String

  struct Site: Sendable {
    /// Below it, `require` and `import` find the module.
    var folder: String
    var module: String
  }

  /// - Throws: `PackagingError` where the artifact can't be laid out: it would leave the folder, or names no module.
  func site(of artifact: Artifact, kind: ArtifactKind) throws(PackagingError) -> Site {
    let folder = "\(cache)/sites/\(artifact.sha256)"
    if let name = try? String(contentsOfFile: "\(folder)/name", encoding: .utf8) {
      return Site(folder: folder, module: name)
    }
    let draft = "\(folder).\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    let module = try layOut(artifact, kind: kind, in: draft)
    do {
      try Data(module.name.utf8).write(to: URL(fileURLWithPath: "\(draft)/name"))
      try keep(draft, as: folder)
    } catch {
      throw .unreadable(path: folder, reason: error.localizedDescription)
    }
    return Site(folder: folder, module: module.name)
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
