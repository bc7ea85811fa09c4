import Crypto
import FoundationEssentials

/// The files that a build reads: all below a folder, but for what builds and tools leave there.
struct SourceTree: Sendable {
  let root: String
  /// What a packager leaves beside the sources, besides what all of them do.
  var leavings: [String] = []

  /// Version control, and what cargo, Python, Node and the harness write.
  static let skippedNames: Set<String> = [
    ".git", ".hg", ".svn", "target", "dist", "__pycache__", "node_modules", ".venv", "venv", ".build", ".harness",
    ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store",
  ]
  static let skippedSuffixes = [".egg-info", ".pyc", ".swp"]
  /// A folder that holds this file is a cache: https://bford.info/cachedir/
  static let cacheTag = "CACHEDIR.TAG"

  /// Paths relative to the root, sorted, so that the same tree elsewhere reads the same.
  func files() throws(BuildingError) -> [String] {
    var found: [String] = []
    try collect("", into: &found)
    return found.sorted()
  }

  /// Adds every path, its length and its bytes; the length keeps a byte from moving from one file to the next unseen.
  func update(_ hasher: inout SHA256) throws(BuildingError) {
    for file in try files() {
      let path = root + "/" + file
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]).map { "\($0)" } ?? "-"
      hasher.update(data: Array("\(file)\u{0}\(size)\u{0}".utf8))
      try FileDigest.update(&hasher, path)
    }
  }

  private func collect(_ folder: String, into found: inout [String]) throws(BuildingError) {
    let path = folder.isEmpty ? root : root + "/" + folder
    let names = try names(in: path)
    if names.contains(SourceTree.cacheTag) { return }
    for name in names where !skips(name) {
      let inner = folder.isEmpty ? name : folder + "/" + name
      switch SourceTree.kind(root + "/" + inner) {
      case .typeDirectory: try collect(inner, into: &found)
      case .typeRegular: found.append(inner)
      default: break
      }
    }
  }

  private func names(in path: String) throws(BuildingError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  private func skips(_ name: String) -> Bool {
    SourceTree.skippedNames.contains(name)
      || (SourceTree.skippedSuffixes + leavings).contains { name.hasSuffix($0) }
  }

  /// A link to a file counts as the file; a link to a folder is not followed, it may lead back up.
  private static func kind(_ path: String) -> FileAttributeType? {
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard kind == .typeSymbolicLink else { return kind }
    var isFolder = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && !isFolder ? .typeRegular : nil
  }
}
