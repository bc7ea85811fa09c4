import Foundation
import Model

/// Walks a folder as an archive is walked; links are named and not followed.
struct FolderReader {
  let path: String
  let limits: ArchiveLimits

  /// Errors: `unreadable` for the folder itself; what can't be read in it is told to `damage`.
  func read(
    keep: ArchiveReader.Keep, visit: ArchiveReader.Visit, damage: (Defect) -> Void
  ) throws(PackagingError) {
    guard let walk = FileManager.default.enumerator(atPath: path) else {
      throw .unreadable(path: path, reason: "it is no folder")
    }
    var count = 0
    for case let name as String in walk {
      // What a package manager put beside the package is not of it.
      if name == "node_modules" || name == ".git" { walk.skipDescendants() }
      count += 1
      guard count <= limits.members else {
        return damage(
          Defect(
            kind: "too-many-members",
            message: "The folder has more than \(limits.members) members; the rest was not examined."))
      }
      read(name, keep, visit, damage)
    }
  }

  private func read(
    _ name: String, _ keep: ArchiveReader.Keep, _ visit: ArchiveReader.Visit, _ damage: (Defect) -> Void
  ) {
    var member = ArchiveMember(
      path: name, isUTF8: true, kind: .special, mode: 0, isEncrypted: false, size: 0, sha256: nil, format: .other)
    var status = stat()
    guard lstat("\(path)/\(name)", &status) == 0 else { return }
    member.kind = ArchiveMember.Kind(status.st_mode)
    member.mode = status.st_mode & 0o777
    member.size = Int(status.st_size)
    guard member.kind == .file else { return member.kind == .directory ? () : visit(member, nil) }
    member.format = ArchiveMember.Format(magic: (try? readStart("\(path)/\(name)")) ?? [])
    let most = keep(name, member.format)
    guard most > 0 else { return visit(member, []) }
    do throws(PackagingError) {
      visit(member, try readFile("\(path)/\(name)", atMost: most))
    } catch {
      visit(member, nil)
      damage(
        Defect(
          kind: "not-examined", severity: .warning, message: "\(name) was not examined: \(error)", member: name))
    }
  }

  private func readStart(_ path: String) throws(PackagingError) -> [UInt8] {
    let descriptor = try openRegularFile(path)
    defer { close(descriptor) }
    return Packaging.readStart(descriptor)
  }
}
