import Model

/// What kept the probe from asking its question: the artifact did not import, the set-up raised, the call raised what nobody
/// declared. Another probe says what is wrong; this one says that it can't tell.
enum Obstacle {
  static func reason(_ evidence: Evidence) -> String? {
    let probe = evidence.cell.probe
    if probe.expects.contains(where: { if case .reaches = $0 { true } else { false } }) { return nil }
    if probe.expects.contains(.worksAfter) || probe.expects.contains(.containsPanic) {
      return evidence.raised.first { $0.during < .call && !$0.isPanic }.map(reason)
    }
    if let raised = evidence.raised.first(where: { $0.during <= .call }) {
      return probe.expects.contains(.exits) && raised.during == .call ? nil : reason(raised)
    }
    return nothingRaised(evidence)
  }

  private static func reason(_ raised: Raised) -> String {
    "\(raised.during.rawValue) raised \(raised.type)\(raised.message.isEmpty ? "" : ": \(raised.message.firstLine)")"
  }

  /// An error path that was never taken says nothing about it.
  private static func nothingRaised(_ evidence: Evidence) -> String? {
    guard evidence.cell.probe.asks == .failingExercise, evidence.number("raised-calls") == 0 else { return nil }
    return "the exercise declares `raises: \(evidence.cell.exercise?.raises ?? "")` and no call raised anything"
  }
}

extension Raised {
  /// PyO3 names its panics so (`pyo3_runtime.PanicException`).
  var isPanic: Bool { ([type] + bases).contains("PanicException") }
}

extension String {
  var firstLine: String { String(prefix { !$0.isNewline }.prefix(300)) }
}
