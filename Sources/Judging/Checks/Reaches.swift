import Model

/// The host gets as far as a step, and nothing is raised before it. What a call raises is another probe's business.
struct Reaches: Check {
  var step: Step

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    if let raised = evidence.raised.first(where: { $0.during < step && $0.during != .call }) {
      return CheckOutcome(findings: [finding(raised, evidence)])
    }
    guard evidence.steps.contains(where: { $0 >= step }) else {
      return .unestablished("the host stopped before \(step.rawValue) without a word")
    }
    return .holds
  }

  private func finding(_ raised: Raised, _ evidence: Evidence) -> Finding {
    evidence.finding(
      "\(raised.during.rawValue) raised \(raised.said)", fact: "step",
      facts: ["step": .string(raised.during.rawValue), "type": .string(raised.type)], where: raised.traceback)
  }
}
