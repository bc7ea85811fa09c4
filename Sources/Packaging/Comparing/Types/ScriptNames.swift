import Model

/// What the types are that a release's declarations give names to.
struct ScriptNames: Sendable {
  struct Known: Sendable {
    var signature: String?
    /// Of an interface; nil of what isn't told by its members alone.
    var isShape: Bool
    var members: [Inspection.SurfaceItem] = []
  }

  private(set) var types: [String: Known] = [:]
  /// What stands behind a name: members, or an alias' own type.
  private(set) var behind: [String: ScriptType] = [:]

  init(_ items: [Inspection.SurfaceItem]) {
    let declared = items.filter { $0.evidence == "declaration" }
    for item in declared where item.kind == .type && types[item.name] == nil {
      types[item.name] = Known(signature: item.signature, isShape: item.isShape)
    }
    for item in declared where item.kind != .type && item.kind != .module {
      guard let dot = item.name.lastIndex(of: ".") else { continue }
      types[String(item.name[..<dot])]?.members.append(item)
    }
    behind = types.compactMapValues(Self.type)
  }

  /// Nil of classes, which private members tell apart, and of what isn't known whole.
  private static func type(_ known: Known) -> ScriptType? {
    if let signature = known.signature, signature.hasPrefix(" = ") { return ScriptType(String(signature.dropFirst(3))) }
    guard known.isShape, known.signature == nil, !known.members.isEmpty else { return nil }
    let names = known.members.map(\.name)
    // Overloads are several of one name.
    guard Set(names).count == names.count else { return nil }
    return .object(known.members.map { ScriptType.Member($0) })
  }
}

extension ScriptType.Member {
  init(_ item: Inspection.SurfaceItem) {
    let name = item.name.split(separator: ".").last.map(String.init) ?? item.name
    var text = item.signature ?? ": any"
    let isOptional = text.hasPrefix("?")
    if isOptional { text.removeFirst() }
    if text.hasPrefix(":") {
      self.init(name: name, isOptional: isOptional, type: ScriptType(String(text.dropFirst())))
    } else if let signature = ScriptSignature(text), !text.hasPrefix("<") {
      self.init(name: name, isOptional: isOptional, type: .function(signature.function))
    } else {
      self.init(name: name, isOptional: isOptional, type: .other(text))
    }
  }
}

extension ScriptSignature {
  var function: ScriptType.Function {
    ScriptType.Function(
      parameters: parameters.map {
        .init(type: ScriptType($0.type), isOptional: $0.isOptional || $0.isRest, isRest: $0.isRest)
      }, result: ScriptType(result.hasPrefix(":") ? String(result.dropFirst()) : "any"))
  }
}
