import CLibArchive

/// libarchive's writers of zip and gzipped tar archives, into memory.
package struct ArchiveWriter {
  package enum Format {
    case zip(isEncrypted: Bool)
    case tarball
    /// One member's content, gzipped, in no archive.
    case gzip
  }

  /// AE_IFREG and AE_IFLNK of archive_entry.h, whose casts Swift doesn't import.
  private static let regular: UInt32 = 0o100000
  private static let link: UInt32 = 0o120000

  package let format: Format
  /// In messages.
  package let name: String

  package init(format: Format, name: String) { (self.format, self.name) = (format, name) }

  /// The archive's bytes. Errors: `notPacked`.
  package func write(_ members: [PackedMember]) throws(PackagingError) -> [UInt8] {
    guard let archive = archive_write_new() else { throw .notPacked(path: name, reason: "out of memory") }
    defer { archive_write_free(archive) }
    var buffer = [UInt8](repeating: 0, count: Self.most(members))
    var used = 0
    set(archive)
    // The buffer's address has to hold until the archive is closed, not for one call only.
    try buffer.withUnsafeMutableBufferPointer { (memory) throws(PackagingError) in
      try check(archive, archive_write_open_memory(archive, memory.baseAddress, memory.count, &used))
      for member in members {
        try add(member, to: archive)
        if member.isRepeated { try add(member, to: archive) }
      }
      try check(archive, archive_write_close(archive))
    }
    return Array(buffer.prefix(used))
  }

  /// Deflate adds 5 bytes to each 16 KiB block that it can't shrink; a zip has each name twice, a tar blocks of 512
  /// bytes and two more headers for a long name.
  private static func most(_ members: [PackedMember]) -> Int {
    members.reduce(1 << 16) { $0 + 2 * ($1.bytes.count * 1001 / 1000 + 2 * $1.path.utf8.count + 4096) }
  }

  private func set(_ archive: OpaquePointer) {
    switch format {
    case .zip(let isEncrypted):
      archive_write_set_format_zip(archive)
      guard isEncrypted else { return }
      archive_write_set_options(archive, "zip:encryption=traditional")
      archive_write_set_passphrase(archive, "secret")
    case .tarball:
      archive_write_add_filter_gzip(archive)
      archive_write_set_format_ustar(archive)
    case .gzip:
      archive_write_add_filter_gzip(archive)
      archive_write_set_format_raw(archive)
    }
  }

  private func add(_ member: PackedMember, to archive: OpaquePointer) throws(PackagingError) {
    let entry = archive_entry_new()
    defer { archive_entry_free(entry) }
    archive_entry_copy_pathname(entry, (member.rawPath ?? Array(member.path.utf8)).map { CChar(bitPattern: $0) } + [0])
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_filetype(entry, member.symlink == nil ? Self.regular : Self.link)
    if let target = member.symlink {
      archive_entry_copy_symlink(entry, target)
    } else if let target = member.hardlink {
      archive_entry_copy_hardlink(entry, target)
    } else {
      archive_entry_set_size(entry, Int64(member.bytes.count))
    }
    try check(archive, archive_write_header(archive, entry))
    if !member.bytes.isEmpty { archive_write_data(archive, member.bytes, member.bytes.count) }
  }

  private func check(_ archive: OpaquePointer, _ status: Int32) throws(PackagingError) {
    guard status < ARCHIVE_WARN else { return }
    throw .notPacked(path: name, reason: archive_error_string(archive).map { String(cString: $0) } ?? "no reason given")
  }
}
