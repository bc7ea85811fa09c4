import Foundation
import Model

/// Walks a folder as an archive is walked; links are named and not followed.
struct FolderReader<Parsed: Sendable> {
  let path: String
  let limits: ArchiveLimits
  let handling: MemberHandling<Parsed>
  private var contents = ArchiveContents<Parsed>()

  private init(path: String, limits: ArchiveLimits, handling: MemberHandling<Parsed>) {
    (self.path, self.limits, self.handling) = (path, limits, handling)
  }

  /// Errors: `unreadable` for the folder itself; what can't be read in it is in `damage`.
  static func read(
    _ path: String, limits: ArchiveLimits, handling: MemberHandling<Parsed>
  ) throws(PackagingError) -> ArchiveContents<Parsed> {
    var reader = FolderReader(path: path, limits: limits, handling: handling)
    try reader.read()
    return reader.contents
  }

  private mutating func read() throws(PackagingError) {
    guard let walk = FileManager.default.enumerator(atPath: path) else {
      throw .unreadable(path: path, reason: "it is no folder")
    }
    var count = 0
    for case let name as String in walk {
      // What a package manager put beside the package is not of it.
      if name == "node_modules" || name == ".git" { walk.skipDescendants() }
      count += 1
      guard count <= limits.members else {
        return contents.damage.append(
          Defect(
            kind: "too-many-members",
            message: "The folder has more than \(limits.members) members; the rest was not examined."))
      }
      read(name)
    }
  }

  private mutating func read(_ name: String) {
    var member = ArchiveMember(
      path: name, isUTF8: true, kind: .special, mode: 0, isEncrypted: false, size: 0, sha256: nil, format: .other)
    var status = stat()
    guard lstat("\(path)/\(name)", &status) == 0 else { return }
    member.kind = ArchiveMember.Kind(status.st_mode)
    member.mode = status.st_mode & 0o777
    member.size = Int(status.st_size)
    guard member.kind == .file else {
      if member.kind != .directory { contents.members.append((member, nil)) }
      return
    }
    do throws(PackagingError) {
      let content = try content(member)
      member.format = content.format
      if let obstacle = content.obstacle { contents.damage.append(unexamined(name, obstacle)) }
      contents.members.append((member, content.obstacle == nil ? handling.parse(member, content.kept) : nil))
    } catch {
      contents.members.append((member, nil))
      contents.damage.append(unexamined(name, error.description))
    }
  }

  /// Only what is wanted is read: nobody holds a folder's files against a hash.
  private func content(_ member: ArchiveMember) throws(PackagingError) -> MemberContent {
    let descriptor = try openRegularFile("\(path)/\(member.path)")
    defer { close(descriptor) }
    let wish = handling.wish
    var content = MemberContent { wish(member, $0) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw .unreadable(path: member.path, reason: String(cString: strerror(errno))) }
      guard count > 0 else { break }
      buffer.withUnsafeBytes { content.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      if case .nothing = content.kept { break }
    }
    content.end()
    return content
  }

  private func unexamined(_ name: String, _ reason: String) -> Defect {
    Defect(kind: "not-examined", severity: .warning, message: "\(name) was not examined: \(reason)", member: name)
  }
}
