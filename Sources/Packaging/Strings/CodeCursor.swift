/// A place in a text of C, JavaScript or TypeScript: their words, quotes and comments have one shape.
struct CodeCursor {
  let bytes: ArraySlice<UInt8>
  var index: Int
  /// Something that opened was still open where the text ends.
  private(set) var isUnterminated = false

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, index) = (bytes, bytes.startIndex) }

  func byte(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.endIndex ? bytes[index + ahead] : nil }

  func isNext(_ first: Character, _ second: Character) -> Bool {
    byte() == first.asciiValue && byte(1) == second.asciiValue
  }

  static func isWord(_ byte: UInt8) -> Bool {
    isASCIIAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  mutating func word() -> String {
    let start = index
    while let byte = byte(), Self.isWord(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// What stands between the quotes. It ends with its line: an apostrophe in leftovers doesn't swallow the file.
  mutating func quoted(_ quote: UInt8) -> ArraySlice<UInt8> {
    index += 1
    let start = index
    while let byte = byte(), byte != quote, byte != UInt8(ascii: "\n") { step(byte) }
    let end = min(index, bytes.endIndex)
    index = min(index + 1, bytes.endIndex)
    return bytes[start..<end]
  }

  /// A backslash takes the next byte with it, be it the line's end.
  mutating func step(_ byte: UInt8) { index += byte == UInt8(ascii: "\\") ? 2 : 1 }

  /// Up to the line's end; in C a backslash in front of it joins the next one on.
  mutating func skipLine(joined: Bool = false) {
    while let byte = byte(), byte != UInt8(ascii: "\n") { joined ? step(byte) : (index += 1) }
    index = min(index, bytes.endIndex)
  }

  mutating func skipBlockComment() {
    index += 2
    while byte() != nil, !isNext("*", "/") { index += 1 }
    if byte() == nil { isUnterminated = true }
    index = min(index + 2, bytes.endIndex)
  }

  /// From one backtick to the other, with the templates inside its `${…}`.
  mutating func template() -> ArraySlice<UInt8> {
    index += 1
    let start = index
    // Braces that are open in each `${`; -1 for the text of a template.
    var open = [-1]
    while let byte = byte(), let depth = open.last {
      switch byte {
      case UInt8(ascii: "`") where depth < 0: open.removeLast()
      case UInt8(ascii: "`"): open.append(-1)
      case UInt8(ascii: "$") where depth < 0 && self.byte(1) == UInt8(ascii: "{"):
        open.append(0)
        index += 1
      case UInt8(ascii: "{") where depth >= 0: open[open.count - 1] += 1
      case UInt8(ascii: "}") where depth == 0: open.removeLast()
      case UInt8(ascii: "}") where depth > 0: open[open.count - 1] -= 1
      case UInt8(ascii: "'") where depth >= 0, UInt8(ascii: "\"") where depth >= 0:
        _ = quoted(byte)
        continue
      default: break
      }
      if open.isEmpty { break }
      step(byte)
    }
    if !open.isEmpty { isUnterminated = true }
    let end = min(index, bytes.endIndex)
    index = min(index + 1, bytes.endIndex)
    return bytes[start..<end]
  }
}
