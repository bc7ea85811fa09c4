import Model

/// What the command line asks for: selectors add up, `only` narrows them, `skip` takes away.
package struct Selection: Sendable, Equatable {
  /// Host kinds, runtime ids, target ids, probe groups, probe ids, or patterns over probe ids and cell ids.
  package var selectors: [String]
  /// Patterns over cell ids.
  package var only: [String]
  package var skip: [String]
  package init(selectors: [String] = [], only: [String] = [], skip: [String] = []) {
    self.selectors = selectors
    self.only = only
    self.skip = skip
  }

  /// Whether a probe is named in full, alone or in a pattern over cells.
  func names(_ probe: String) -> Bool {
    selectors.contains(probe) || (selectors + only).contains { $0.contains("/\(probe)/") }
  }

  package var narrows: Bool { !(selectors.isEmpty && only.isEmpty && skip.isEmpty) }

  /// Throws for a word that nothing is called, and for a known one that has no cell.
  func selected(from cells: [Cell], words: KnownWords) throws(PlanningError) -> [Cell] {
    let ids = cells.map(\.id.description)
    let wanted = selectors.map { Selector($0, words: words) }
    let onlyGlobs = only.map(Glob.init)
    let skipGlobs = skip.map(Glob.init)
    try refuseUnknown(wanted, globs: onlyGlobs + skipGlobs, cells: cells, ids: ids, words: words)
    try refuseEmpty(wanted, cells: cells, ids: ids, words: words)
    return zip(cells, ids).filter { cell, id in
      (wanted.isEmpty || wanted.contains { $0.selects(cell, id: id, words: words) })
        && (onlyGlobs.isEmpty || onlyGlobs.contains { $0.matches(id) }) && !skipGlobs.contains { $0.matches(id) }
    }.map(\.0)
  }

  private func refuseUnknown(
    _ wanted: [Selector], globs: [Glob], cells: [Cell], ids: [String], words: KnownWords
  ) throws(PlanningError) {
    let selectors = wanted.filter { selector in
      !selector.isKnown && !zip(cells, ids).contains { selector.selects($0, id: $1, words: words) }
    }
    let unmatched = globs.filter { glob in !ids.contains(where: glob.matches) }
    let unknown = selectors.map(\.text) + unmatched.map(\.pattern)
    guard !unknown.isEmpty else { return }
    throw .unknownSelectors(
      unknown.map { UnknownSelector(selector: $0, nearest: NearestWord.to($0, among: words.all + ids)) })
  }

  private func refuseEmpty(
    _ wanted: [Selector], cells: [Cell], ids: [String], words: KnownWords
  ) throws(PlanningError) {
    let empty = wanted.filter { selector in
      !zip(cells, ids).contains { selector.selects($0, id: $1, words: words) }
    }
    guard let first = empty.first else { return }
    throw .nothingSelected(reason: words.emptiness(of: first.text))
  }
}
