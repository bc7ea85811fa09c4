import Model

/// Makes the plan: target × fitting runtime × probe × exercise, in that order.
package enum Planner {
  /// The cells that the selection leaves, and the known failures that go with them.
  ///
  /// Throws `PlanningError.invalid` for a known failure that matches no cell (only where nothing narrows the plan; `file`
  /// is what the complaint calls the matrix), `.unknownSelectors` and `.nothingSelected`.
  package static func plan(
    matrix: Matrix, probes: [Probe], runtimes: [Runtime], missing: [MissingRuntime] = [],
    selection: Selection = Selection(), file: String = "Matrix.yaml"
  ) throws(PlanningError) -> Plan {
    let wishes = ProbeWishes(matrix: matrix, probes: probes, selection: selection)
    let inSets = Set(matrix.targets.flatMap(\.parts).map(\.id))
    let planned = matrix.targets.flatMap { target in
      TargetPlan(
        target: target, probes: probes, runtimes: runtimes, missing: missing, wishes: wishes,
        isInSet: inSets.contains(target.id)
      ).cells()
    }
    let cells: [Cell]
    if selection.narrows {
      let words = KnownWords(matrix: matrix, probes: probes, runtimes: runtimes, missing: missing)
      cells = try selection.selected(from: planned, words: words)
    } else {
      try checkKnown(matrix, planned: planned, probes: probes, runtimes: runtimes, missing: missing, file: file)
      cells = planned
    }
    guard !cells.isEmpty else { throw .nothingSelected(reason: emptiness(matrix, selection: selection)) }
    return Plan(cells: cells, known: matrix.known, missingRuntimes: missing)
  }

  /// An entry may also name a cell of a runtime that is missing here and found elsewhere.
  private static func checkKnown(
    _ matrix: Matrix, planned: [Cell], probes: [Probe], runtimes: [Runtime], missing: [MissingRuntime], file: String
  ) throws(PlanningError) {
    var ids = planned.map(\.id.description)
    var unmatched = matrix.known.filter { entry in !ids.contains(where: entry.cell.matches) }
    guard !unmatched.isEmpty else { return }
    let elsewhere = missing.map { Runtime(id: $0.id, host: $0.host, version: "", library: "") }
    let wishes = ProbeWishes(matrix: matrix, probes: probes)
    ids += matrix.targets.flatMap { target in
      TargetPlan(target: target, probes: probes, runtimes: elsewhere, missing: [], wishes: wishes).cells()
        .map(\.id.description)
    }
    unmatched = unmatched.filter { entry in !ids.contains(where: entry.cell.matches) }
    guard !unmatched.isEmpty else { return }
    throw .invalid(
      unmatched.map { entry in
        Complaint(
          file: file, line: entry.line, column: 0,
          found: "the known failure `\(entry.cell.pattern)`, which matches no cell",
          expected: "a pattern over cell ids (`harness list` shows them), or the entry to be removed",
          nearest: NearestWord.to(entry.cell.pattern, among: ids))
      })
  }

  private static func emptiness(_ matrix: Matrix, selection: Selection) -> String {
    if selection.narrows { return "the selectors leave none over" }
    return matrix.targets.isEmpty
      ? "the matrix has no target" : "no probe fits a target on a runtime that is found here"
  }
}
