/// Python source cut into its logical lines: Python's "Lexical analysis", 2.1; comments are gone.
struct PythonLines: IteratorProtocol, Sequence {
  enum Token: Equatable {
    case word(String)
    case number(String)
    /// As it is written, with its prefix and its quotes.
    case string(String)
    case sign(UInt8)
  }

  struct Line: Equatable {
    /// Columns before its first token; a tab goes to the next multiple of eight.
    var indent: Int
    var tokens: [Token]
  }

  private let bytes: ArraySlice<UInt8>
  private var index: Int
  /// A longer line is nobody's declaration: what is behind goes by untold.
  private static let mostTokens = 100_000

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, index) = (bytes, bytes.startIndex) }

  private func byte(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.endIndex ? bytes[index + ahead] : nil }

  mutating func next() -> Line? {
    while byte() != nil {
      let line = Line(indent: indent(), tokens: tokens())
      if !line.tokens.isEmpty { return line }
    }
    return nil
  }

  private mutating func indent() -> Int {
    var column = 0
    while let byte = byte() {
      if byte == 0x20 { column += 1 } else if byte == 0x09 { column = (column / 8 + 1) * 8 } else { break }
      index += 1
    }
    return column
  }

  private mutating func tokens() -> [Token] {
    var tokens: [Token] = []
    var depth = 0
    while let first = byte() {
      if first == UInt8(ascii: "\n") {
        index += 1
        if depth == 0 { return tokens }
      } else if let token = token(first) {
        if case .sign(let sign) = token { depth = Self.depth(after: sign, depth) }
        if tokens.count < Self.mostTokens { tokens.append(token) }
      }
    }
    return tokens
  }

  static func depth(after sign: UInt8, _ depth: Int) -> Int {
    if "([{".utf8.contains(sign) { return depth + 1 }
    return ")]}".utf8.contains(sign) ? Swift.max(0, depth - 1) : depth
  }

  /// Nil for space and comments.
  private mutating func token(_ first: UInt8) -> Token? {
    if first == UInt8(ascii: "#") {
      while let byte = byte(), byte != UInt8(ascii: "\n") { index += 1 }
      return nil
    }
    if first <= 0x20 || first == UInt8(ascii: "\\") {
      // A backslash joins the next line to this one.
      index = Swift.min(bytes.endIndex, index + (first == UInt8(ascii: "\\") ? 2 : 1))
      return nil
    }
    if Self.isWord(first) { return wordOrString(first) }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return quoted(from: index) }
    index += 1
    return .sign(first)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isASCIIAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private mutating func wordOrString(_ first: UInt8) -> Token {
    let start = index
    let isNumber = (0x30...0x39).contains(first)
    while let byte = byte(), Self.isWord(byte) || (isNumber && byte == UInt8(ascii: ".")) { index += 1 }
    if let quote = byte(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), index - start <= 2, !isNumber {
      return quoted(from: start)
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    return isNumber ? .number(text) : .word(text)
  }

  private mutating func quoted(from start: Int) -> Token {
    guard let quote = byte() else { return .string("") }
    let isLong = byte(1) == quote && byte(2) == quote
    index += isLong ? 3 : 1
    while let byte = byte() {
      if byte == quote, !isLong || (self.byte(1) == quote && self.byte(2) == quote) { break }
      // A short string ends with its line, whether it has been closed or not.
      if byte == UInt8(ascii: "\n"), !isLong { return .string(String(decoding: bytes[start..<index], as: UTF8.self)) }
      index = Swift.min(bytes.endIndex, index + (byte == UInt8(ascii: "\\") ? 2 : 1))
    }
    index = Swift.min(bytes.endIndex, index + (isLong ? 3 : 1))
    return .string(String(decoding: bytes[start..<index], as: UTF8.self))
  }
}
