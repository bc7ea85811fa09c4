import Foundation

/// Reads JSON (RFC 8259) strictly, with the order of keys kept; `what` names the text in errors.
///
/// Errors: `malformedJSON`, also for values nested deeper than 64.
struct JSONReader {
  /// package.json files nest under 10 deep; a hostile one would exhaust the stack.
  private static let deepest = 64

  private let bytes: [UInt8]
  private let what: String
  private var index = 0

  static func read(_ bytes: [UInt8], what: String) throws(PackagingError) -> OrderedJSON {
    var reader = JSONReader(bytes: bytes, what: what)
    // npm and Node both pass over a byte order mark.
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { reader.index = 3 }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw reader.malformed("it is not UTF-8") }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.index == bytes.count else { throw reader.malformed("there is text after its end") }
    return value
  }

  private init(bytes: [UInt8], what: String) { (self.bytes, self.what) = (bytes, what) }

  private func malformed(_ detail: String) -> PackagingError {
    let line = 1 + bytes.prefix(index).count { $0 == UInt8(ascii: "\n") }
    return .malformedJSON(what: what, line: line, detail: detail)
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { index += 1 }
  }

  private mutating func skip(_ byte: Character) -> Bool {
    skipSpace()
    guard next == byte.asciiValue else { return false }
    index += 1
    return true
  }

  private func unexpected(_ wanted: String) -> PackagingError {
    guard let next else { return malformed("it ends where \(wanted) is expected") }
    return malformed("it has '\(String(decoding: [next], as: UTF8.self).printable)' where \(wanted) is expected")
  }

  private mutating func value(depth: Int) throws(PackagingError) -> OrderedJSON {
    guard depth < Self.deepest else { throw malformed("it nests deeper than \(Self.deepest)") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case let byte? where "-0123456789".utf8.contains(byte): return .number(try number())
    default: return try word()
    }
  }

  private mutating func object(_ depth: Int) throws(PackagingError) -> OrderedJSON {
    index += 1
    var members: [OrderedJSON.Member] = []
    if skip("}") { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let key = try string()
      guard skip(":") else { throw unexpected("':'") }
      members.append(OrderedJSON.Member(key: key, value: try value(depth: depth + 1)))
    } while skip(",")
    guard skip("}") else { throw unexpected("',' or '}'") }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(PackagingError) -> OrderedJSON {
    index += 1
    var values: [OrderedJSON] = []
    if skip("]") { return .array(values) }
    repeat { values.append(try value(depth: depth + 1)) } while skip(",")
    guard skip("]") else { throw unexpected("',' or ']'") }
    return .array(values)
  }

  private mutating func word() throws(PackagingError) -> OrderedJSON {
    for (text, value) in [("true", OrderedJSON.bool(true)), ("false", .bool(false)), ("null", .null)]
    where bytes[index...].starts(with: text.utf8) {
      index += text.utf8.count
      return value
    }
    throw unexpected("a value")
  }

  /// Kept as its text.
  private mutating func number() throws(PackagingError) -> String {
    let rest = bytes[index...].prefix(while: Self.isOfNumber)
    let text = String(decoding: rest, as: UTF8.self)
    guard Self.isNumber(rest) else { throw malformed("'\(text.prefix(40))' is no number") }
    index += rest.count
    return text
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`; as a regular expression half a million of them, which is 4 MB, take
  /// many seconds.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let isZero = rest.first == UInt8(ascii: "0")
    let whole = takeDigits(&rest)
    guard whole == 1 || (whole > 1 && !isZero) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard takeDigits(&rest) > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard takeDigits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// How many there were.
  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    rest = rest.dropFirst(digits.count)
    return digits.count
  }
}

extension JSONReader {
  private mutating func string() throws(PackagingError) -> String {
    index += 1
    var units: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"): units += String(try escape()).utf8
      case 0..<0x20: throw malformed("there is a control character in a string")
      default: units.append(byte)
      }
    }
    throw malformed("a string has no end")
  }

  private mutating func escape() throws(PackagingError) -> Character {
    guard let byte = next else { throw malformed("a string has no end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(UnicodeScalar(byte))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar()
    default: throw malformed("there is an escape \\\(String(decoding: [byte], as: UTF8.self).printable)")
    }
  }

  /// `\uXXXX`, or the two of a surrogate pair; half of one reads U+FFFD.
  private mutating func scalar() throws(PackagingError) -> Character {
    let high = try hexadecimalUnit()
    guard (0xd800..<0xdc00).contains(high), bytes[index...].starts(with: [0x5c, 0x75]) else {
      return Character(UnicodeScalar(high) ?? "\u{fffd}")
    }
    index += 2
    let low = try hexadecimalUnit()
    guard (0xdc00..<0xe000).contains(low) else { return "\u{fffd}" }
    return Character(UnicodeScalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)) ?? "\u{fffd}")
  }

  private mutating func hexadecimalUnit() throws(PackagingError) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, text.allSatisfy(\.isHexDigit), let unit = UInt32(text, radix: 16) else {
      throw malformed("\\u has no four hexadecimal digits behind it")
    }
    index += 4
    return unit
  }
}
