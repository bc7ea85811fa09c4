/// What has changed in a type, in figures, as words and as what it means to a program that was compiled before.
struct LayoutSentence {
  private(set) var clauses: [String] = []
  /// A member or a parameter isn't where it was, or not what it was.
  private(set) var breaks = false
  /// The type is larger, and all that was in it stays where it was.
  private(set) var grows = false
  /// The same bytes are called otherwise, or taken for otherwise.
  private(set) var isReread = false

  /// The member that was told of last, about which a line with `and` in front goes on.
  private var last = ""

  /// Constants, with the value that each had.
  private var renumbered: [(name: String, before: Int)] = []

  init(_ parts: [LayoutReport.Part]) {
    for part in parts { read(part, in: "") }
    if renumbersConstants { breaks = true } else if !renumbered.isEmpty { isReread = true }
  }

  /// The first six, and how many more there are.
  var text: String {
    clauses.isEmpty
      ? "it is otherwise"
      : clauses.prefix(6).joined(separator: "; ") + (clauses.count > 6 ? "; \(clauses.count - 6) more" : "")
  }

  /// `subject` is what the lines below are about: a member, a parameter, what it returns.
  private mutating func read(_ part: LayoutReport.Part, in subject: String) {
    let line = part.text.withoutPlace
    if isNoise(line) { return }
    if let match = line.firstMatch(of: /^type size changed from (\d+) to (\d+)/) {
      resized(Int(match.1) ?? 0, Int(match.2) ?? 0, subject)
    } else if line.contains(/^\d+ (data member|enumerator) (insertion|deletion)s?:$/) {
      for member in part.parts { line.contains("insertion") ? added(member) : removed(member) }
    } else if let match = line.firstMatch(of: /^parameter (\d+) of type '(.*)' was (added|removed)$/) {
      tell("parameter \(match.1), a \(match.2), is \(match.3 == "added" ? "new" : "gone")", breaking: true)
    } else if let name = subjectName(line) ?? (line.contains(Self.sameSubject) ? subject : nil) {
      for below in part.parts { read(below, in: name) }
      last = name
    } else {
      figure(line, line.hasPrefix("and ") && subject.isEmpty ? last : subject)
      for below in part.parts { read(below, in: subject) }
    }
  }

  private func isNoise(_ line: String) -> Bool {
    line.hasSuffix("impacted interfaces:") || line.hasSuffix("impacted interface:")
      || line.hasSuffix("sub-type changes:")
      || line.hasPrefix("details were reported")
      || line.contains(/^underlying type '.*' changed.*as reported earlier$/)
      || line.hasPrefix("size of symbol changed")
      // In bits, and the type's name and length say the same.
      || line.hasPrefix("array type size changed")
  }

  /// Who the lines below this one are about, where it says only that.
  private func subjectName(_ line: String) -> String? {
    if line == "return type changed:" { return "what it returns" }
    if line == "type of variable changed:" { return "" }
    if let match = line.firstMatch(of: /^parameter (\d+) of type '.*' (changed|has sub-type changes):$/) {
      return "parameter \(match.1)"
    }
    if let match = line.firstMatch(of: /^type '.*' of '(?:.*::)?([^:']+)' changed:$/) { return String(match.1) }
    if line.contains(/^(there are data member changes|\d+ (data member|enumerator) changes?):$/) { return "" }
    return nil
  }

  /// A typedef's own type, and what a pointer leads to.
  private static var sameSubject: Regex<(Substring, Substring)> {
    /^(underlying|in pointed to|array element) type '.*'.*:$/
  }
}

extension LayoutSentence {
  private mutating func tell(_ clause: String, breaking: Bool = false) {
    clauses.append(clause)
    if breaking { breaks = true }
  }

  private mutating func resized(_ before: Int, _ after: Int, _ subject: String) {
    // It returned nothing, and who looked for nothing is not disturbed.
    if before == 0 {
      isReread = true
      return
    }
    // Of a struct itself: what moved in it says whether that breaks.
    let name = subject.isEmpty ? "it" : subject
    tell("\(name) \(after > before ? "grew" : "shrank") from \(before) to \(after) bytes")
    if after < before, Self.isSpare(subject) {
      isReread = true
    } else if !subject.isEmpty || after < before {
      breaks = true
    } else {
      grows = true
    }
  }

  /// A member that is there to be taken from: what it was is somebody else's now, and nobody used it.
  private static func isSpare(_ member: String) -> Bool {
    ["reserved", "unused", "padding", "spare"].contains { member.lowercased().contains($0) }
  }

  /// Behind the end of what there was it is in nobody's way.
  private mutating func added(_ member: LayoutReport.Part) {
    let line = member.text.withoutPlace
    if let match = line.firstMatch(of: /^'(.*)', at offset (\d+) \(in (bytes|bits)\)/) {
      tell("\(match.1) is new at \(match.3 == "bits" ? "bit" : "byte") \(match.2)")
    } else if let match = line.firstMatch(of: /^'(?:.*::)?([^:']+)' value '(-?\d+)'/) {
      tell("\(match.1) is new with the value \(match.2)")
    } else {
      tell("\(line.unquoted) is new")
    }
  }

  private mutating func removed(_ member: LayoutReport.Part) {
    let line = member.text.withoutPlace
    if let match = line.firstMatch(of: /^'(.*)', at offset (\d+) \(in (bytes|bits)\)/) {
      tell("\(match.1) is gone from \(match.3 == "bits" ? "bit" : "byte") \(match.2)", breaking: true)
    } else if let match = line.firstMatch(of: /^'(?:.*::)?([^:']+)' value '(-?\d+)'/) {
      tell("\(match.1) is gone, which was \(match.2)", breaking: true)
    } else {
      tell("\(line.unquoted) is gone", breaking: true)
    }
  }

  private mutating func figure(_ line: String, _ subject: String) {
    let name = subject.isEmpty ? "it" : subject
    if let match = line.firstMatch(of: /^(?:and )?(?:'(.*)' )?offset changed from (\d+) to (\d+) \(in (bytes|bits)\)/) {
      let unit = match.4 == "bits" ? "bit" : "byte"
      tell("\(match.1 ?? name[...]) moved from \(unit) \(match.2) to \(match.3)", breaking: true)
    } else if let match = line.firstMatch(of: /^'(?:.*::)?([^:']+)' from value '(-?\d+)' to '(-?\d+)'/) {
      renumber(String(match.1), String(match.2), String(match.3))
    } else if let match = line.firstMatch(of: /^array type subrange \d+ changed length from (\d+) to (\d+)/) {
      tell("\(name) has \(match.2) elements and had \(match.1)", breaking: true)
    } else if let match = line.firstMatch(
      of: /^(?:(?:type|typedef) name|entity|pointer type) changed from:? '?(.*?)'? to:? (?:compatible type )?'?(.*?)'?$/
    ) {
      retyped(name, String(match.1), String(match.2))
    } else if let match = line.firstMatch(of: /^(?:and )?name of '(?:.*::)?([^:']+)' changed to '(?:.*::)?([^:']+)'/) {
      tell("\(match.1) is called \(match.2)")
      isReread = true
    } else if let match = line.firstMatch(of: /^(?:and )?size changed from (\d+) to (\d+) \(in (bytes|bits)\)/) {
      tell("\(name) has \(match.2) \(match.3) and had \(match.1)", breaking: true)
    } else if let match = line.firstMatch(of: /^type '(?:typedef )?(.*)' of '(?:.*::)?([^:']+)' changed, as\b/) {
      tell("\(match.2) is otherwise, as \(match.1) is")
      (last, isReread) = (String(match.2), true)
    } else {
      tell(line.hasSuffix(":") ? String(line.dropLast()) : line)
      isReread = true
    }
  }

  /// The end of a list of constants moves with each that is new, and is called so.
  private mutating func renumber(_ name: String, _ before: String, _ after: String) {
    tell("\(name) was \(before) and is \(after)")
    renumbered.append((name, Int(before) ?? 0))
  }

  /// What was renumbered that is no end of a list, and doesn't stand behind one.
  private var renumbersConstants: Bool {
    let ends = renumbered.filter { Self.isEnd($0.name) }
    let first = ends.map(\.before).min() ?? Int.max
    return renumbered.contains { !Self.isEnd($0.name) && $0.before < first }
  }

  private static func isEnd(_ name: String) -> Bool {
    let words = Set(name.uppercased().split { $0 == "_" || $0.isNumber }.map(String.init))
    return words.contains { $0.hasPrefix("MAX") }
      || !words.isDisjoint(with: ["COUNT", "LAST", "END", "NUM", "SIZE", "LIMIT", "NB", "TOTAL", "SENTINEL"])
  }

  /// Of the same size: floating-point numbers go through other registers, and what a function pointer takes is a call's.
  private mutating func retyped(_ name: String, _ before: String, _ after: String) {
    let (before, after) = (before.replacing("typedef ", with: ""), after.replacing("typedef ", with: ""))
    tell("\(name) was \(before.orNothing) and is \(after.orNothing)")
    func isFloating(_ type: String) -> Bool { type.contains(/\b(float|double)\b/) && !type.contains("*") }
    if isFloating(before) != isFloating(after) || before.contains("(") || after == "void" {
      breaks = true
    } else {
      isReread = true
    }
  }
}

extension String {
  /// Without ` at words.h:3:1`, which stands at the end, before a colon or before a quotation mark.
  fileprivate var withoutPlace: String { replacing(/[ ]at [^ ]+:\d+:\d+(?=$|:|')/, with: "") }
  fileprivate var unquoted: String { trimmingCharacters { $0 == "'" } }
  fileprivate var orNothing: String { self == "void" ? "nothing" : self }

  private func trimmingCharacters(_ isDropped: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let first = text.first, isDropped(first) { text.removeFirst() }
    while let last = text.last, isDropped(last) { text.removeLast() }
    return String(text)
  }
}
