/// JavaScript and TypeScript cut into words, strings and signs; comments are gone. Enough for what is generated, and no
/// parser.
struct ScriptTokens: IteratorProtocol, Sequence {
  enum Token: Equatable {
    case word(String)
    /// What is between the quotes; of a template, with its `${…}` in it.
    case string(String)
    case sign(Character)
    /// `/[a-z]"/g`
    case pattern
  }

  private var cursor: CodeCursor
  private var last: Token?
  /// The token that came last is the first of its line.
  private(set) var isAtLineStart = true

  init(_ bytes: [UInt8]) { cursor = CodeCursor(bytes[...]) }

  /// A template or a comment never ended.
  var isUnterminated: Bool { cursor.isUnterminated }

  mutating func next() -> Token? {
    skipSpaceAndComments()
    guard let first = cursor.byte() else { return nil }
    last = token(first)
    return last
  }

  private mutating func token(_ first: UInt8) -> Token {
    if CodeCursor.isWord(first) { return .word(cursor.word()) }
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(String(decoding: cursor.quoted(first), as: UTF8.self))
    case UInt8(ascii: "`"): return .string(String(decoding: cursor.template(), as: UTF8.self))
    case UInt8(ascii: "/") where mayBePattern:
      if skipPattern() { return .pattern }
    default: break
    }
    cursor.index += 1
    return .sign(Character(UnicodeScalar(first)))
  }

  private static let before: Set<String> = [
    "return", "typeof", "case", "in", "of", "void", "delete", "throw", "new", "else", "do", "instanceof", "yield",
    "await",
  ]

  /// Behind a value a slash divides. Whether a brace ended a block or an object nobody knows; a parenthesis mostly a value.
  private var mayBePattern: Bool {
    switch last {
    case nil: true
    case .word(let word): Self.before.contains(word)
    case .string, .pattern: false
    case .sign(let sign): !")]".contains(sign)
    }
  }

  /// False where the line has no end of one, so that nothing was skipped.
  private mutating func skipPattern() -> Bool {
    let start = cursor.index
    var isInClass = false
    cursor.index += 1
    while let byte = cursor.byte(), byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "/"), !isInClass {
        cursor.index += 1
        _ = cursor.word()
        return true
      }
      if byte == UInt8(ascii: "[") { isInClass = true } else if byte == UInt8(ascii: "]") { isInClass = false }
      cursor.step(byte)
    }
    cursor.index = start
    return false
  }

  private mutating func skipSpaceAndComments() {
    isAtLineStart = last == nil
    while let first = cursor.byte() {
      if first <= 0x20 {
        if first == UInt8(ascii: "\n") { isAtLineStart = true }
        cursor.index += 1
      } else if cursor.isNext("/", "/") {
        cursor.skipLine()
      } else if cursor.isNext("/", "*") {
        cursor.skipBlockComment()
      } else {
        return
      }
    }
  }
}
