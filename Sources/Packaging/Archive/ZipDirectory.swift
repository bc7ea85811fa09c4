import CZip
import Foundation

/// An open zip archive: its members are those of the central directory, which is what pip and Python's `zipfile` go by.
///
/// One belongs to one thread; libzip reads the directory alone, and each member's data where it is asked for them.
struct ZipDirectory: ~Copyable {
  let archive: OpaquePointer
  let count: Int

  /// Errors: `unreadable`, `notAZip`, `truncatedZip`.
  init(path: String) throws(PackagingError) {
    let descriptor = try openRegularFile(path)
    var code: Int32 = 0
    // On success libzip owns the descriptor.
    guard let archive = zip_fdopen(descriptor, 0, &code) else {
      defer { close(descriptor) }
      throw Self.unopened(path, descriptor, code)
    }
    self.archive = archive
    count = Int(max(0, zip_get_num_entries(archive, 0)))
  }

  deinit { zip_discard(archive) }

  private static func unopened(_ path: String, _ descriptor: Int32, _ code: Int32) -> PackagingError {
    let begins = readStart(descriptor)
    if begins == [0x50, 0x4b, 0x03, 0x04] {
      return .truncatedZip(path: path, size: Int(lseek(descriptor, 0, SEEK_END)))
    }
    return .notAZip(path: path, begins: begins.isEmpty ? "nothing" : hexadecimal(begins))
  }

  func entry(_ index: Int) -> ZipEntry? {
    var status = zip_stat_t()
    guard zip_stat_index(archive, zip_uint64_t(index), zip_flags_t(ZIP_FL_ENC_RAW), &status) == 0 else { return nil }
    var system: UInt8 = 0
    var attributes: UInt32 = 0
    zip_file_get_external_attributes(archive, zip_uint64_t(index), 0, &system, &attributes)
    return ZipEntry(index: index, status: status, system: system, attributes: attributes)
  }
}

/// What the central directory says of a member; all of it may be a lie.
struct ZipEntry: Sendable {
  let index: Int
  let member: ArchiveMember
  let declaredSize: Int
  let checksum: UInt32
  let isDeflated: Bool
  /// Unpacked bytes of all the archive's members before it, as declared.
  var isWorthReading: Bool { member.kind == .file && !member.isEncrypted }

  init(index: Int, status: zip_stat_t, system: UInt8, attributes: UInt32) {
    self.index = index
    declaredSize = Int(clamping: status.size)
    checksum = status.crc
    isDeflated = status.comp_method == UInt16(ZIP_CM_DEFLATE)
    let name = status.name.map { String(cString: $0) } ?? "member \(index + 1)"
    let isUTF8 = status.name.flatMap { String(validatingCString: $0) } != nil
    member = ArchiveMember(
      path: name, isUTF8: isUTF8, kind: Self.kind(name, system, attributes), mode: (attributes >> 16) & 0o7777,
      isEncrypted: status.encryption_method != UInt16(ZIP_EM_NONE), size: 0, sha256: nil, format: .other)
  }

  /// Unix keeps a file's mode in the upper half, MS-DOS a bit for folders: APPNOTE 4.4.2 and 4.4.15.
  private static func kind(_ name: String, _ system: UInt8, _ attributes: UInt32) -> ArchiveMember.Kind {
    let mode = mode_t(attributes >> 16)
    if system == UInt8(ZIP_OPSYS_UNIX), mode & S_IFMT != 0 { return ArchiveMember.Kind(mode) }
    return name.hasSuffix("/") || attributes & 0x10 != 0 ? .directory : .file
  }
}
