/// Reads the declarations of a `.pyi` line by line; what is inside functions is passed over.
struct StubReader {
  private typealias Token = PythonLines.Token

  private struct Block {
    enum Kind { case condition, function, type(Int) }
    var indent: Int
    var kind: Kind
  }

  /// Real code nests under 20 deep.
  private static let mostDepth = 64

  private var module: StubModule
  private var blocks: [Block] = []
  private var decorators: [String] = []

  static func read(_ bytes: [UInt8], path: String, name: String) -> StubModule {
    var reader = StubReader(module: StubModule(path: path, name: name))
    for line in PythonLines(bytes[...]) { reader.take(line) }
    return reader.module
  }

  private init(module: StubModule) { self.module = module }

  private mutating func take(_ line: PythonLines.Line) {
    for case .word(let word) in line.tokens { module.words.insert(word) }
    while let last = blocks.last, line.indent <= last.indent { blocks.removeLast() }
    if blocks.contains(where: { if case .function = $0.kind { true } else { false } }) { return }
    let tokens = line.tokens.first == .word("async") ? line.tokens.dropFirst() : line.tokens[...]
    if tokens.first == .sign(UInt8(ascii: "@")) { return decorators.append(Self.dotted(tokens.dropFirst())) }
    declare(tokens, line.indent)
    decorators = []
  }

  private mutating func declare(_ tokens: ArraySlice<PythonLines.Token>, _ indent: Int) {
    guard case .word(let word)? = tokens.first else { return }
    switch word {
    case "def": takeFunction(tokens.dropFirst(), indent)
    case "class": takeClass(tokens.dropFirst(), indent)
    case "if", "elif", "else", "try", "except", "finally", "with", "for", "while", "match", "case":
      open(Block(indent: indent, kind: .condition), tokens)
    case "from": takeImport(tokens)
    case "import": takeModules(tokens.dropFirst())
    case "__all__" where enclosing == nil: takeAll(tokens.dropFirst())
    case "type", "return", "raise", "pass", "del", "global", "assert": break
    default: takeVariable(word, tokens.dropFirst())
    }
  }

  /// A block whose body is on the same line has none below.
  private mutating func open(_ block: Block, _ tokens: ArraySlice<PythonLines.Token>) {
    if blocks.count < Self.mostDepth, tokens.last == .sign(UInt8(ascii: ":")) { blocks.append(block) }
  }

  private var isConditional: Bool { blocks.contains { if case .condition = $0.kind { true } else { false } } }

  private var enclosing: Int? {
    blocks.last { if case .type = $0.kind { true } else { false } }.flatMap {
      if case .type(let index) = $0.kind { index } else { nil }
    }
  }

  private mutating func takeFunction(_ tokens: ArraySlice<PythonLines.Token>, _ indent: Int) {
    guard case .word(let name)? = tokens.first else { return }
    let function = StubModule.Function(
      name: name, parameters: Self.parentheses(tokens.dropFirst()).flatMap { PythonParameters($0) },
      decorators: decorators, isConditional: isConditional)
    if let enclosing {
      module.classes[enclosing].methods.append(function)
    } else {
      module.functions.append(function)
      if name == "__getattr__" { module.isPartial = true }
    }
    open(Block(indent: indent, kind: .function), tokens)
  }

  private mutating func takeClass(_ tokens: ArraySlice<PythonLines.Token>, _ indent: Int) {
    guard case .word(let name)? = tokens.first else { return }
    let bases = Self.parentheses(tokens.dropFirst()).map(Self.bases) ?? []
    let outer = enclosing.map { module.classes[$0].name + "." } ?? ""
    module.classes.append(
      StubModule.Class(name: outer + name, bases: bases, decorators: decorators, isConditional: isConditional))
    open(Block(indent: indent, kind: .type(module.classes.count - 1)), tokens)
  }

  /// `from x import *`, `from .x import (a, b as c)`
  private mutating func takeImport(_ tokens: ArraySlice<PythonLines.Token>) {
    let source = tokens.dropFirst().prefix { $0 != .word("import") }
    let from = source.map(\.text).joined()
    if tokens.last == .sign(UInt8(ascii: "*")) { return module.starred.append(from) }
    guard enclosing == nil else { return }
    let brackets: [PythonLines.Token] = [.sign(UInt8(ascii: "(")), .sign(UInt8(ascii: ")"))]
    let list = tokens.dropFirst(source.count + 2).filter { !brackets.contains($0) }
    for piece in list.split(separator: .sign(UInt8(ascii: ","))) {
      guard case .word(let name)? = piece.first else { continue }
      add(name, of: from, piece)
    }
  }

  /// `import a.b as c, d`
  private mutating func takeModules(_ tokens: ArraySlice<PythonLines.Token>) {
    guard enclosing == nil else { return }
    for piece in tokens.split(separator: .sign(UInt8(ascii: ","))) {
      let source = piece.prefix { $0 != .word("as") }.map(\.text).joined()
      guard case .word(let first)? = piece.first else { continue }
      var local = first
      if piece.contains(.word("as")), case .word(let other)? = piece.last { local = other }
      module.imports.append(
        .init(
          local: local, name: "", source: source, isHandedOn: piece.contains(.word("as")) && local == source,
          isConditional: isConditional))
    }
  }

  private mutating func add(_ name: String, of source: String, _ piece: ArraySlice<PythonLines.Token>) {
    let rest = Array(piece.dropFirst())
    guard rest.count == 2, rest[0] == .word("as"), case .word(let local) = rest[1] else {
      module.imports.append(
        .init(local: name, name: name, source: source, isHandedOn: false, isConditional: isConditional))
      return
    }
    module.imports.append(
      .init(local: local, name: name, source: source, isHandedOn: local == name, isConditional: isConditional))
  }

  /// `= ["a", "b"]`, `+= ["c"]`; any other way of making one leaves it unknown.
  private mutating func takeAll(_ tokens: ArraySlice<PythonLines.Token>) {
    guard let equals = tokens.firstIndex(of: .sign(UInt8(ascii: "="))), !isConditional else { return module.all = nil }
    let isMore = tokens.first == .sign(UInt8(ascii: "+"))
    var names: [String] = isMore ? module.all ?? [] : []
    guard !isMore || module.all != nil else { return }
    for token in tokens[(equals + 1)...] {
      switch token {
      case .string(let text): names.append(String(text.dropFirst().dropLast()))
      case .sign(let sign) where "[](),".utf8.contains(sign): break
      default: return module.all = nil
      }
    }
    module.all = names
  }

  private static let typeVariables: Set<String> = ["TypeVar", "ParamSpec", "TypeVarTuple", "NewType"]

  private mutating func takeVariable(_ name: String, _ rest: ArraySlice<PythonLines.Token>) {
    guard case .sign(let sign)? = rest.first, sign == UInt8(ascii: ":") || sign == UInt8(ascii: "=") else { return }
    let isAnnotated = sign == UInt8(ascii: ":")
    let annotation = rest.dropFirst().prefix(64).prefix { $0 != .sign(UInt8(ascii: "=")) }.map(\.text).joined()
    let variable = StubModule.Variable(
      name: name, annotation: isAnnotated ? annotation : nil, isConditional: isConditional,
      isTypeVariable: rest.prefix(8).contains { Self.typeVariables.contains($0.text) })
    if let enclosing {
      module.classes[enclosing].variables.append(variable)
    } else {
      module.variables.append(variable)
    }
  }
}

extension StubReader {
  /// `typing.overload` of `@typing.overload`, and `deprecated` of `@deprecated("…")`.
  private static func dotted(_ tokens: ArraySlice<PythonLines.Token>) -> String {
    tokens.prefix { token in
      if case .word = token { true } else { token == .sign(UInt8(ascii: ".")) }
    }.map(\.text).joined()
  }

  /// What is between the first parentheses outside the brackets of PEP 695's type parameters.
  private static func parentheses(_ tokens: ArraySlice<PythonLines.Token>) -> ArraySlice<PythonLines.Token>? {
    var (depth, start) = (0, -1)
    for index in tokens.indices {
      guard case .sign(let sign) = tokens[index] else { continue }
      if depth == 0, sign == UInt8(ascii: ":") { return nil }
      if depth == 0, sign == UInt8(ascii: "("), start < 0 { start = index + 1 }
      depth = PythonLines.depth(after: sign, depth)
      if depth == 0, start >= 0, sign == UInt8(ascii: ")") { return tokens[start..<index] }
    }
    return nil
  }

  /// The names of a class's bases, without what is in brackets.
  private static func bases(_ tokens: ArraySlice<PythonLines.Token>) -> [String] {
    var bases: [String] = []
    var (depth, current) = (0, "")
    for token in tokens {
      if case .sign(let sign) = token {
        if depth == 0, sign == UInt8(ascii: ",") {
          bases.append(current)
          current = ""
          continue
        }
        depth = PythonLines.depth(after: sign, depth)
        if depth > 0 || ")]}".utf8.contains(sign) { continue }
      }
      if depth == 0 { current += token.text }
    }
    return (bases + [current]).filter { !$0.isEmpty }
  }
}

extension PythonLines.Token {
  var text: String {
    switch self {
    case .word(let text), .number(let text), .string(let text): text
    case .sign(let sign): String(UnicodeScalar(sign))
    }
  }
}
