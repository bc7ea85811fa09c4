import Crypto
import FoundationEssentials
import Model

/// Names a build by all that goes into it; the same key means the same artifact.
struct ContentKey: Sendable, Hashable {
  let text: String

  /// Changes when what is stored under a key changes.
  static let layout = "artifact/1"

  /// `leavings` are the suffixes of files that the packager leaves beside the sources; `versions` is what the packager and its compilers said of themselves.
  init(
    build: Build, leavings: [String], crates: CrateFolders, versions: [String], variables: [String]
  ) throws(BuildingError) {
    var hasher = SHA256()
    let settings = [ContentKey.layout, build.packager.rawValue, build.command ?? ""]
    for (label, values) in [("settings", settings), ("versions", versions), ("variables", variables)] {
      hasher.update(data: Array("\(label) \(values.count)\u{0}".utf8))
      for value in values { hasher.update(data: Array("\(value.utf8.count) \(value)\u{0}".utf8)) }
    }
    for root in [build.path] + crates.folders {
      try SourceTree(root: root, leavings: leavings).update(&hasher)
      hasher.update(data: [0])
    }
    for file in crates.files { try FileDigest.update(&hasher, file) }
    text = FileDigest.hex(hasher.finalize())
  }

  /// Of a file that is stored by its own content.
  init(content: String) { text = FileDigest.sha256(text: "\(ContentKey.layout) content \(content)") }
}
