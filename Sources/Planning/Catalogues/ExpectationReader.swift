import Model

/// Reads one item of `expects:`: a word, or a mapping of one word to its arguments.
struct ExpectationReader {
  let complaints: Complaints

  private static let known = [
    "settles", "steady", "reaches", "raises-as-declared", "contains-panic", "imports-again", "works-in-child",
    "cohabits", "ends-in-calls", "interruptible", "drops-anywhere", "surfaces-panics", "works-after", "lets", "exits",
    "sound", "equals", "empty",
    "errors-structured", "survives", "guarded", "survives-refusal",
  ]

  func expectation(_ node: YAMLNode) -> Expectation? {
    switch node.content {
    case .scalar(let word, _): return bare(word, at: node)
    case .mapping(let entries) where entries.count == 1: return called(entries[0])
    case .mapping, .sequence:
      complaints.add(at: node, expected: "one expectation: \(Complaints.choice(ExpectationReader.known))")
      return nil
    }
  }

  private func bare(_ word: String, at node: YAMLNode) -> Expectation? {
    switch word {
    case "raises-as-declared": return .raisesAsDeclared
    case "contains-panic": return .containsPanic
    case "imports-again": return .importsAgain
    case "works-in-child": return .worksInChild
    case "cohabits": return .cohabits
    case "ends-in-calls": return .endsInCalls
    case "interruptible": return .interruptible
    case "drops-anywhere": return .dropsAnywhere
    case "surfaces-panics": return .surfacesPanics
    case "works-after": return .worksAfter
    case "errors-structured": return .errorsStructured
    case "survives": return .survives
    case "guarded": return .guarded
    case "survives-refusal": return .survivesRefusal
    case "exits": return .exits
    case "sound": return .sound
    case "steady": return .steady(kinds: Drift.Kind.all, perCall: 0.05)
    case "settles", "reaches", "lets", "equals", "empty":
      complaints.add(
        at: node, found: "`\(word)` alone", expected: "its arguments: `\(ExpectationReader.example(word))`")
    default:
      complaints.unknown(word, at: node, what: "expectation", known: ExpectationReader.known)
    }
    return nil
  }

  private func called(_ entry: YAMLEntry) -> Expectation? {
    switch entry.name {
    case "settles": return settles(entry.value)
    case "steady": return steady(entry.value)
    case "reaches": return reaches(entry.value)
    case "lets": return lets(entry.value)
    case "equals": return equals(entry.value)
    case "empty": return empty(entry.value)
    default:
      guard let expectation = bare(entry.name, at: entry.key) else { return nil }
      if !entry.value.isNull {
        complaints.add(at: entry.value, expected: "`\(entry.name)` alone; it takes no arguments")
      }
      return expectation
    }
  }

  private func settles(_ node: YAMLNode) -> Expectation? {
    guard let fields = Fields(node, what: "settles", keys: ["fact", "per-call", "hosts"], complaints: complaints)
    else { return nil }
    let hosts = fields.list("hosts", of: "host kinds") { fields.choice($0, of: HostKind.self, what: "host") }
    return fact(fields).map { .settles(fact: $0, perCall: number(fields, "per-call") ?? 0.02, hosts: hosts) }
  }

  private func steady(_ node: YAMLNode) -> Expectation? {
    guard let fields = Fields(node, what: "steady", keys: ["kinds", "per-call"], complaints: complaints) else {
      return nil
    }
    let kinds = fields.list("kinds", of: "kinds of object") { item -> Drift.Kind? in
      let known = Drift.Kind.all.map(\.rawValue)
      guard case .scalar(let word, _) = item.content else {
        complaints.add(at: item, expected: "a kind: \(Complaints.choice(known))")
        return nil
      }
      if let kind = Drift.Kind(rawValue: word) { return kind }
      complaints.unknown(word, at: item, what: "kind", known: known)
      return nil
    }
    return .steady(kinds: fields.has("kinds") ? kinds : Drift.Kind.all, perCall: number(fields, "per-call") ?? 0.05)
  }

  private func reaches(_ node: YAMLNode) -> Expectation? {
    let known = Step.allCases.map(\.rawValue)
    guard case .scalar(let word, _) = node.content, !node.isNull else {
      complaints.add(at: node, expected: "a step: \(Complaints.choice(known))")
      return nil
    }
    if let step = Step(rawValue: word) { return .reaches(step) }
    complaints.unknown(word, at: node, what: "step", known: known)
    return nil
  }

  private func lets(_ node: YAMLNode) -> Expectation? {
    guard let fields = Fields(node, what: "lets", keys: ["fact", "holds", "releases"], complaints: complaints) else {
      return nil
    }
    let holds = number(fields, "holds") ?? 0.5
    let releases = number(fields, "releases") ?? 0.2
    if releases > holds {
      complaints.add(at: node, found: "`releases` above `holds`", expected: "it at or below, such as 0.2 and 0.5")
    }
    return fact(fields).map { .lets(fact: $0, holds: holds, releases: releases) }
  }

  private func equals(_ node: YAMLNode) -> Expectation? {
    guard let fields = Fields(node, what: "equals", keys: ["fact", "value"], complaints: complaints),
      let value = fields.required("value", expected: "`value`, what the fact has to be"), let fact = fact(fields)
    else { return nil }
    return .equals(fact: fact, value: Value(value))
  }

  private func empty(_ node: YAMLNode) -> Expectation? {
    guard let fields = Fields(node, what: "empty", keys: ["fact", "says", "severity"], complaints: complaints),
      let fact = fact(fields),
      let says = fields.required("says", expected: "`says`, the sentence before what the list holds")
        .flatMap({ fields.text($0, of: "says") })
    else { return nil }
    return .empty(fact: fact, says: says, severity: fields.choice("severity", of: Severity.self, what: "severity"))
  }

  private func fact(_ fields: Fields) -> String? {
    fields.required("fact", expected: "`fact`, the name of what is observed").flatMap { fields.text($0, of: "fact") }
  }

  private func number(_ fields: Fields, _ key: String) -> Double? {
    guard let node = fields[key] else { return nil }
    if let number = node.number, number >= 0 { return number }
    complaints.add(at: node, expected: "a number from 0 for `\(key)`")
    return nil
  }

  private static func example(_ word: String) -> String {
    switch word {
    case "settles": "settles: { fact: live-heap-blocks, per-call: 0.02 }"
    case "reaches": "reaches: import"
    case "empty": "empty: { fact: changed-inputs, says: the call changes its input }"
    case "lets": "lets: { fact: hold-ratio, holds: 0.5, releases: 0.2 }"
    default: "equals: { fact: panic-strategy, value: unwind }"
    }
  }
}

extension Drift.Kind {
  fileprivate static let all: [Drift.Kind] = [.type, .object, .singleton]
}

extension Value {
  /// What JSON would make of the same words.
  fileprivate init(_ node: YAMLNode) {
    switch node.content {
    case .sequence(let items): self = .array(items.map(Value.init))
    case .mapping(let entries):
      self = .object(Dictionary(entries.map { ($0.name, Value($0.value)) }, uniquingKeysWith: { first, _ in first }))
    case .scalar(let text, _):
      self = node.isNull ? .null : node.bool.map(Value.bool) ?? node.number.map(Value.number) ?? .string(text)
    }
  }
}
