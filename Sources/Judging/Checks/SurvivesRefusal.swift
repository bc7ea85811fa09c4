import Model

/// A block of memory that the artifact's code is refused comes out as the host's MemoryError, as the declared error, or not
/// at all.
struct SurvivesRefusal: Check {
  private static let allowed = ["returned", "as declared", "MemoryError", "not asked"]
  /// What Rust's standard library says before it aborts; a host can't change that.
  private static let rustsWords = "memory allocation of "

  private struct Refusal {
    var nth: Double
    var outcome: String
  }

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    let refusals = evidence.values("refusal").compactMap(SurvivesRefusal.refusal) + SurvivesRefusal.last(evidence)
    guard !refusals.isEmpty else { return .unestablished("no block was refused") }
    let wrong = refusals.filter { !SurvivesRefusal.allowed.contains($0.outcome) }
    let outcomes = wrong.map(\.outcome).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return CheckOutcome(
      findings: outcomes.map { outcome in
        finding(outcome, wrong.filter { $0.outcome == outcome }, of: refusals.count, evidence)
      })
  }

  /// Whether the process died of a refusal itself, and not a child of it.
  static func tells(_ evidence: Evidence) -> Bool {
    evidence.cell.probe.expects.contains(.survivesRefusal) && !last(evidence).isEmpty
  }

  /// The refusal after which the process was not heard of any more.
  private static func last(_ evidence: Evidence) -> [Refusal] {
    guard let nth = evidence.number("refusing"), !evidence.finished, let exit = evidence.exit else { return [] }
    let end = exit.deadline != nil ? "hung" : exit.signal ?? "status \(exit.code ?? 0)"
    return [Refusal(nth: nth, outcome: end)]
  }

  private static func refusal(_ value: Value) -> Refusal? {
    guard let nth = value.object?["nth"]?.number, let outcome = value.object?["outcome"]?.string else { return nil }
    return Refusal(nth: nth, outcome: outcome)
  }

  private func finding(_ outcome: String, _ refusals: [Refusal], of tried: Int, _ evidence: Evidence) -> Finding {
    let asked = evidence.number("asked-blocks") ?? 0
    let nth = refusals.first?.nth ?? 0
    let dies = outcome.hasPrefix("SIG") || outcome == "hung" || outcome.hasPrefix("status")
    let rust = outcome == "SIGABRT" && SurvivesRefusal.isRusts(evidence)
    return evidence.finding(
      "\(words(outcome, rust: rust)) where block \(Figures.count(nth)) of the \(Figures.count(asked)) that the call's own "
        + "code asks for is refused (in \(refusals.count) of \(tried) tries)",
      fact: dies ? "dies" : "raised",
      facts: ["outcome": .string(outcome), "nth": .number(nth), "asked-blocks": .number(asked)],
      where: dies ? stacks(evidence) : [], severity: dies && !rust ? nil : .warning)
  }

  static func isRusts(_ evidence: Evidence) -> Bool {
    guard let stderr = evidence.stream("stderr") else { return false }
    return (stderr.head + stderr.tail).contains(rustsWords)
  }

  private func words(_ outcome: String, rust: Bool) -> String {
    if rust { return "aborts the process, as Rust does by itself when there is no memory," }
    if outcome == "hung" { return "never comes back" }
    if outcome.hasPrefix("SIG") { return "dies of \(outcome)" }
    if outcome.hasPrefix("status") { return "ends the process with \(outcome)" }
    return "raises \(outcome) instead of MemoryError"
  }

  private func stacks(_ evidence: Evidence) -> [String] {
    let asked = evidence.refused.first.map { Allocation.lines("refused to", $0.at, evidence) } ?? []
    return asked + evidence.stackLines.prefix(24)
  }
}
