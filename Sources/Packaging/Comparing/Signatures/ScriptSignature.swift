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

/// Arguments are told apart by their place alone; whether one type takes what another took is TypeScript's own question.
struct ScriptCalls {
  let old: ScriptSignature
  let new: ScriptSignature

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
      zip(old.parameters, new.parameters).filter { !ScriptTypes.takes($1.type, $0.type) }.map { $0.1.name }
      + (ScriptTypes.takes(old.result, new.result) ? [] : ["the result"])
    guard !changed.isEmpty else { return [] }
    return [
      SignatureBreak(
        kind: "types-changed", weight: .warning,
        reason: "the type of \(changed.listed()) is another one, which code that is checked may not fit")
    ]
  }
}

/// What isn't called: `: number` of a constant, `?: string` of a property, ` = 1` of an enumeration's member.
struct ScriptTypes {
  let old: String
  let new: String

  var breaks: [SignatureBreak] {
    // A constructor may come from what the class extends.
    if old.hasPrefix(" extends") || new.hasPrefix(" extends") { return [] }
    if let value = Double(old.dropFirst(3)), Double(new.dropFirst(3)).map({ $0 != value }) ?? false {
      return [warning("value-changed", "code that was compiled with the old one goes on with it")]
    }
    if old.hasPrefix("?:"), new.hasPrefix(":") {
      return [warning("property-required", "code that makes one without it isn't compiled any more")]
    }
    return [warning("types-changed", "code that is checked may not fit")]
  }

  private func warning(_ kind: String, _ reason: String) -> SignatureBreak {
    SignatureBreak(kind: kind, weight: .warning, reason: reason)
  }

  /// Whether everything that is of one type is of the other, as far as the texts of unions tell.
  static func takes(_ wide: String, _ narrow: String) -> Bool {
    if wide == narrow || ["any", "unknown", ": any", ": unknown"].contains(wide) { return true }
    let members = { (type: String) in Set(parts(type.hasPrefix(":") ? String(type.dropFirst()) : type)) }
    return members(wide).isSuperset(of: members(narrow))
  }

  /// The members of a union that are in no brackets.
  private static func parts(_ type: String) -> [String] {
    var (parts, part, depth) = ([String](), "", 0)
    var last: Character = " "
    for character in type {
      if "([{<".contains(character) { depth += 1 }
      if ")]}".contains(character) || (character == ">" && last != "=") { depth -= 1 }
      // What an arrow gives back may be a union, too.
      if character == ">", last == "=", depth == 0 { return [type.trimmed] }
      if character == "|", depth == 0 {
        parts.append(part.trimmed)
        part = ""
      } else {
        part.append(character)
      }
      last = character
    }
    return parts + [part.trimmed]
  }
}
