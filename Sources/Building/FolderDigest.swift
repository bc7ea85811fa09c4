import Crypto
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SHA-256 of a folder by its content: every path below it and every byte, a link by where it leads.
///
/// Somebody else's folder: pipes, sockets and devices in it are passed over, links aren't followed, and its size is bounded.
struct FolderDigest {
  private let root: String
  private let limits: ArtifactDigest.Limits
  private var entries = 0
  private var bytes = 0

  static func sha256(_ path: String, limits: ArtifactDigest.Limits) throws(BuildingError) -> String {
    var digest = FolderDigest(root: path, limits: limits)
    var hasher = SHA256()
    for file in try digest.files(below: "") { try digest.update(&hasher, file) }
    return FileDigest.hex(hasher.finalize())
  }

  private init(root: String, limits: ArtifactDigest.Limits) { (self.root, self.limits) = (root, limits) }

  /// Its length comes before it, so that no byte can move from one file to the next unseen.
  private mutating func update(_ hasher: inout SHA256, _ file: String) throws(BuildingError) {
    let path = root + "/" + file
    if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
      hasher.update(data: Array("\(file)\u{0}-> \(target)\u{0}".utf8))
      return
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]).map { "\($0)" } ?? "-"
    hasher.update(data: Array("\(file)\u{0}\(size)\u{0}".utf8))
    bytes += try FileDigest.update(&hasher, path, atMost: limits.bytes - bytes)
    guard bytes <= limits.bytes else { throw limits.tooManyBytes(root) }
  }

  private mutating func files(below folder: String) throws(BuildingError) -> [String] {
    var found: [String] = []
    for name in try names(in: root + "/" + folder) {
      let inner = folder.isEmpty ? name : folder + "/" + name
      switch try? FileManager.default.attributesOfItem(atPath: root + "/" + inner)[.type] as? FileAttributeType {
      case .typeDirectory: found += try files(below: inner)
      case .typeRegular, .typeSymbolicLink: found.append(inner)
      default: break
      }
    }
    return found
  }

  private mutating func names(in path: String) throws(BuildingError) -> [String] {
    guard var listing = FolderNames(path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    var names: [String] = []
    while let name = listing.next() {
      names.append(name)
      guard entries + names.count <= limits.entries else { throw limits.tooManyEntries(root) }
    }
    entries += names.count
    return names.sorted()
  }
}

/// SHA-256 of what may be a file or a folder.
package enum ArtifactDigest {
  /// What is read at all: the largest file on PyPI has about 1 GiB, and a reader takes 200,000 members.
  package struct Limits: Sendable {
    package var bytes = 2 << 30
    package var entries = 200_000

    package init() {}

    /// Errors: `artifactTooLarge`, before a byte of the file is read.
    package func check(_ path: String) throws(BuildingError) {
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      guard size <= bytes else { throw tooManyBytes(path) }
    }

    func tooManyEntries(_ path: String) -> BuildingError {
      .artifactTooLarge(path: path, most: "\(entries) files and folders")
    }

    func tooManyBytes(_ path: String) -> BuildingError {
      .artifactTooLarge(path: path, most: "\(bytes) bytes")
    }
  }

  /// Errors: `unreadable`, and `artifactTooLarge`, of a file before a byte of it is read.
  package static func sha256(_ path: String, limits: Limits = Limits()) throws(BuildingError) -> String {
    if Folder.exists(path) { return try FolderDigest.sha256(path, limits: limits) }
    try limits.check(path)
    var hasher = SHA256()
    guard try FileDigest.update(&hasher, path, atMost: limits.bytes) <= limits.bytes else {
      throw limits.tooManyBytes(path)
    }
    return FileDigest.hex(hasher.finalize())
  }
}
