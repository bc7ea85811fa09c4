import Model

/// A signature as a `.d.ts` writes it: `(text: string, limit?: number): Word[]`.
struct ScriptSignature {
  struct Parameter {
    var name: String
    var type: String
    var isOptional: Bool
    var isRest: Bool
  }
  private(set) var parameters: [Parameter] = []
  private(set) var result: String

  /// Nil where the text is no parameter list.
  init?(_ text: String) {
    guard let list = ParameterList(text) else { return nil }
    // What a class extends is no result.
    result = list.rest.trimmed.hasPrefix(":") ? list.rest.trimmed : ""
    for part in list.parts {
      let isRest = part.hasPrefix("...")
      let body = isRest ? part.dropFirst(3) : part[...]
      let name = body.prefix { $0 != ":" && $0 != "?" && $0 != "=" }.trimmed
      let behind = body.drop { $0 != ":" && $0 != "?" && $0 != "=" }
      let type = behind.drop { $0 != ":" }.dropFirst().trimmed
      // TypeScript's `this` is no argument.
      if name == "this" { continue }
      let isOptional = behind.first == "?" || behind.first == "="
      parameters.append(Parameter(name: name, type: type, isOptional: isOptional, isRest: isRest))
    }
  }
}

/// Arguments are told apart by their place alone; their types as far as they can be taken apart.
struct ScriptCalls {
  let old: ScriptSignature
  let new: ScriptSignature
  var context = ScriptContext.none

  var breaks: [SignatureBreak] { removed + demanded + types }

  private var removed: [SignatureBreak] {
    guard !new.parameters.contains(where: \.isRest) else { return [] }
    return old.parameters.dropFirst(new.parameters.count).map { .error("parameter-removed", "\($0.name) is gone") }
  }

  private var demanded: [SignatureBreak] {
    new.parameters.enumerated().compactMap { index, parameter in
      guard !parameter.isOptional, !parameter.isRest else { return nil }
      guard index < old.parameters.count else {
        return .error("parameter-required", "\(parameter.name) is new and has to be given")
      }
      return old.parameters[index].isOptional
        ? .error("parameter-required", "\(parameter.name) has to be given now") : nil
    }
  }

  private var types: [SignatureBreak] {
    let changed =
      zip(old.parameters, new.parameters).filter { !context.takes($1.type, $0.type) }.map { $0.1.name }
      + (context.gives(Self.bare(new.result), Self.bare(old.result)) ? [] : ["the result"])
    guard !changed.isEmpty else { return [] }
    return [
      SignatureBreak(
        kind: "types-changed", weight: .warning,
        reason: "the type of \(changed.listed()) is another one, which code that is checked may not fit")
    ]
  }

  private static func bare(_ result: String) -> String { result.hasPrefix(":") ? String(result.dropFirst()) : result }
}

/// What isn't called: `: number` of a constant, `?: string` of a property, ` = 1` of an enumeration's member.
struct ScriptTypes {
  let old: String
  let new: String
  var context = ScriptContext.none
  var way = ScriptContext.Way.both

  var breaks: [SignatureBreak] {
    // A constructor may come from what the class extends.
    if old.hasPrefix(" extends") || new.hasPrefix(" extends") { return [] }
    if let value = Double(old.dropFirst(3)), Double(new.dropFirst(3)).map({ $0 != value }) ?? false {
      return [warning("value-changed", "code that was compiled with the old one goes on with it")]
    }
    if old.hasPrefix("?"), !new.hasPrefix("?"), way != .given {
      return [warning("property-required", "code that makes one without it isn't compiled any more")]
    }
    if new.hasPrefix("?"), !old.hasPrefix("?"), way != .taken {
      return [warning("property-optional", "code that is checked has to go without it")]
    }
    return fits ? [] : [warning("types-changed", "code that is checked may not fit")]
  }

  private var fits: Bool {
    guard let before = Self.bare(old), let after = Self.bare(new) else { return false }
    return (way == .given || context.takes(after, before)) && (way == .taken || context.gives(after, before))
  }

  /// The type of `: T`, `?: T` and ` = T`; of `?(a: A): B` it is what it is of `: (a: A) => B`.
  private static func bare(_ text: String) -> String? {
    let text = text.hasPrefix("?") ? text.dropFirst() : text[...]
    if text.hasPrefix("("), let list = ParameterList(String(text)) {
      let result = list.rest.trimmed.hasPrefix(":") ? list.rest.trimmed.dropFirst().trimmed : "any"
      return "(\(list.parts.joined(separator: ", "))) => \(result)"
    }
    return text.hasPrefix(":") ? String(text.dropFirst()) : text.hasPrefix(" = ") ? String(text.dropFirst(3)) : nil
  }

  private func warning(_ kind: String, _ reason: String) -> SignatureBreak {
    SignatureBreak(kind: kind, weight: .warning, reason: reason)
  }
}
