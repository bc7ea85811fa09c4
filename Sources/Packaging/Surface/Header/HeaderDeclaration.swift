/// Gathers the tokens of one declaration at the file's top level, and tells the function that it declares.
struct HeaderDeclaration {
  typealias Token = HeaderTokens.Token

  private static let open = Token.sign(UInt8(ascii: "("))
  private static let close = Token.sign(UInt8(ascii: ")"))
  private static let openBrace = Token.sign(UInt8(ascii: "{"))
  private static let closeBrace = Token.sign(UInt8(ascii: "}"))
  /// No declaration is longer; the rest of one that is can't be told.
  private static let mostTokens = 4096

  private var tokens: [Token] = []
  private var parentheses = 0
  private var braces = 0
  /// What the brace that is open began: a function's body ends the declaration, a struct's doesn't.
  private var isBody = false

  /// Returns the declaration that ends with the token.
  mutating func take(_ token: Token) -> [Token]? {
    if braces > 0 { return takeInBraces(token) }
    switch token {
    case Self.openBrace where parentheses == 0:
      // `extern "C" {` holds declarations of its own.
      if tokens == [.word("extern"), .string] {
        tokens = []
      } else {
        (braces, isBody) = (1, Self.endsInParameters(tokens))
      }
      return nil
    case Self.closeBrace where parentheses == 0:
      tokens = []
      return nil
    case Token.sign(UInt8(ascii: ";")) where parentheses == 0: return end()
    case Self.open: parentheses += 1
    case Self.close: parentheses = max(0, parentheses - 1)
    default: break
    }
    if tokens.count < Self.mostTokens { tokens.append(token) }
    return nil
  }

  private mutating func takeInBraces(_ token: Token) -> [Token]? {
    if token == Self.openBrace { braces += 1 }
    if token == Self.closeBrace { braces -= 1 }
    if braces == 0, isBody { tokens = [] }
    return nil
  }

  private mutating func end() -> [Token]? {
    defer { tokens = [] }
    return tokens.count < Self.mostTokens ? tokens : nil
  }

  /// `int f(void)`, also with attributes behind it; not `struct packed(1) s`.
  private static func endsInParameters(_ tokens: [Token]) -> Bool {
    guard let close = tokens.lastIndex(of: close) else { return false }
    let isAggregate = tokens[...].prefix(2).contains { [.word("struct"), .word("union"), .word("enum")].contains($0) }
    return !isAggregate || close == tokens.count - 1
  }
}

extension HeaderDeclaration {
  /// Words that are followed by parentheses and name no function: ISO C17 6.4.1, and GCC's extensions.
  private static let keywords: Set<String> = [
    "__attribute__", "__attribute", "__declspec", "__asm__", "asm", "__asm", "_Alignas", "__typeof__", "typeof",
    "sizeof", "_Static_assert", "static_assert", "_Atomic", "void", "char", "short", "int", "long", "float", "double",
    "signed", "unsigned", "const", "volatile", "struct", "union", "enum", "_Bool", "bool", "__nonnull", "_Pragma",
    "__pragma", "extern", "return", "_Generic", "_BitInt",
  ]
  /// Nobody else can call a function of these.
  private static let inner: Set<String> = ["typedef", "static", "inline", "__inline", "__inline__", "_Static_assert"]

  /// The function of a declaration that can declare only this one; nil for everything else.
  static func function(_ tokens: [Token]) -> (name: String, signature: String)? {
    let parts = flattened(tokens)
    for part in parts {
      if case .word(let word) = part.token, inner.contains(word) { return nil }
      if [.sign(UInt8(ascii: "=")), .sign(UInt8(ascii: ",")), .sign(UInt8(ascii: "{"))].contains(part.token) {
        return nil
      }
    }
    let candidates = parts.indices.filter { isCandidate($0, parts) }
    // Something has to stand before the name: a type, or a macro for one.
    guard candidates.count == 1, let index = candidates.first, index > 0, case .word(let name) = parts[index].token
    else { return nil }
    // A function that returns a pointer to a function, or an array's declarator, has more behind its parameters.
    if index + 2 < parts.count, parts[index + 2].token == open { return nil }
    let parameters = tokens[parts[index + 1].place].map(\.text).joined(separator: " ")
    return (name, "(" + compact(parameters) + ")")
  }

  private static func isCandidate(_ index: Int, _ parts: [Part]) -> Bool {
    guard case .word(let word) = parts[index].token, !keywords.contains(word), index + 1 < parts.count else {
      return false
    }
    return parts[index + 1].token == open
  }

  /// A token outside parentheses; for `(` the place of all that is between it and its end.
  private struct Part {
    var token: Token
    var place: Range<Int>
  }

  private static func flattened(_ tokens: [Token]) -> [Part] {
    var parts: [Part] = []
    var depth = 0
    for (index, token) in tokens.enumerated() {
      if token == close { depth = max(0, depth - 1) }
      if depth == 0, token == close {
        if let last = parts.indices.last, parts[last].token == open {
          parts[last].place = parts[last].place.lowerBound..<index
        }
      } else if depth == 0 {
        parts.append(Part(token: token, place: (index + 1)..<(index + 1)))
      }
      if token == open { depth += 1 }
    }
    return withoutAttributes(parts)
  }

  /// `__attribute__ ((…))` and its like, each with its parentheses.
  private static func withoutAttributes(_ parts: [Part]) -> [Part] {
    var result: [Part] = []
    var skips = false
    for part in parts {
      if skips, part.token == open {
        skips = false
        continue
      }
      skips = false
      if case .word(let word) = part.token,
        word.hasPrefix("__attribute") || word == "__declspec" || word.hasSuffix("asm__")
      {
        skips = true
        continue
      }
      result.append(part)
    }
    return result
  }

  /// Spaces as people write them.
  private static func compact(_ text: String) -> String {
    var result = text
    for (from, to) in [
      ("( ", "("), (" )", ")"), (" ,", ","), ("* ", "*"), (" (", "("), (" [", "["), ("[ ", "["), (" ]", "]"),
    ] {
      result = result.replacing(from, with: to)
    }
    return result.count > 400 ? String(result.prefix(400)) + "…" : result
  }
}

extension HeaderTokens.Token {
  fileprivate var text: String {
    switch self {
    case .word(let word), .number(let word): word
    case .string: "\"\""
    case .sign(let sign): String(UnicodeScalar(sign))
    case .directive: ""
    }
  }
}
