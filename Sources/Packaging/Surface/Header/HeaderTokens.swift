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

  private var cursor: CodeCursor
  private var isAtLineStart = true

  init(_ bytes: ArraySlice<UInt8>) { cursor = CodeCursor(bytes) }

  mutating func next() -> Token? {
    skipSpaceAndComments()
    guard let first = cursor.byte() else { return nil }
    if first == UInt8(ascii: "#"), isAtLineStart { return directive() }
    isAtLineStart = false
    if CodeCursor.isWord(first) {
      let text = cursor.word()
      return (0x30...0x39).contains(first) ? .number(text) : .word(text)
    }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      _ = cursor.quoted(first)
      return .string
    }
    cursor.index += 1
    return .sign(first)
  }

  private mutating func directive() -> Token {
    cursor.index += 1
    while let byte = cursor.byte(), byte == 0x20 || byte == 0x09 { cursor.index += 1 }
    let name = cursor.word()
    let start = cursor.index
    while let byte = cursor.byte(), byte != UInt8(ascii: "\n") {
      if cursor.isNext("/", "*") { cursor.skipBlockComment() } else { cursor.step(byte) }
    }
    cursor.index = Swift.min(cursor.index, cursor.bytes.endIndex)
    return .directive(name, cursor.bytes[start..<cursor.index])
  }

  private mutating func skipSpaceAndComments() {
    while let first = cursor.byte() {
      if first == UInt8(ascii: "\n") { isAtLineStart = true }
      if first <= 0x20 || first == UInt8(ascii: "\\") {
        cursor.index += 1
      } else if cursor.isNext("/", "/") {
        cursor.skipLine(joined: true)
      } else if cursor.isNext("/", "*") {
        cursor.skipBlockComment()
      } else {
        return
      }
    }
  }
}
