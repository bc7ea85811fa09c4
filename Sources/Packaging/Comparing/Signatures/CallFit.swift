import Model

/// Something about a signature that a call which fitted the old one may break on.
struct SignatureBreak: Equatable {
  var kind: String
  var weight: Change.Weight
  /// Part of a sentence: `limit is gone`.
  var reason: String

  static func error(_ kind: String, _ reason: String) -> SignatureBreak {
    SignatureBreak(kind: kind, weight: .error, reason: reason)
  }
}

/// Whether every call that fits one signature fits another, as far as the declaring language tells.
struct CallFit {
  enum Dialect {
    case python, script, c
    /// Only the same will do: a function of a wasm module.
    case exact
  }
  let dialect: Dialect
  let old: String
  let new: String
  /// Of `script`: the types that are named, and which way those go that aren't called.
  private var context = ScriptContext.none
  private var way = ScriptContext.Way.both

  init(_ dialect: Dialect, _ old: String, _ new: String) { (self.dialect, self.old, self.new) = (dialect, old, new) }

  init(script old: String, _ new: String, _ context: ScriptContext, _ way: ScriptContext.Way) {
    self.init(.script, old, new)
    (self.context, self.way) = (context, way)
  }

  /// Empty where it fits; one of the kind `signature-changed` where the text is no signature that can be told apart.
  var breaks: [SignatureBreak] {
    guard old != new else { return [] }
    switch dialect {
    case .python:
      guard let old = PythonSignature(old), let new = PythonSignature(new) else { return [other(.warning)] }
      return PythonCalls(old: old, new: new).breaks
    // What users write themselves is called by the package.
    case .script where !isCall(old) || !isCall(new) || way == .taken:
      return ScriptTypes(old: old, new: new, context: context, way: way).breaks
    case .script:
      guard let old = ScriptSignature(old), let new = ScriptSignature(new) else { return [other(.warning)] }
      return ScriptCalls(old: old, new: new, context: context).breaks
    case .c:
      guard let old = CSignature(old), let new = CSignature(new) else { return [other(.warning)] }
      return old == new ? [] : [other(.error)]
    case .exact: return [other(.error)]
    }
  }

  private func isCall(_ text: String) -> Bool { text.hasPrefix("(") || text.hasPrefix("<") }

  private func other(_ weight: Change.Weight) -> SignatureBreak {
    SignatureBreak(kind: "signature-changed", weight: weight, reason: "a caller of the old one passes something else")
  }
}

/// A parameter list cut at the commas that are not in brackets or quotes.
struct ParameterList {
  /// Longer ones are told as they are.
  private static let longest = 20_000
  /// What stands between the first parentheses, part by part, without spaces around.
  private(set) var parts: [String] = []
  /// What stands behind them.
  private(set) var rest = ""

  /// Nil where there are no parentheses that close.
  init?(_ text: String) {
    guard text.utf8.count <= Self.longest, let open = text.firstIndex(of: "(") else { return nil }
    var depth = 0
    var quote: Character?
    var part = ""
    // Of `<` less those of `>`, in `part`.
    var angles = 0
    var before: Character = " "
    var index = open
    while index < text.endIndex {
      let character = text[index]
      index = text.index(after: index)
      defer { before = character }
      // `=>` and `->` close nothing, and `<=` opens nothing.
      if character == "<" {
        angles += 1
      } else if character == ">", before != "=", before != "-" {
        angles -= 1
      } else if character == "=", before == "<" {
        angles -= 1
      }
      if let mark = quote {
        if character == mark { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
        if depth == 1 { continue }
      } else if ")]}".contains(character) {
        depth -= 1
        if depth == 0 {
          add(part)
          rest = String(text[index...])
          return
        }
      } else if character == ",", depth == 1, angles <= 0 {
        // `Map<string` of a type with arguments goes on.
        add(part)
        (part, angles) = ("", 0)
        continue
      }
      part.append(character)
    }
    return nil
  }

  private mutating func add(_ part: String) {
    let text = part.drop { $0.isWhitespace }
    let trimmed = text.reversed().drop { $0.isWhitespace }.reversed()
    if !trimmed.isEmpty { parts.append(String(trimmed)) }
  }
}
