/// A place in a WebAssembly binary and the end it may not pass; every count and length is taken for a lie.
///
/// Source: WebAssembly Core Specification 3.0, chapter 5 "Binary Format", 5.2.2 "Integers" and 5.2.4 "Names".
struct WasmCursor {
  private let bytes: [UInt8]
  private(set) var offset: Int
  let end: Int

  init(_ bytes: [UInt8]) { self.init(bytes, from: 0, to: bytes.count) }

  private init(_ bytes: [UInt8], from offset: Int, to end: Int) {
    (self.bytes, self.offset, self.end) = (bytes, offset, end)
  }

  var remaining: Int { end - offset }
  var isAtEnd: Bool { offset == end }

  func malformed(_ what: String, _ detail: String) -> PackagingError {
    .malformedWasm(what: what, offset: offset, detail: detail)
  }

  mutating func byte(_ what: String) throws(PackagingError) -> UInt8 {
    guard offset < end else { throw malformed(what, "it ends before its first byte") }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func take(_ count: Int, _ what: String) throws(PackagingError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw malformed(what, "it needs \(count) bytes and \(remaining) are left")
    }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  /// A part of its own: what is read in it can't run into what follows.
  mutating func part(_ count: Int, _ what: String) throws(PackagingError) -> WasmCursor {
    let start = offset
    _ = try take(count, what)
    return WasmCursor(bytes, from: start, to: start + count)
  }

  /// The same bytes from another place on, to be read once more.
  func from(_ offset: Int) throws(PackagingError) -> WasmCursor {
    guard offset >= 0, offset <= bytes.count else { throw malformed("place", "byte \(offset) is not in the file") }
    return WasmCursor(bytes, from: offset, to: bytes.count)
  }

  /// LEB128 of at most ⌈32 ÷ 7⌉ = 5 bytes, whose last has no bit above the 32nd.
  mutating func u32(_ what: String) throws(PackagingError) -> UInt32 {
    UInt32(truncatingIfNeeded: try unsigned(what, bits: 32))
  }

  mutating func u64(_ what: String) throws(PackagingError) -> UInt64 { try unsigned(what, bits: 64) }

  private mutating func unsigned(_ what: String, bits: Int) throws(PackagingError) -> UInt64 {
    var value: UInt64 = 0
    var shift = 0
    while true {
      let byte = try byte(what)
      let left = bits - shift
      guard left > 0, left >= 7 || byte & 0x7f < 1 << UInt8(left) else {
        throw malformed(what, "its LEB128 number has more than \(bits) bits")
      }
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
  }

  /// Implementation-defined limit of types, functions, imports, exports and globals: WebAssembly JavaScript Interface.
  private static let mostEntries = 1_000_000

  /// The length of a vector; each element takes a byte at least, so that a larger one is refused before any is read.
  mutating func count(_ what: String) throws(PackagingError) -> Int {
    let count = try u32(what)
    guard count <= remaining else {
      throw malformed(what, "it announces \(count) entries and has \(remaining) bytes for them")
    }
    guard count <= Self.mostEntries else {
      throw malformed(what, "it announces \(count) entries, and engines take \(Self.mostEntries)")
    }
    return Int(count)
  }

  mutating func name(_ what: String) throws(PackagingError) -> String {
    let bytes = try take(Int(try u32(what)), what)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw malformed(what, "its name is not UTF-8") }
    return text
  }
}
