import Model

/// What abidiff found to be otherwise between two C libraries, as changes of the comparison: one for each function, variable
/// and type. What is added or gone is the symbols' to tell.
package struct LayoutComparison: Sendable {
  private let report: LayoutReport
  /// Of the old release; nil where no header was given.
  private let headers: PublicHeaders?

  package init(_ report: LayoutReport, headers: PublicHeaders?) { (self.report, self.headers) = (report, headers) }

  /// What symbols and headers say of a function isn't said again. Where they say that it is called otherwise, and it isn't by
  /// what the compiler wrote down, it is worth a look only: a header can say the same in other words.
  package func extend(_ comparison: inout Comparison) {
    let found =
      report.types.compactMap(type) + report.functions.compactMap(function) + report.variables.compactMap(variable)
    let names = Set(found.compactMap { $0.facts["name"]?.string })
    var known: [String: Change.Weight] = [:]
    for index in comparison.changes.indices {
      guard let name = comparison.changes[index].facts["name"]?.string else { continue }
      if !names.contains(name), !report.isIncomplete { comparison.changes[index].relieve() }
      known[name] = max(comparison.changes[index].weight, known[name] ?? .information)
    }
    let fresh = found.filter { change in
      change.facts["name"]?.string.flatMap { known[$0] }.map { $0 < change.weight } ?? true
    }
    comparison.changes += bounded(fresh.filter { !Self.isUnseen($0) }) + Self.unseen(fresh.filter(Self.isUnseen))
  }

  private static let unseenKind = "undeclared-changed"
  private static func isUnseen(_ change: Change) -> Bool { change.kind == unseenKind }

  /// Together: a library may have hundreds of structs that are its own affair.
  private static func unseen(_ changes: [Change]) -> [Change] {
    guard !changes.isEmpty else { return [] }
    let names = changes.compactMap(\.member)
    return [
      Change(
        unseenKind, .information,
        "Otherwise inside, and nobody's but the library's: \(names.listed()). They are defined in no header, or in none of "
          + "those given, so users have pointers to them at most.",
        facts: ["names": names.value, "changes": changes.map(\.message).value])
    ]
  }

  /// Who sees a type: whoever has a header in which it is.
  private enum Reach {
    case everybody
    /// In a header, and no header was given.
    case perhaps
    /// It is only pointed to, and what is in it is the library's alone.
    case nobody
  }

  private func reach(of name: String, _ word: String, in file: String) -> Reach {
    if let headers, headers.types.contains(name) { return .everybody }
    let fileName = file.split(separator: "/").last.map(String.init) ?? file
    let isHeader = [".h", ".hh", ".hpp", ".hxx", ".inc"].contains { fileName.hasSuffix($0) }
    if let headers { return headers.files.contains(fileName) || file.hasPrefix("/usr/include/") ? .everybody : .nobody }
    // A constant is passed by its value, wherever its name stands.
    return isHeader || file.isEmpty || word == "enum" ? .perhaps : .nobody
  }
}

extension LayoutComparison {
  private func type(_ part: LayoutReport.Part) -> Change? {
    guard
      let title = part.text.firstMatch(
        of: /^'(struct|union|enum|class|typedef)? ?(.*?)(?: at ([^ ]+):\d+:\d+)?' changed:$/)
    else { return nil }
    // Something takes it as a value, and is told with what changed in it.
    if part.parts.contains(where: { $0.text.hasPrefix("details were reported") }) { return nil }
    let sentence = LayoutSentence(part.parts)
    let word = title.1.map(String.init) ?? "type", isEnum = word == "enum"
    let reach = reach(of: String(title.2), word, in: title.3.map(String.init) ?? "")
    let users = Self.users(part)
    let subject = "The \(word) \(title.2)"
    let facts: [String: Value] = [
      "type": .string(String(title.2)), "changes": sentence.clauses.value, "reached-by": users.value,
    ]
    guard reach != .nobody else { return Self.unseen(String(title.2), "\(subject): \(sentence.text).") }
    let weight = isEnum ? Self.weightOfEnum(sentence) : Self.weight(sentence, users)
    return Change(
      isEnum ? "enum-changed" : "layout-changed", reach == .perhaps ? min(weight, .warning) : weight,
      "\(subject): \(sentence.text); reached by \(Self.listed(users)). \(Self.consequence(weight, isEnum))"
        + (reach == .perhaps && weight > .information
          ? " Without --old-header it can't be told whether users see what is in it." : ""),
      facts: facts)
  }

  /// For `unseen`, which tells of all of them.
  private static func unseen(_ name: String, _ message: String) -> Change {
    Change(unseenKind, .information, message, member: name)
  }

  /// Whoever makes one of its own makes it too small; what only the library makes may grow at its end.
  private static func weight(_ sentence: LayoutSentence, _ users: [String]) -> Change.Weight {
    if sentence.breaks { return .error }
    let isTaken = users.contains { $0.contains(/\(.+\)/) || !$0.contains("(") }
    return sentence.grows && isTaken ? .error : .warning
  }

  private static func weightOfEnum(_ sentence: LayoutSentence) -> Change.Weight {
    sentence.breaks ? .error : sentence.isReread || sentence.grows ? .warning : .information
  }

  private static func consequence(_ weight: Change.Weight, _ isEnum: Bool) -> String {
    switch (weight, isEnum) {
    case (.information, _): "Programs that were compiled before don't know the new ones, and mean the same by the old."
    case (.error, true): "A program that was compiled before means another one by its number."
    case (_, true): "A program that counts them by it counts the old ones."
    case (.error, false): "A program that was compiled before makes it, or reads it, as it was."
    case (_, false): "A program that was compiled before takes it for what it was."
    }
  }

  /// The functions and variables that lead to it.
  private static func users(_ part: LayoutReport.Part) -> [String] {
    let list = part.parts.first {
      $0.text.hasSuffix("impacted interfaces:") || $0.text.hasSuffix("impacted interface:")
    }
    return (list?.parts ?? []).map { $0.text.replacing(/^function[ ]/, with: "") }
  }

  private static func listed(_ users: [String]) -> String {
    guard users.count > 3 else { return users.isEmpty ? "nothing that is exported" : users.joined(separator: ", ") }
    return users.prefix(2).joined(separator: ", ") + " and \(users.count - 2) others"
  }
}

extension LayoutComparison {
  private func function(_ part: LayoutReport.Part) -> Change? {
    guard
      let title = part.text.firstMatch(of: /^\[C\] 'function (.*?)'(?: at [^ ]+:\d+:\d+)? has some sub-type changes:$/)
    else { return nil }
    let declaration = String(title.1)
    let name = declaration.firstMatch(of: /([A-Za-z_][A-Za-z_0-9:~]*)\(/).map { String($0.1) } ?? declaration
    let sentence = LayoutSentence(part.parts)
    let told = "The function \(declaration): \(sentence.text)."
    guard isDeclared(name) else { return Self.unseen(name, told) }
    let weight: Change.Weight = sentence.breaks || sentence.grows ? .error : .warning
    return Change(
      "call-changed", weight,
      told
        + (weight == .error
          ? " A program that was compiled before calls it as it was."
          : " A program that was compiled before passes the same bytes, and they are taken for something else."),
      facts: ["name": .string(name), "changes": sentence.clauses.value])
  }

  /// Some are exported for want of a visibility, and declared to nobody.
  private func isDeclared(_ name: String) -> Bool { headers.map { $0.words.contains(name) } ?? true }

  private func variable(_ part: LayoutReport.Part) -> Change? {
    guard let title = part.text.firstMatch(of: /^\[C\] '(.*?)' was changed(?: to '(.*?)')?(?: at [^ ]+:\d+:\d+)?:$/)
    else { return nil }
    let declaration = String(title.1)
    let name = declaration.firstMatch(of: /([A-Za-z_][A-Za-z_0-9:]*)(\[.*)?$/).map { String($0.1) } ?? declaration
    let sentence = LayoutSentence(part.parts)
    let told = "The variable \(declaration)\(title.2.map { " is now \($0)" } ?? ""): \(sentence.text)."
    guard isDeclared(name) else { return Self.unseen(name, told) }
    return Change(
      "variable-changed", sentence.breaks || sentence.grows ? .error : .warning,
      "\(told) A program that was compiled before has it in its memory, or reads it, as it was.",
      facts: ["name": .string(name), "changes": sentence.clauses.value])
  }
}

extension Change {
  /// Of what a header says of a function, with what abidiff finds.
  fileprivate mutating func relieve() {
    guard kind == "signature-changed", weight == .error, member?.hasSuffix("header") == true else { return }
    weight = .warning
    message += " By the debugging information both take and return the same."
  }
}
