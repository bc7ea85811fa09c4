import CLibArchive
import Foundation
import Model

/// The checksum at the end of a gzip file, which npm checks and libarchive doesn't.
///
/// Source: RFC 1952, 2.3.1: CRC-32 and length modulo 2³² of the uncompressed data. A file of several members has one each;
/// where the length is not that of all data, the checksum isn't either, and is let go.
struct GzipTrailer {
  private let checksum: UInt32
  private let length: UInt32

  private init?(_ descriptor: Int32) {
    let size = lseek(descriptor, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: 8)
    guard size > 18, pread(descriptor, &bytes, 8, size - 8) == 8 else { return nil }
    checksum = bytes[..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    length = bytes[4...].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    lseek(descriptor, 0, SEEK_SET)
  }

  /// Unpacks at most `most` bytes, keeping none. Nil where the checksum is right, or can't be told.
  static func defect(at path: String, atMost most: Int) throws(PackagingError) -> Defect? {
    let descriptor = try openRegularFile(path)
    defer { close(descriptor) }
    guard let trailer = GzipTrailer(descriptor), let data = Self.checksum(descriptor, atMost: most),
      data.length == trailer.length, data.checksum != trailer.checksum
    else { return nil }
    return Defect(
      kind: "gzip-checksum-mismatch",
      message: "The archive's gzip checksum is \(hexadecimal(trailer.checksum)), and its data come to "
        + "\(hexadecimal(data.checksum)); it was damaged, and npm refuses it. Pack or download it again.")
  }

  private static func hexadecimal(_ number: UInt32) -> String { String(number, radix: 16) }

  private static func checksum(_ descriptor: Int32, atMost most: Int) -> (checksum: UInt32, length: UInt32)? {
    guard let archive = archive_read_new() else { return nil }
    defer { archive_read_free(archive) }
    archive_read_support_filter_gzip(archive)
    archive_read_support_format_raw(archive)
    var entry: OpaquePointer?
    guard archive_read_open_fd(archive, descriptor, 1 << 16) == ARCHIVE_OK,
      archive_read_next_header(archive, &entry) == ARCHIVE_OK
    else { return nil }
    return sum(archive, atMost: most)
  }

  private static func sum(_ archive: OpaquePointer, atMost most: Int) -> (checksum: UInt32, length: UInt32)? {
    var state: UInt32 = .max
    var length = 0
    while length <= most {
      var chunk: UnsafeRawPointer?
      var count = 0
      var offset: la_int64_t = 0
      let status = archive_read_data_block(archive, &chunk, &count, &offset)
      if status == ARCHIVE_EOF { return (~state, UInt32(truncatingIfNeeded: length)) }
      guard status == ARCHIVE_OK else { return nil }
      state = table.withUnsafeBufferPointer { table in
        UnsafeRawBufferPointer(start: chunk, count: count).reduce(state) { state, byte in
          table[Int((state ^ UInt32(byte)) & 0xff)] ^ state >> 8
        }
      }
      length += count
    }
    return nil
  }

  /// The remainders of all bytes by the polynomial of ISO 3309, reflected: RFC 1952, 8.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
  }
}
