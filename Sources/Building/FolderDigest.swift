import Crypto
import FoundationEssentials

/// SHA-256 of a folder by its content: every path below it and every byte, a link by where it leads.
enum FolderDigest {
  static func sha256(_ path: String) throws(BuildingError) -> String {
    var hasher = SHA256()
    for file in try files(below: path, "") { try update(&hasher, file, in: path) }
    return FileDigest.hex(hasher.finalize())
  }

  /// Its length comes before it, so that no byte can move from one file to the next unseen.
  private static func update(_ hasher: inout SHA256, _ file: String, in root: String) throws(BuildingError) {
    let path = root + "/" + file
    if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
      hasher.update(data: Array("\(file)\u{0}-> \(target)\u{0}".utf8))
      return
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]).map { "\($0)" } ?? "-"
    hasher.update(data: Array("\(file)\u{0}\(size)\u{0}".utf8))
    try FileDigest.update(&hasher, path)
  }

  private static func files(below root: String, _ folder: String) throws(BuildingError) -> [String] {
    var found: [String] = []
    for name in try names(in: root + "/" + folder) {
      let inner = folder.isEmpty ? name : folder + "/" + name
      switch try? FileManager.default.attributesOfItem(atPath: root + "/" + inner)[.type] as? FileAttributeType {
      case .typeDirectory: found += try files(below: root, inner)
      case .typeRegular, .typeSymbolicLink: found.append(inner)
      default: break
      }
    }
    return found
  }

  private static func names(in path: String) throws(BuildingError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}

/// SHA-256 of what may be a file or a folder.
package enum ArtifactDigest {
  package static func sha256(_ path: String) throws(BuildingError) -> String {
    try Folder.exists(path) ? FolderDigest.sha256(path) : FileDigest.sha256(path)
  }
}
