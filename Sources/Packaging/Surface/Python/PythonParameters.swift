/// A parameter of a Python function: Python's "Function definitions", 8.7.
struct PythonParameter: Equatable, Sendable {
  enum Kind: Sendable { case positionalOnly, positionalOrKeyword, variadic, keywordOnly, keywords }
  var name: String
  var kind: Kind
  var defaultValue: Default?

  enum Default: Equatable, Sendable {
    /// `None`, `True`, a number or a string, written in one way.
    case literal(String)
    /// `...`, or what only running it would tell.
    case unknown
  }

  var isOptional: Bool { defaultValue != nil || kind == .variadic || kind == .keywords }
  var takesPosition: Bool { kind == .positionalOnly || kind == .positionalOrKeyword }
  var takesKeyword: Bool { kind == .keywordOnly || kind == .positionalOrKeyword }
}

struct PythonParameters: Equatable, Sendable {
  private(set) var list: [PythonParameter] = []
  /// `$self`, `$module`, `$cls`: what Python binds itself.
  private(set) var isBound = false

  init(list: [PythonParameter]) { self.list = list }

  /// `($self, text, /, *, limit=None)`; nil where it is no list of parameters.
  init?(signature: String) {
    let lines = Array(PythonLines(Array(signature.utf8)[...]))
    guard lines.count == 1, let tokens = lines.first?.tokens, tokens.first == .sign(UInt8(ascii: "(")),
      tokens.last == .sign(UInt8(ascii: ")"))
    else { return nil }
    self.init(tokens.dropFirst().dropLast())
  }

  /// What is between the parentheses; nil where it is no list of parameters.
  init?(_ tokens: ArraySlice<PythonLines.Token>) {
    var isKeywordOnly = false
    for piece in Self.pieces(tokens) {
      switch piece.first {
      case .sign(UInt8(ascii: "*")): guard takeStarred(piece, &isKeywordOnly) else { return nil }
      case .sign(UInt8(ascii: "/")):
        guard piece.count == 1, !isKeywordOnly else { return nil }
        for index in list.indices { list[index].kind = .positionalOnly }
      case .sign(UInt8(ascii: "$")):
        guard list.isEmpty else { return nil }
        isBound = true
      case .word(let name):
        let kind: PythonParameter.Kind = isKeywordOnly ? .keywordOnly : kind(of: name)
        list.append(PythonParameter(name: name, kind: kind, defaultValue: Self.defaultValue(piece)))
      default: return nil
      }
    }
  }

  /// PEP 484: what begins with two underscores is by position only, where nothing before it isn't.
  private func kind(of name: String) -> PythonParameter.Kind {
    let isHidden = name.hasPrefix("__") && !name.hasSuffix("__")
    return isHidden && list.allSatisfy { $0.kind == .positionalOnly || $0.name == "self" || $0.name == "cls" }
      ? .positionalOnly : .positionalOrKeyword
  }

  private mutating func takeStarred(_ piece: ArraySlice<PythonLines.Token>, _ isKeywordOnly: inout Bool) -> Bool {
    let isDouble = piece.dropFirst().first == .sign(UInt8(ascii: "*"))
    defer { isKeywordOnly = true }
    if piece.count == 1 { return true }
    guard case .word(let name)? = piece.dropFirst(isDouble ? 2 : 1).first else { return false }
    list.append(PythonParameter(name: name, kind: isDouble ? .keywords : .variadic))
    return true
  }

  private static func pieces(_ tokens: ArraySlice<PythonLines.Token>) -> [ArraySlice<PythonLines.Token>] {
    var pieces: [ArraySlice<PythonLines.Token>] = []
    var (depth, start) = (0, tokens.startIndex)
    for index in tokens.indices {
      guard case .sign(let sign) = tokens[index] else { continue }
      if sign == UInt8(ascii: ","), depth == 0 {
        pieces.append(tokens[start..<index])
        start = index + 1
      }
      depth = PythonLines.depth(after: sign, depth)
    }
    if start < tokens.endIndex { pieces.append(tokens[start...]) }
    return pieces
  }

  private static func defaultValue(_ piece: ArraySlice<PythonLines.Token>) -> PythonParameter.Default? {
    var depth = 0
    for index in piece.indices {
      guard case .sign(let sign) = piece[index] else { continue }
      if sign == UInt8(ascii: "="), depth == 0 { return PythonParameter.Default(piece[(index + 1)...]) }
      depth = PythonLines.depth(after: sign, depth)
    }
    return nil
  }

  /// Without the first, which a method gets from Python.
  var withoutFirst: PythonParameters {
    var rest = self
    if !rest.list.isEmpty, rest.list[0].takesPosition { rest.list.removeFirst() }
    return rest
  }
}

extension PythonParameter.Default {
  fileprivate init(_ tokens: ArraySlice<PythonLines.Token>) {
    let isNegative = tokens.first == .sign(UInt8(ascii: "-"))
    let rest = isNegative ? tokens.dropFirst() : tokens
    guard rest.count == 1, let token = rest.first else {
      self = .unknown
      return
    }
    switch token {
    case .word(let word) where ["None", "True", "False"].contains(word) && !isNegative: self = .literal(word)
    case .number(let digits): self = Self.number(digits, isNegative)
    case .string(let text) where !isNegative: self = Self.string(text)
    default: self = .unknown
    }
  }

  private static func number(_ digits: String, _ isNegative: Bool) -> Self {
    let sign = isNegative ? "-" : ""
    let plain = digits.replacing("_", with: "")
    if let value = Int(plain) { return .literal("\(sign)\(value)") }
    return Double(plain).map { .literal("\(sign)\($0)") } ?? .unknown
  }

  /// One with an escape or a prefix but `b` may be written in many ways.
  private static func string(_ text: String) -> Self {
    let isBytes = text.hasPrefix("b") || text.hasPrefix("B")
    let quoted = isBytes ? text.dropFirst() : text[...]
    guard let quote = quoted.first, quote == "\"" || quote == "'", quoted.count >= 2, quoted.last == quote,
      !quoted.contains("\\"), !quoted.hasPrefix("\"\"\""), !quoted.hasPrefix("'''")
    else { return .unknown }
    return .literal("\(isBytes ? "b" : "")'\(quoted.dropFirst().dropLast())'")
  }
}

extension PythonParameters {
  /// `(text, /, *, limit=None)`
  var description: String {
    var words: [String] = []
    for (index, parameter) in list.enumerated() {
      if parameter.kind == .keywordOnly,
        !list[..<index].contains(where: { $0.kind == .variadic || $0.kind == .keywordOnly })
      {
        words.append("*")
      }
      words.append(parameter.description)
      let next = list.indices.contains(index + 1) ? list[index + 1].kind : nil
      if parameter.kind == .positionalOnly, next != .positionalOnly { words.append("/") }
    }
    return "(\(words.joined(separator: ", ")))"
  }
}

extension PythonParameter {
  fileprivate var description: String {
    let stars = kind == .variadic ? "*" : kind == .keywords ? "**" : ""
    switch defaultValue {
    case nil: return stars + name
    case .literal(let text): return "\(name)=\(text)"
    case .unknown: return "\(name)=..."
    }
  }
}
