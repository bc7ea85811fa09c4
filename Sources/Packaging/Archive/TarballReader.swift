import CLibArchive
import Foundation
import Model

/// Walks a gzipped tar archive through libarchive, one member and one chunk at a time; nothing is unpacked but into scratch
/// files.
struct TarballReader<Parsed: Sendable> {
  let path: String
  let limits: ArchiveLimits
  let handling: MemberHandling<Parsed>
  private var contents = ArchiveContents<Parsed>()
  private var unpacked = 0
  private var count = 0
  private var nameBytes = 0

  init(path: String, limits: ArchiveLimits, handling: MemberHandling<Parsed>) {
    (self.path, self.limits, self.handling) = (path, limits, handling)
  }

  /// Errors: `unreadable`, `notGzip`, `notATar`, `truncatedTarball`.
  static func read(
    _ path: String, limits: ArchiveLimits, handling: MemberHandling<Parsed>
  ) throws(PackagingError) -> ArchiveContents<Parsed> {
    var reader = TarballReader(path: path, limits: limits, handling: handling)
    try reader.read()
    return reader.contents
  }

  private mutating func read() throws(PackagingError) {
    let descriptor = try openRegularFile(path)
    defer { close(descriptor) }
    contents.size = Int(lseek(descriptor, 0, SEEK_END))
    let begins = readStart(descriptor)
    lseek(descriptor, 0, SEEK_SET)
    guard begins.starts(with: [0x1f, 0x8b]) else {
      throw .notGzip(path: path, begins: begins.isEmpty ? "nothing" : hexadecimal(begins))
    }
    try withUTF8Names { () throws(PackagingError) in
      guard let archive = archive_read_new() else { throw .unreadable(path: path, reason: "out of memory") }
      defer { archive_read_free(archive) }
      archive_read_support_filter_gzip(archive)
      archive_read_support_format_tar(archive)
      guard archive_read_open_fd(archive, descriptor, 1 << 16) == ARCHIVE_OK else { throw unopened(archive) }
      try walk(archive)
    }
  }

  private func unopened(_ archive: OpaquePointer) -> PackagingError {
    let reason = Self.message(archive)
    return Self.isTruncation(reason)
      ? .truncatedTarball(path: path, size: contents.size) : .notATar(path: path, reason: reason)
  }

  /// libarchive tells a cut from other damage in words only: "truncated gzip input", "Truncated tar archive".
  private static func isTruncation(_ reason: String) -> Bool { reason.contains("runcated ") }

  private mutating func walk(_ archive: OpaquePointer) throws(PackagingError) {
    while true {
      var entry: OpaquePointer?
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
        // The format is only recognised at the first header.
        if archive_format(archive) == 0 { throw unopened(archive) }
        return damaged(nil, Self.message(archive))
      }
      guard count < limits.members else {
        return contents.damage.append(ArchiveDamage.tooMany("more than \(limits.members) members"))
      }
      count += 1
      guard read(entry, of: archive) else { return }
    }
  }

  /// Returns false where the archive can't or must not be read on.
  private mutating func read(_ entry: OpaquePointer, of archive: OpaquePointer) -> Bool {
    var member = ArchiveMember(entry, number: count)
    guard member.path.utf8.count <= limits.name else {
      contents.damage.append(ArchiveDamage.tooLong(member.path, number: count, limits))
      return false
    }
    nameBytes += member.path.utf8.count
    guard nameBytes <= limits.names else {
      contents.damage.append(ArchiveDamage.tooMany("names of more than \(limits.names) bytes"))
      return false
    }
    // Links and devices may have content too, and skipping is where libarchive unpacks without our limits.
    let (named, wish) = (member, handling.wish)
    var content = MemberContent(declaredSize: Int(archive_entry_size(entry))) {
      named.kind == .file ? wish(named, $0) : .nothing
    }
    let outcome = stream(archive, into: &content, of: member.path)
    content.end()
    (member.size, member.format) = (content.size, content.format)
    member.sha256 = outcome == .whole ? content.digest : nil
    take(member, content, isWhole: outcome == .whole)
    return outcome != .stop
  }

  private mutating func take(_ member: ArchiveMember, _ content: MemberContent, isWhole: Bool) {
    if let obstacle = content.obstacle { contents.damage.append(ArchiveDamage.unexamined(member.path, obstacle)) }
    let isReadable = member.kind == .file && isWhole && content.obstacle == nil
    contents.members.append((member, isReadable ? handling.parse(member, content.kept) : nil))
  }

  private enum Outcome { case whole, damaged, stop }

  private mutating func stream(
    _ archive: OpaquePointer, into content: inout MemberContent, of path: String
  ) -> Outcome {
    let most = limits.unpackedBytes(forArchiveOf: contents.size)
    while true {
      var chunk: UnsafeRawPointer?
      var length = 0
      var offset: la_int64_t = 0
      let status = archive_read_data_block(archive, &chunk, &length, &offset)
      if status == ARCHIVE_EOF { return .whole }
      guard status == ARCHIVE_OK else {
        damaged(path, Self.message(archive))
        return status == ARCHIVE_FATAL ? .stop : .damaged
      }
      unpacked += length
      guard unpacked <= most else {
        contents.damage.append(
          ArchiveDamage.bomb(path, archive: contents.size, unpacked: unpacked, limits))
        return .stop
      }
      guard Int(offset) == content.size else {
        damaged(path, "it is a sparse file, which installers don't unpack")
        return .stop
      }
      content.append(UnsafeRawBufferPointer(start: chunk, count: length))
    }
  }

  private mutating func damaged(_ member: String?, _ reason: String) {
    let kind = Self.isTruncation(reason) ? "truncated" : "damaged-archive"
    contents.damage.append(ArchiveDamage.unpackable(member, number: count, reason, kind: kind))
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
