import CLibArchive
import Crypto
import Foundation
import Model

/// Walks a zip archive through libarchive, one member and one chunk at a time; nothing is written anywhere.
///
/// The members are those of the central directory, which is what pip and Python's `zipfile` go by.
struct ArchiveReader {
  /// How many bytes of a member to keep, given its path and its first bytes; 0 keeps none.
  typealias Keep = (_ path: String, _ format: ArchiveMember.Format) -> Int
  /// Called once for each member, with its content where it was kept whole.
  typealias Visit = (_ member: ArchiveMember, _ content: [UInt8]?) -> Void

  let path: String
  let limits: ArchiveLimits
  private(set) var size = 0
  private(set) var damage: [Defect] = []
  private var unpacked = 0
  private var count = 0

  init(path: String, limits: ArchiveLimits) {
    self.path = path
    self.limits = limits
  }

  mutating func read(keep: Keep, visit: Visit) throws(PackagingError) {
    let descriptor = try openRegularFile(path)
    defer { close(descriptor) }
    size = Int(lseek(descriptor, 0, SEEK_END))
    var start = [UInt8](repeating: 0, count: 4)
    let length = pread(descriptor, &start, 4, 0)
    lseek(descriptor, 0, SEEK_SET)
    try withUTF8Names { () throws(PackagingError) in
      guard let archive = archive_read_new() else { throw .unreadable(path: path, reason: "out of memory") }
      defer { archive_read_free(archive) }
      archive_read_support_format_zip_seekable(archive)
      guard archive_read_open_fd(archive, descriptor, 1 << 16) == ARCHIVE_OK else {
        throw unopened(begins: Array(start.prefix(max(0, length))))
      }
      try walk(archive, begins: Array(start.prefix(max(0, length))), keep: keep, visit: visit)
    }
  }

  private func unopened(begins: [UInt8]) -> PackagingError {
    begins == [0x50, 0x4b, 0x03, 0x04]
      ? .truncatedZip(path: path, size: size)
      : .notAZip(path: path, begins: begins.isEmpty ? "nothing" : hexadecimal(begins))
  }

  private mutating func walk(
    _ archive: OpaquePointer, begins: [UInt8], keep: Keep, visit: Visit
  ) throws(PackagingError) {
    while true {
      var entry: OpaquePointer?
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
        // The format is only recognised at the first header.
        if archive_format(archive) == 0 { throw unopened(begins: begins) }
        return damaged(nil, Self.message(archive))
      }
      guard count < limits.members else { return tooMany() }
      count += 1
      guard read(entry, of: archive, nameIsSound: status == ARCHIVE_OK, keep: keep, visit: visit) else { return }
    }
  }

  /// Returns false where the archive can't or must not be read on.
  private mutating func read(
    _ entry: OpaquePointer, of archive: OpaquePointer, nameIsSound: Bool, keep: Keep, visit: Visit
  ) -> Bool {
    var member = ArchiveMember(entry, number: count)
    member.isUTF8 = member.isUTF8 && nameIsSound
    guard member.kind == .file, !member.isEncrypted else {
      visit(member, nil)
      return true
    }
    var content = MemberContent()
    content.declaredSize = Int(archive_entry_size(entry))
    let goesOn = stream(archive, into: &content, of: member.path, keep: keep)
    member.size = content.size
    member.format = content.format
    member.sha256 = content.isWhole ? content.digest : nil
    if content.exceeds { oversized(member) }
    visit(member, content.isWhole && !content.exceeds ? content.kept : nil)
    return goesOn
  }

  private mutating func stream(
    _ archive: OpaquePointer, into content: inout MemberContent, of path: String, keep: Keep
  ) -> Bool {
    let most = limits.unpackedBytes(forArchiveOf: size)
    while true {
      var chunk: UnsafeRawPointer?
      var length = 0
      var offset: la_int64_t = 0
      let status = archive_read_data_block(archive, &chunk, &length, &offset)
      if status == ARCHIVE_EOF {
        content.isWhole = true
        return true
      }
      guard status == ARCHIVE_OK else {
        damaged(path, Self.message(archive))
        return status != ARCHIVE_FATAL
      }
      unpacked += length
      guard unpacked <= most else { return bomb(path) }
      content.append(UnsafeRawBufferPointer(start: chunk, count: length)) { keep(path, $0) }
    }
  }

  private static func message(_ archive: OpaquePointer) -> String {
    archive_error_string(archive).map { String(cString: $0) } ?? "no reason given"
  }

  /// Runs `body` with UTF-8 as the thread's encoding, without which libarchive can't hand out names outside ASCII.
  private func withUTF8Names(_ body: () throws(PackagingError) -> Void) throws(PackagingError) {
    let utf8 = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)
    let previous = utf8.map { uselocale($0) }
    defer {
      if let previous { uselocale(previous) }
      if let utf8 { freelocale(utf8) }
    }
    try body()
  }
}

extension ArchiveReader {
  private mutating func damaged(_ member: String?, _ reason: String) {
    damage.append(
      Defect(
        kind: "damaged-archive",
        message: "\(member ?? "The archive after member \(count)") can't be unpacked: \(reason).", member: member))
  }

  private mutating func tooMany() {
    damage.append(
      Defect(
        kind: "too-many-members",
        message: "The archive has more than \(limits.members) members; the rest was not examined."))
  }

  private mutating func bomb(_ member: String) -> Bool {
    damage.append(
      Defect(
        kind: "compression-bomb",
        message: "The archive's \(size) bytes unpack to more than \(limits.unpackedBytes(forArchiveOf: size)) "
          + "(\(limits.ratio) to 1); reading stopped in \(member).",
        member: member, facts: ["archive-bytes": .number(Double(size)), "unpacked-bytes": .number(Double(unpacked))]))
    return false
  }

  private mutating func oversized(_ member: ArchiveMember) {
    damage.append(
      Defect(
        kind: "not-examined", severity: .warning,
        message: "\(member.path) has \(member.size) bytes, more than are read into memory; only its hash was checked.",
        member: member.path))
  }
}
