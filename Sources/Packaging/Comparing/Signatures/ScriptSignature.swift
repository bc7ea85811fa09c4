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
    result = list.rest.trimmed
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
      zip(old.parameters, new.parameters).filter { $0.type != $1.type }.map { $0.1.name }
      + (old.result != new.result ? ["the result"] : [])
    guard !changed.isEmpty else { return [] }
    return [
      SignatureBreak(
        kind: "types-changed", weight: .warning,
        reason: "the type of \(changed.listed()) is another one, which code that is checked may not fit")
    ]
  }
}
