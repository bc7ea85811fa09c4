import Model

/// What works alone works beside other modules, whichever was there first. The answers are Empty's.
struct Cohabits: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    if let raised = evidence.instances.first?.raised.first {
      return CheckOutcome(findings: [refused(raised, evidence)])
    }
    if let death = evidence.deathOfChild {
      return CheckOutcome(findings: [
        evidence.finding(
          "works alone, and where other modules were there first, the process \(death)", fact: "child",
          facts: evidence.value("child").map { ["child": $0] } ?? [:], where: evidence.stackLines)
      ])
    }
    guard evidence.value("child") != nil else { return .unestablished("no process had other modules first") }
    return crowded(evidence).map { CheckOutcome(findings: [$0]) } ?? .holds
  }

  /// Room for static thread-local storage is what a process has little of; a small neighbour leaves enough to most.
  private func refused(_ raised: Raised, _ evidence: Evidence) -> Finding {
    evidence.finding(
      "works alone, and where other modules were there first, \(raised.during.rawValue) raised \(raised.said)",
      fact: "beside", facts: ["step": .string(raised.during.rawValue), "type": .string(raised.type)],
      where: raised.traceback, severity: raised.message.contains("static TLS block") ? .warning : .error)
  }

  /// What loads alone and not after the artifact.
  private func crowded(_ evidence: Evidence) -> Finding? {
    guard case .array(let after) = evidence.value("cannot-load-after"), !after.isEmpty,
      evidence.value("cannot-load-alone") == .array([])
    else { return nil }
    return evidence.finding(
      "leaves too little for libraries that come after it: \(after.first?.string ?? "")", fact: "beside",
      facts: ["found": .array(after)], severity: .warning)
  }
}
