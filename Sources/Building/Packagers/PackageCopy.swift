import Foundation

/// Some files of an npm package in a folder of their own; its package.json lists them all, so npm packs them all.
struct PackageCopy: Sendable {
  let folder: String

  /// `members` are paths relative to the package.
  init(of package: String, members: [String], in folder: String) throws(BuildingError) {
    self.folder = folder
    for member in members {
      let place = folder + "/" + member
      try Folder.create((place as NSString).deletingLastPathComponent)
      try Folder.copy(package + "/" + member, to: place)
    }
    try PackageCopy.list(members, in: folder + "/package.json")
  }

  private static func list(_ members: [String], in path: String) throws(BuildingError) {
    do {
      let url = URL(filePath: path)
      guard var manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any] else {
        throw CocoaError(.propertyListReadCorrupt)
      }
      manifest["files"] = members.sorted()
      try JSONSerialization.data(withJSONObject: manifest, options: [.prettyPrinted, .sortedKeys]).write(to: url)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
