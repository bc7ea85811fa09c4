/// The entries of a mapping whose keys are ids.
struct NamedNodes: Sequence {
  private let entries: [YAMLEntry]

  /// What isn't a mapping, has no entry or has an id with other characters becomes a complaint.
  init(what: String, in node: YAMLNode, complaints: Complaints) {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      complaints.add(at: node, expected: "a mapping of \(what) ids to \(what)s, at least one")
      self.entries = []
      return
    }
    for entry in entries where !Name.isValid(entry.name) {
      complaints.add(
        at: entry.key, found: "the \(what) id `\(YAMLNode.shortened(entry.name))`", expected: Name.rule)
    }
    self.entries = entries
  }

  func makeIterator() -> IndexingIterator<[YAMLEntry]> { entries.makeIterator() }
}
