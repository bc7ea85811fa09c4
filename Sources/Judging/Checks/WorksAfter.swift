import Model

/// The `after` code works once the call has returned, failed or panicked.
struct WorksAfter: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let raised = evidence.raised.first(where: { $0.during == .after }) else {
      return evidence.steps.contains(.after) ? .holds : .unestablished("the code after the call was never reached")
    }
    let before = evidence.raised.first { $0.during == .call }.map { "raised \($0.type)" } ?? "returned"
    let finding = evidence.finding(
      "unusable once the call has \(before): the code after it raised \(raised.said)", fact: "after",
      facts: ["type": .string(raised.type), "call": .string(before)], where: raised.traceback)
    return CheckOutcome(findings: [finding])
  }
}
