import Model

/// Packaging saw no defect.
struct Sound: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard evidence.finished else { return .unestablished("the file was not read to its end") }
    return CheckOutcome(
      findings: evidence.defects.map { defect in
        evidence.finding(
          defect.message, fact: defect.kind, facts: defect.facts, where: defect.member.map { [$0] } ?? [],
          severity: defect.severity)
      })
  }
}
