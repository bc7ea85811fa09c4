import Foundation
import Packaging

/// Lays a package out, and looks whether anything stands elsewhere afterwards than in its folder.
struct LayingOut {
  let file: FuzzedFile

  /// So deep that what climbs out of the site is still seen.
  private static let site = ["a", "b", "c", "d", "e", "f", "site"]
  private static let root = "\(Scratch.folder)/layout"

  func run() {
    let artifact = file.written()
    let site = "\(Self.root)/\(Self.site.joined(separator: "/"))"
    try? FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: Self.root) }
    let module = try? layOut(artifact, kind: file.kind, in: site)
    let way = Self.site + ["node_modules"] + (module?.name.split(separator: "/").map(String.init) ?? [])
    guard let entries = FileManager.default.enumerator(atPath: Self.root) else { return }
    for case let entry as String in entries {
      let parts = entry.split(separator: "/").map(String.init)
      precondition(zip(parts, way).allSatisfy(==), "\(entry) is written outside the package's folder")
      let type = entries.fileAttributes?[.type] as? FileAttributeType
      precondition(type == .typeDirectory || type == .typeRegular, "\(entry) is no plain file")
    }
  }
}
