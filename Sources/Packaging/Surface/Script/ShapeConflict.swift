import Model

/// What a declaration says of a name against what the script plainly has there.
struct ShapeConflict {
  let name: String
  let declarations: [Declaration]
  let shape: ScriptShape

  /// Which of two kinds, the severity, and the rest of a sentence; nil where they go together, or nobody knows.
  var told: (kind: String, severity: Severity, message: String)? {
    let values = declarations.filter(\.isValue)
    return otherKind(values) ?? ignored(values)
  }

  private func otherKind(_ values: [Declaration]) -> (kind: String, severity: Severity, message: String)? {
    let kinds = Set(values.map(\.kind))
    guard let first = values.first, let consequence = consequence(kinds, first) else { return nil }
    return (
      "other-kind", .error,
      "declares \(name) as \(Self.words(first)), and the script has \(shape.words) there; \(consequence)"
    )
  }

  private func consequence(_ kinds: Set<Declaration.Kind>, _ first: Declaration) -> String? {
    switch shape {
    case .unknown, .native: return nil
    case .type: return kinds == [.function] ? "a call of it throws TypeError." : primitive(first)
    case .function(_, let isConstructible):
      if kinds == [.type], !isConstructible, !first.isAbstract { return "`new` throws TypeError." }
      return kinds == [.enumeration] ? "its members are undefined." : primitive(first)
    case .text, .number, .boolean, .object:
      if kinds == [.type] { return "`new` throws TypeError." }
      if kinds == [.function] { return "a call of it throws TypeError." }
      return shape == .object
        ? primitive(first) : kinds == [.enumeration] ? "its members are undefined." : primitive(first)
    }
  }

  /// `const limit: number`, where the script has something that is none.
  private func primitive(_ item: Declaration) -> String? {
    let expected: ScriptShape? =
      switch item.signature {
      case ": string": .text
      case ": number": .number
      case ": boolean": .boolean
      default: nil
      }
    guard item.kind == .constant, let expected, expected != shape else { return nil }
    return "what the type promises isn't there."
  }

  /// A script takes any number of arguments, but looks at no more than it names.
  private func ignored(_ values: [Declaration]) -> (kind: String, severity: Severity, message: String)? {
    let functions = values.filter { $0.kind == .function }
    guard case .function(let taken?, _) = shape, functions.count == values.count,
      let least = functions.compactMap(\.parameters).min(), functions.allSatisfy({ $0.parameters != nil }),
      least > taken
    else { return nil }
    let signature = functions.first?.signature ?? ""
    return (
      "argument-ignored", .warning,
      "declares \(name)\(signature), and the script's function takes \(counted(taken, "parameter")): "
        + "what is passed behind them is ignored."
    )
  }

  private static func words(_ item: Declaration) -> String {
    switch item.kind {
    case .function: "a function"
    case .type: "a class"
    case .enumeration: "an enumeration"
    default: "a constant\(item.signature ?? "")"
    }
  }
}

extension ScriptShape {
  fileprivate var words: String {
    switch self {
    case .function(_, let isConstructible): isConstructible ? "a function" : "a function that constructs nothing"
    case .type: "a class"
    case .text: "a string"
    case .number: "a number"
    case .boolean: "a boolean"
    case .object: "an object"
    case .unknown, .native: "something"
    }
  }
}
