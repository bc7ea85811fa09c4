import Model

/// A mapping whose keys are known; every other key, and every value of another type, becomes a complaint.
struct Fields {
  let node: YAMLNode
  let complaints: Complaints
  private let entries: [String: YAMLEntry]

  /// Nil where the node isn't a mapping; `what` names it in the complaint: `a target`.
  init?(_ node: YAMLNode, what: String, keys: [String], complaints: Complaints) {
    guard case .mapping(let list) = node.content else {
      complaints.add(at: node, expected: "\(what): a mapping with \(keys.joined(separator: ", "))")
      return nil
    }
    self.node = node
    self.complaints = complaints
    var entries: [String: YAMLEntry] = [:]
    for entry in list {
      if keys.contains(entry.name) {
        entries[entry.name] = entry
      } else {
        complaints.unknown(entry.name, at: entry.key, what: "key", known: keys)
      }
    }
    self.entries = entries
  }

  func has(_ key: String) -> Bool { entries[key] != nil }
  subscript(_ key: String) -> YAMLNode? { entries[key]?.value }
  /// Where the key stands, or the mapping if it isn't there.
  func place(_ key: String) -> YAMLNode { entries[key]?.key ?? node }

  func required(_ key: String, expected: String) -> YAMLNode? {
    if let value = self[key] { return value }
    complaints.add(at: node, found: "no `\(key)`", expected: expected)
    return nil
  }

  /// Text that isn't empty; a bare number, `true` or nothing at all is a complaint.
  func text(_ key: String) -> String? { self[key].flatMap { text($0, of: key) } }

  func text(_ value: YAMLNode, of key: String) -> String? {
    guard case .scalar(let text, _) = value.content, !value.isNull, value.bool == nil, value.number == nil else {
      complaints.add(at: value, expected: "text for `\(key)`\(value.number == nil ? "" : " (in quotes)")")
      return nil
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      complaints.add(at: value, found: "an empty `\(key)`", expected: "text")
      return nil
    }
    return text
  }

  /// Text in which `3.11` and `1` may stand without quotes.
  func word(_ key: String) -> String? {
    guard let value = self[key] else { return nil }
    if value.number != nil, case .scalar(let text, _) = value.content { return text }
    return text(value, of: key)
  }

  func bool(_ key: String) -> Bool? {
    guard let value = self[key] else { return nil }
    if value.bool == nil { complaints.add(at: value, expected: "`true` or `false` for `\(key)`") }
    return value.bool
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = self[key] else { return nil }
    if let number = value.number, let whole = Int(exactly: number), range.contains(whole) { return whole }
    let span = range.upperBound == .max ? "from \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    complaints.add(at: value, expected: "a whole number \(span) for `\(key)`")
    return nil
  }

  func duration(_ key: String) -> Duration? {
    guard let value = self[key] else { return nil }
    if case .scalar(let text, _) = value.content, let duration = Duration(written: text), duration > .zero {
      return duration
    }
    complaints.add(at: value, expected: "a time over zero for `\(key)`, such as 250ms, 10s, 1.5s or 2m")
    return nil
  }

  /// A list, each item checked by `read`; the key absent or not a list gives none.
  func list<Item>(_ key: String, of what: String, _ read: (YAMLNode) -> Item?) -> [Item] {
    guard let value = self[key] else { return [] }
    guard case .sequence(let items) = value.content else {
      complaints.add(at: value, expected: "a list of \(what) for `\(key)`")
      return []
    }
    return items.compactMap(read)
  }

  func texts(_ key: String, of what: String) -> [String] { list(key, of: what) { text($0, of: key) } }

  /// One of the words of a closed set.
  func choice<Word: RawRepresentable & CaseIterable>(_ key: String, of type: Word.Type, what: String) -> Word?
  where Word.RawValue == String {
    self[key].flatMap { choice($0, of: type, what: what) }
  }

  func choice<Word: RawRepresentable & CaseIterable>(_ value: YAMLNode, of type: Word.Type, what: String) -> Word?
  where Word.RawValue == String {
    let known = Word.allCases.map(\.rawValue)
    guard case .scalar(let text, _) = value.content, !value.isNull else {
      complaints.add(at: value, expected: "a \(what): \(Complaints.choice(known))")
      return nil
    }
    if let word = Word(rawValue: text) { return word }
    complaints.unknown(text, at: value, what: what, known: known)
    return nil
  }

  /// A mapping of names to words, such as an environment.
  func environment(_ key: String) -> [String: String] {
    guard let value = self[key] else { return [:] }
    guard case .mapping(let list) = value.content else {
      complaints.add(at: value, expected: "a mapping of names to text for `\(key)`")
      return [:]
    }
    var environment: [String: String] = [:]
    for entry in list {
      guard case .scalar(let text, _) = entry.value.content, !entry.value.isNull else {
        complaints.add(at: entry.value, expected: "text for `\(entry.name)`")
        continue
      }
      if entry.name.isEmpty || entry.name.utf8.contains(UInt8(ascii: "=")) || (entry.name + text).utf8.contains(0) {
        complaints.add(at: entry.key, found: "`\(entry.name)`", expected: "a name without `=` and text without NUL")
      }
      environment[entry.name] = text
    }
    return environment
  }
}
