/// A C header cut into tokens; comments are gone, and each preprocessing directive is one token.
struct HeaderTokens: IteratorProtocol, Sequence {
  enum Token: Equatable {
    case word(String)
    case number(String)
    case string
    case sign(UInt8)
    /// `#define …` without the sign, its continued lines joined: the name and what follows it.
    case directive(String, ArraySlice<UInt8>)
  }

  private let bytes: ArraySlice<UInt8>
  private var index: Int
  private var isAtLineStart = true

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, index) = (bytes, bytes.startIndex) }

  private func byte(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.endIndex ? bytes[index + ahead] : nil }

  mutating func next() -> Token? {
    skipSpaceAndComments()
    guard let first = byte() else { return nil }
    if first == UInt8(ascii: "#"), isAtLineStart { return directive() }
    isAtLineStart = false
    if Self.isWord(first) {
      let text = text(while: Self.isWord)
      return (0x30...0x39).contains(first) ? .number(text) : .word(text)
    }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return quoted(first) }
    index += 1
    return .sign(first)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isASCIIAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  private mutating func text(while isPart: (UInt8) -> Bool) -> String {
    let start = index
    while let byte = byte(), isPart(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// A literal ends with its line: an apostrophe in a comment's leftovers doesn't swallow the file.
  private mutating func quoted(_ quote: UInt8) -> Token {
    index += 1
    while let byte = byte(), byte != quote, byte != UInt8(ascii: "\n") { index += byte == UInt8(ascii: "\\") ? 2 : 1 }
    index = Swift.min(index + 1, bytes.endIndex)
    return .string
  }

  private mutating func directive() -> Token {
    index += 1
    while let byte = byte(), byte == 0x20 || byte == 0x09 { index += 1 }
    let name = text(while: Self.isWord)
    let start = index
    while let byte = byte(), byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "/"), self.byte(1) == UInt8(ascii: "*") { skipBlockComment() } else { step(byte) }
    }
    index = Swift.min(index, bytes.endIndex)
    return .directive(name, bytes[start..<index])
  }

  /// A backslash takes the next byte with it, be it the line's end.
  private mutating func step(_ byte: UInt8) { index += byte == UInt8(ascii: "\\") ? 2 : 1 }

  private mutating func skipSpaceAndComments() {
    while let first = byte() {
      if first == UInt8(ascii: "\n") { isAtLineStart = true }
      if first <= 0x20 || first == UInt8(ascii: "\\") {
        index += 1
      } else if first == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") {
        while let byte = byte(), byte != UInt8(ascii: "\n") { step(byte) }
        index = Swift.min(index, bytes.endIndex)
      } else if first == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        skipBlockComment()
      } else {
        return
      }
    }
  }

  private mutating func skipBlockComment() {
    index += 2
    while let byte = byte(), !(byte == UInt8(ascii: "*") && self.byte(1) == UInt8(ascii: "/")) { index += 1 }
    index = Swift.min(index + 2, bytes.endIndex)
  }
}
