import Foundation

/// Bytes of a file as little-endian numbers and C strings; whatever lies outside is nil.
struct FileBytes {
  let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var count: Int { bytes.count }

  /// Nil where not all of it lies inside.
  func part(_ offset: Int, _ length: Int) -> FileBytes? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    return FileBytes(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
  }

  func byte(_ offset: Int) -> UInt8? { offset >= 0 && offset < count ? bytes[offset] : nil }

  func half(_ offset: Int) -> Int? { number(offset, UInt16.self).map(Int.init) }

  func word(_ offset: Int) -> Int? { number(offset, UInt32.self).map(Int.init) }

  func long(_ offset: Int) -> UInt64? { number(offset, UInt64.self) }

  /// 64 bits that have to be a place in the file.
  func place(_ offset: Int) -> Int? { long(offset).flatMap(Int.init(exactly:)) }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: Number.Type) -> Number? {
    guard offset >= 0, count >= MemoryLayout<Number>.size, offset <= count - MemoryLayout<Number>.size else {
      return nil
    }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// Up to the first zero byte; nil where there is none in reach. No loader takes a name of more than `most` bytes.
  func string(_ offset: Int, most: Int = ELFImage.longestName) -> String? {
    guard offset >= 0, offset < count else { return nil }
    guard let start = bytes.baseAddress.map({ $0 + offset }), let end = memchr(start, 0, min(count - offset, most))
    else {
      return nil
    }
    return String(
      decoding: UnsafeRawBufferPointer(start: start, count: UnsafeRawPointer(end) - start), as: UTF8.self)
  }

  /// Of a field of fixed width, up to its first zero byte.
  func field(_ offset: Int, _ width: Int) -> String? {
    part(offset, width).map { String(decoding: $0.bytes.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// LEB128 at `offset`, which is moved behind it; nil where it has no end or more than 64 bits.
  func uleb(_ offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      guard let byte = byte(offset) else { return nil }
      offset += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}
