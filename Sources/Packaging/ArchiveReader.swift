import CLibArchive
import Crypto
import Foundation
import Model

/// Walks a zip or a gzipped tar archive through libarchive, one member and one chunk at a time; nothing is written
/// anywhere.
///
/// A zip's members are those of the central directory, which is what pip and Python's `zipfile` go by.
struct ArchiveReader {
  enum Format { case zip, tarball }

  /// How many bytes of a member to keep, given its path and its first bytes; 0 keeps none.
  typealias Keep = (_ path: String, _ format: ArchiveMember.Format) -> Int
  /// Called once for each member, with its content where it was kept whole.
  typealias Visit = (_ member: ArchiveMember, _ content: [UInt8]?) -> Void

  let path: String
  let format: Format
  let limits: ArchiveLimits
  private(set) var size = 0
  private(set) var damage: [Defect] = []
  private var unpacked = 0
  private var count = 0
  private var nameBytes = 0

  init(path: String, format: Format, limits: ArchiveLimits) {
    self.path = path
    self.format = format
    self.limits = limits
  }

  mutating func read(keep: Keep, visit: Visit) throws(PackagingError) {
    let descriptor = try openRegularFile(path)
    defer { close(descriptor) }
    size = Int(lseek(descriptor, 0, SEEK_END))
    let begins = readStart(descriptor)
    lseek(descriptor, 0, SEEK_SET)
    if format == .tarball, !begins.starts(with: [0x1f, 0x8b]) {
      throw .notGzip(path: path, begins: begins.isEmpty ? "nothing" : hexadecimal(begins))
    }
    try withUTF8Names { () throws(PackagingError) in
      guard let archive = archive_read_new() else { throw .unreadable(path: path, reason: "out of memory") }
      defer { archive_read_free(archive) }
      support(archive)
      guard archive_read_open_fd(archive, descriptor, 1 << 16) == ARCHIVE_OK else {
        throw unopened(archive, begins: begins)
      }
      try walk(archive, begins: begins, keep: keep, visit: visit)
    }
  }

  private func support(_ archive: OpaquePointer) {
    switch format {
    case .zip: archive_read_support_format_zip_seekable(archive)
    case .tarball:
      archive_read_support_filter_gzip(archive)
      archive_read_support_format_tar(archive)
    }
  }

  private func unopened(_ archive: OpaquePointer, begins: [UInt8]) -> PackagingError {
    let reason = Self.message(archive)
    if format == .tarball {
      return Self.isTruncation(reason)
        ? .truncatedTarball(path: path, size: size) : .notATar(path: path, reason: reason)
    }
    return begins == [0x50, 0x4b, 0x03, 0x04]
      ? .truncatedZip(path: path, size: size)
      : .notAZip(path: path, begins: begins.isEmpty ? "nothing" : hexadecimal(begins))
  }

  /// libarchive tells a cut from other damage in words only: "truncated gzip input", "Truncated tar archive".
  private static func isTruncation(_ reason: String) -> Bool { reason.contains("runcated ") }

  private mutating func walk(
    _ archive: OpaquePointer, begins: [UInt8], keep: Keep, visit: Visit
  ) throws(PackagingError) {
    while true {
      var entry: OpaquePointer?
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
        // The format is only recognised at the first header.
        if archive_format(archive) == 0 { throw unopened(archive, begins: begins) }
        return damaged(nil, Self.message(archive))
      }
      guard count < limits.members else { return tooMany("more than \(limits.members) members") }
      count += 1
      // A tar member's warning may be about anything; a zip member's is about its name.
      let nameIsSound = status == ARCHIVE_OK || format == .tarball
      guard read(entry, of: archive, nameIsSound: nameIsSound, keep: keep, visit: visit) else { return }
    }
  }

  /// Returns false where the archive can't or must not be read on.
  private mutating func read(
    _ entry: OpaquePointer, of archive: OpaquePointer, nameIsSound: Bool, keep: Keep, visit: Visit
  ) -> Bool {
    var member = ArchiveMember(entry, number: count)
    member.isUTF8 = member.isUTF8 && nameIsSound
    guard member.path.utf8.count <= limits.name else { return tooLong(member.path) }
    nameBytes += member.path.utf8.count
    guard nameBytes <= limits.names else {
      tooMany("names of more than \(limits.names) bytes")
      return false
    }
    // A tar's links and devices may have content too, and skipping is where libarchive unpacks without our limits.
    guard member.kind == .file || format == .tarball, !member.isEncrypted else {
      visit(member, nil)
      return true
    }
    var content = MemberContent()
    content.declaredSize = Int(archive_entry_size(entry))
    let goesOn = stream(archive, into: &content, of: member.path) { member.kind == .file ? keep($0, $1) : 0 }
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
      guard Int(offset) == content.size else {
        damaged(path, "it is a sparse file, which installers don't unpack")
        return false
      }
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
        kind: format == .tarball && Self.isTruncation(reason) ? "truncated" : "damaged-archive",
        message: "\(member ?? "The archive after member \(count)") can't be unpacked: \(reason).", member: member))
  }

  private mutating func tooMany(_ what: String) {
    damage.append(
      Defect(kind: "too-many-members", message: "The archive has \(what); the rest was not examined."))
  }

  /// What nobody can unpack is not read on: parsing such names is what takes libarchive and Foundation long.
  private mutating func tooLong(_ path: String) -> Bool {
    damage.append(
      Defect(
        kind: "name-too-long",
        message: "The name of member \(count) has \(path.utf8.count) bytes, and Linux opens paths of up to "
          + "\(limits.name); reading stopped there. It begins with \(path.prefix(40)).", member: String(path.prefix(40))
      ))
    return false
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
