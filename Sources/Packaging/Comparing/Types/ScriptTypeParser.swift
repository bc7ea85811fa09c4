/// Takes apart a type that `DeclarationText` wrote; what it doesn't know stays text up to where it ends.
struct ScriptTypeParser {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  /// Longer ones are text, and so is what is deeper.
  private static let longest = 20_000
  private static let mostDepth = 40

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func whole() -> ScriptType {
    guard bytes.count <= Self.longest else { return .other(String(decoding: bytes, as: UTF8.self)) }
    let type = type()
    skipBlanks()
    return index == bytes.count ? type : .other(String(decoding: bytes, as: UTF8.self))
  }

  private func peek(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.count ? bytes[index + ahead] : nil }

  private mutating func skipBlanks() { while peek() == 0x20 { index += 1 } }

  private mutating func take(_ sign: Character) -> Bool {
    skipBlanks()
    guard peek() == sign.asciiValue else { return false }
    index += 1
    return true
  }

  private func isNext(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  private func text(_ range: Range<Int>) -> String {
    String(String(decoding: bytes[range], as: UTF8.self).trimmed)
  }

  /// A type, and where it is of no known form its text.
  private mutating func type() -> ScriptType {
    skipBlanks()
    let start = index
    depth += 1
    defer { depth -= 1 }
    if depth < Self.mostDepth, let union = union(), isAtEnd() { return union }
    index = start
    skipToEnd()
    return .other(text(start..<index))
  }

  private mutating func isAtEnd() -> Bool {
    skipBlanks()
    return peek().map { ",;)]}>".utf8.contains($0) } ?? true
  }

  /// Up to the sign that ends a type, past brackets and quotes.
  private mutating func skipToEnd() {
    var open = 0
    while let byte = peek() {
      if byte == UInt8(ascii: "\"") {
        index += 1
        while let inner = peek(), inner != UInt8(ascii: "\"") { _ = inner; index += 1 }
      } else if isNext("=>") {
        index += 1
      } else if "([{<".utf8.contains(byte) {
        open += 1
      } else if ")]}>".utf8.contains(byte) {
        if open == 0 { return }
        open -= 1
      } else if open == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
        return
      }
      index += 1
    }
    index = min(index, bytes.count)
  }

  private mutating func union() -> ScriptType? {
    var types: [ScriptType] = []
    _ = take("|")
    repeat {
      guard let type = postfixed() else { return nil }
      skipBlanks()
      if peek() == UInt8(ascii: "&") { return nil }
      if case .union(let inner) = type { types += inner } else { types.append(type) }
    } while take("|")
    return types.count == 1 ? types[0] : .union(types)
  }

  private mutating func postfixed() -> ScriptType? {
    guard var type = primary() else { return nil }
    while peek() == UInt8(ascii: "["), peek(1) == UInt8(ascii: "]") {
      index += 2
      type = .named("Array", [type])
    }
    return type
  }

  private mutating func primary() -> ScriptType? {
    skipBlanks()
    switch peek() {
    case UInt8(ascii: "("): return parenthesis()
    case UInt8(ascii: "{"): return object()
    case UInt8(ascii: "["): return tuple()
    case UInt8(ascii: "\""): return .named(quoted(), [])
    case let byte? where CodeCursor.isWord(byte) || byte == UInt8(ascii: "-"): return named()
    default: return nil
    }
  }

  private mutating func quoted() -> String {
    let start = index
    index += 1
    while let byte = peek(), byte != UInt8(ascii: "\"") { _ = byte; index += 1 }
    index = min(index + 1, bytes.count)
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private static let operators: Set<String> = [
    "keyof", "typeof", "infer", "unique", "asserts", "new", "abstract", "import",
  ]

  private mutating func named() -> ScriptType? {
    let start = index
    while let byte = peek(), CodeCursor.isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
      index += 1
    }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    if Self.operators.contains(name) { return nil }
    if name == "readonly" {
      guard let type = postfixed() else { return nil }
      if case .named("Array", let arguments) = type { return .named("ReadonlyArray", arguments) }
      return type
    }
    guard peek() == UInt8(ascii: "<") else { return .named(name, []) }
    index += 1
    var arguments: [ScriptType] = []
    repeat { arguments.append(type()) } while take(",")
    return take(">") ? .named(name, arguments) : nil
  }

  private mutating func tuple() -> ScriptType? {
    index += 1
    if take("]") { return .tuple([]) }
    var types: [ScriptType] = []
    repeat {
      let element = type()
      // `name: T`, `T?` and `...T[]`
      if case .other = element { return nil }
      types.append(element)
    } while take(",")
    return take("]") ? .tuple(types) : nil
  }
}

extension ScriptTypeParser {
  /// `(a: A) => B`, or a type in parentheses.
  private mutating func parenthesis() -> ScriptType? {
    let start = index
    if let parameters = parameters() {
      skipBlanks()
      if isNext("=>") {
        index += 2
        return .function(.init(parameters: parameters, result: type()))
      }
    }
    index = start + 1
    let inner = type()
    return take(")") ? inner : nil
  }

  /// Nil where the list at `index` is none.
  private mutating func parameters() -> [ScriptType.Function.Parameter]? {
    guard take("(") else { return nil }
    if take(")") { return [] }
    var parameters: [ScriptType.Function.Parameter] = []
    repeat {
      skipBlanks()
      let isRest = isNext("...")
      if isRest { index += 3 }
      guard let name = parameterName() else { return nil }
      let isOptional = take("?")
      guard take(":") else { return nil }
      let type = type()
      if name != "this" { parameters.append(.init(type: type, isOptional: isOptional || isRest, isRest: isRest)) }
    } while take(",")
    return take(")") ? parameters : nil
  }

  /// Of a pattern, that there is one.
  private mutating func parameterName() -> String? {
    let start = index
    if peek() == UInt8(ascii: "{") || peek() == UInt8(ascii: "[") {
      index += 1
      skipInside()
      index = min(index + 1, bytes.count)
      return text(start..<index)
    }
    while let byte = peek(), CodeCursor.isWord(byte) { index += 1 }
    return index > start ? text(start..<index) : nil
  }

  private mutating func skipInside() {
    skipToEnd()
    while let byte = peek(), byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
      index += 1
      skipToEnd()
    }
  }

  private mutating func object() -> ScriptType? {
    index += 1
    var members: [ScriptType.Member] = []
    while !take("}") {
      guard let member = member() else { return nil }
      members.append(member)
      _ = take(";") || take(",")
      if index >= bytes.count { return nil }
    }
    return .object(members)
  }

  private mutating func member() -> ScriptType.Member? {
    skipBlanks()
    if isNext("readonly "), peek(9) != UInt8(ascii: ":") { index += 9 }
    skipBlanks()
    let name: String
    if peek() == UInt8(ascii: "\"") {
      name = String(quoted().dropFirst().dropLast())
    } else if peek() == UInt8(ascii: "[") {
      guard let index = indexSignature() else { return nil }
      name = index
    } else {
      guard let word = parameterName(), word.first != "{" else { return nil }
      name = word
    }
    let isOptional = take("?")
    if take(":") { return .init(name: name, isOptional: isOptional, type: type()) }
    guard peek() == UInt8(ascii: "("), let parameters = parameters() else { return nil }
    let result = take(":") ? type() : .named("any", [])
    return .init(name: name, isOptional: isOptional, type: .function(.init(parameters: parameters, result: result)))
  }

  /// `[string]` of `[key: string]`; nil of a mapped type.
  private mutating func indexSignature() -> String? {
    index += 1
    guard parameterName() != nil, take(":") else { return nil }
    let key = type()
    guard take("]"), case .named(let name, _) = key else { return nil }
    return "[\(name)]"
  }
}
