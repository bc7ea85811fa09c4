import Model

/// What the process ends with; the first of interrupted, broken or blind, found, clean that holds.
///
/// A target without its artifact counts as found: its questions were not answered. With `gate`, so do warned and
/// not-established cells and a declared host that is missing. `nothingSelected` and `usage` are decided before a run.
package func exitCode(for results: Results, gate: Bool, blind: Bool, declaredHostMissing: Bool) -> HarnessExit {
  let verdicts = Set(results.cells.map(\.verdict))
  if results.run.interrupted { return .interrupted }
  if blind || verdicts.contains(.broken) { return .broken }
  let unanswered = results.targets.contains(where: \.isMissing) || (gate && declaredHostMissing)
  return unanswered || verdicts.contains { $0.isWrong || (gate && $0.isGated) } ? .found : .clean
}
