import Model

/// What another thread drops goes without a word: nothing is raised where nobody can catch it.
struct DropsAnywhere: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let raised = evidence.raised.first(where: { $0.during == .after }) else {
      return evidence.reached(.after) ? .holds : .unestablished("nothing was dropped")
    }
    let finding = evidence.finding(
      "an object that is dropped in another thread raised \(raised.said), where nobody can catch it", fact: "drop",
      facts: ["type": .string(raised.type)], where: raised.traceback)
    return CheckOutcome(findings: [finding])
  }
}
