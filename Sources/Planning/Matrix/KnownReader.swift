import Model

/// Reads one entry of `known:`.
struct KnownReader {
  let today: Day
  let complaints: Complaints

  /// The entries of `known:`, each pattern once.
  func entries(_ matrix: Fields) -> [KnownEntry] {
    var lines: [Glob: Int] = [:]
    return matrix.list("known", of: "known failures") { node in
      guard let entry = entry(node) else { return nil }
      if let first = lines[entry.cell] {
        complaints.add(
          at: node, found: "the known failure `\(entry.cell.pattern)` a second time (first on line \(first))",
          expected: "each pattern once")
      }
      lines[entry.cell] = lines[entry.cell] ?? entry.line
      return entry
    }
  }

  private func entry(_ node: YAMLNode) -> KnownEntry? {
    let keys = ["cell", "because", "until", "at-most", "up-to"]
    guard let fields = Fields(node, what: "a known failure", keys: keys, complaints: complaints) else { return nil }
    let cell = fields.required("cell", expected: "`cell`, a pattern over cell ids")
      .flatMap { fields.text($0, of: "cell") }
    let because = fields.required("because", expected: "`because`, the link that says why")
      .flatMap { fields.text($0, of: "because") }
    let until = until(fields)
    let atMost = fields.integer("at-most", in: 1...Int.max)
    guard let cell, let because else { return nil }
    return KnownEntry(
      cell: Glob(cell), because: because, until: until, atMost: atMost, upTo: fields.environment("up-to"),
      line: node.line)
  }

  private func until(_ fields: Fields) -> String? {
    guard let node = fields["until"] else { return nil }
    guard case .scalar(let text, _) = node.content, let day = Day(text) else {
      complaints.add(at: node, expected: "a day for `until`, such as 2027-03-01")
      return nil
    }
    if day < today {
      complaints.add(at: node, found: "`\(text)`, which is past", expected: "the failure to be mended, or a later day")
    }
    return text
  }
}
