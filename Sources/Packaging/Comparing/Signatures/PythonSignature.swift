import Model

/// A signature as `inspect.signature` and stubs write it: The Python Language Reference, 8.7 "Function definitions".
struct PythonSignature {
  enum Kind { case positionalOnly, either, keywordOnly, rest, keywords }
  struct Parameter {
    var name: String
    var kind: Kind
    var annotation: String?
    var value: String?
    var isRequired: Bool { value == nil && kind != .rest && kind != .keywords }
  }

  private(set) var parameters: [Parameter] = []
  private(set) var result: String

  /// Nil where the text is no parameter list.
  init?(_ text: String) {
    guard let list = ParameterList(text) else { return nil }
    result = list.rest.trimmed
    var kind = Kind.either
    for part in list.parts {
      switch part {
      case "/":
        for index in parameters.indices where parameters[index].kind == .either {
          parameters[index].kind = .positionalOnly
        }
      case "*": kind = .keywordOnly
      default:
        let parameter = Self.parameter(part, kind)
        if parameter.kind == .rest { kind = .keywordOnly }
        parameters.append(parameter)
      }
    }
    if let first = parameters.first?.name, ["self", "cls", "$self", "$module", "$type"].contains(first) {
      parameters.removeFirst()
    }
  }

  private static func parameter(_ text: String, _ kind: Kind) -> Parameter {
    var name = text.prefix { $0 != ":" && $0 != "=" }
    var kind = kind
    if name.hasPrefix("**") {
      (name, kind) = (name.dropFirst(2), .keywords)
    } else if name.hasPrefix("*") {
      (name, kind) = (name.dropFirst(), .rest)
    } else if name.hasPrefix("__"), !name.trimmed.hasSuffix("__"), kind == .either {
      // PEP 484's way to say positional-only.
      kind = .positionalOnly
    }
    let behind = text[name.endIndex...]
    let value = behind.topLevelIndex(of: "=").map { String(behind[behind.index(after: $0)...]).trimmed }
    let annotation =
      behind.first == ":" ? behind.dropFirst().prefix(upTo: behind.topLevelIndex(of: "=") ?? behind.endIndex) : nil
    return Parameter(name: name.trimmed, kind: kind, annotation: annotation.map { $0.trimmed }, value: value)
  }
}

extension StringProtocol {
  var trimmed: String {
    String(String(drop { $0.isWhitespace }.reversed()).drop { $0.isWhitespace }.reversed())
  }
}

extension Substring {
  /// Outside brackets and quotes, and no part of `==`.
  fileprivate func topLevelIndex(of sign: Character) -> Index? {
    var depth = 0
    var quote: Character?
    for index in indices {
      let character = self[index]
      if let mark = quote {
        if character == mark { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
      } else if character == sign, depth == 0 {
        return index
      }
    }
    return nil
  }
}

/// Every call that binds to the old parameters binds to the new ones.
struct PythonCalls {
  let old: PythonSignature
  let new: PythonSignature

  var breaks: [SignatureBreak] { positions + keywords + gathered + demanded + details }

  private static func positional(_ signature: PythonSignature) -> [PythonSignature.Parameter] {
    signature.parameters.filter { $0.kind == .positionalOnly || $0.kind == .either }
  }
  private static func named(_ signature: PythonSignature) -> [PythonSignature.Parameter] {
    signature.parameters.filter { $0.kind == .keywordOnly || $0.kind == .either }
  }
  private func has(_ signature: PythonSignature, _ kind: PythonSignature.Kind) -> Bool {
    signature.parameters.contains { $0.kind == kind }
  }

  /// What was given by its place.
  private var positions: [SignatureBreak] {
    let before = Self.positional(old), after = Self.positional(new)
    return before.enumerated().compactMap { index, parameter in
      guard index < after.count else {
        if has(new, .rest) { return nil }
        let isNamed = new.parameters.contains { $0.name == parameter.name }
        return isNamed
          ? .error("parameter-keyword-only", "\(parameter.name) can't be given by its place any more")
          : .error("parameter-removed", "\(parameter.name) is gone")
      }
      let other = after[index]
      guard other.name != parameter.name, parameter.kind == .either, other.kind == .either else { return nil }
      return after.contains { $0.name == parameter.name }
        ? .error("parameter-moved", "\(parameter.name) stands elsewhere")
        : .error("parameter-renamed", "\(parameter.name) is called \(other.name)")
    }
  }

  /// What was given by its name.
  private var keywords: [SignatureBreak] {
    guard !has(new, .keywords) else { return [] }
    let places = Self.positional(old).count > Self.positional(new).count
    return Self.named(old).compactMap { parameter in
      if Self.named(new).contains(where: { $0.name == parameter.name }) { return nil }
      if new.parameters.contains(where: { $0.name == parameter.name && $0.kind == .positionalOnly }) {
        return .error("parameter-positional-only", "\(parameter.name) can't be given by its name any more")
      }
      // Told already by its place.
      if parameter.kind == .either, !(places && has(new, .rest)) { return nil }
      return .error("parameter-removed", "\(parameter.name) is gone")
    }
  }

  private var gathered: [SignatureBreak] {
    [(PythonSignature.Kind.rest, "*"), (.keywords, "**")].compactMap { kind, stars in
      guard let parameter = old.parameters.first(where: { $0.kind == kind }), !has(new, kind) else { return nil }
      return .error("parameter-removed", "\(stars)\(parameter.name) is gone")
    }
  }

  private var demanded: [SignatureBreak] {
    new.parameters.filter(\.isRequired).compactMap { parameter in
      if let earlier = counterpart(of: parameter) {
        return earlier.isRequired ? nil : .error("parameter-required", "\(parameter.name) has to be given now")
      }
      return .error("parameter-required", "\(parameter.name) is new and has to be given")
    }
  }

  /// The one of its name, or the one at its place under another name.
  private func counterpart(of parameter: PythonSignature.Parameter) -> PythonSignature.Parameter? {
    if let same = old.parameters.first(where: { $0.name == parameter.name }) { return same }
    let before = Self.positional(old)
    guard let index = Self.positional(new).firstIndex(where: { $0.name == parameter.name }), index < before.count,
      !new.parameters.contains(where: { $0.name == before[index].name })
    else { return nil }
    return before[index]
  }

  /// What a call gets without asking, and what type checkers go by.
  private var details: [SignatureBreak] {
    let pairs = new.parameters.compactMap { parameter in
      old.parameters.first { $0.name == parameter.name }.map { ($0, parameter) }
    }
    let defaults = pairs.filter { old, new in
      guard let before = old.value, let after = new.value, before != "...", after != "..." else { return false }
      return before != after
    }
    let types =
      pairs.filter { old, new in
        guard let before = old.annotation, let after = new.annotation else { return false }
        return before != after
      }.map { $0.1.name }
      + (old.result != new.result && !old.result.isEmpty && !new.result.isEmpty ? ["the result"] : [])
    return defaults.map { old, new in
      SignatureBreak(
        kind: "default-changed", weight: .warning,
        reason: "\(new.name) is \(new.value ?? "") where it isn't given, and was \(old.value ?? "")")
    }
      + (types.isEmpty
        ? []
        : [
          SignatureBreak(
            kind: "types-changed", weight: .information, reason: "the declared type of \(types.listed()) is another one"
          )
        ])
  }
}
