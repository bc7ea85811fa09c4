import Model

/// A panic arrives as the host's error and nothing dies, or as the declared abort. A death that is not declared has been
/// found already, by Termination.
struct ContainsPanic: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let raised = evidence.raised.first(where: { $0.isPanic && $0.during != .after }) else {
      return evidence.reached(.call) ? .holds : .unestablished("the call was never reached")
    }
    let exercise = evidence.cell.exercise
    let declared =
      exercise?.panics == .contained || exercise?.raises.map(([raised.type] + raised.bases).contains) == true
    guard !declared || raised.during != .call else { return .holds }
    let finding = evidence.finding(
      "a panic left \(raised.during.place) as \(raised.said)\(Self.escapes(raised))", fact: "panic",
      facts: ["type": .string(raised.type), "bases": .array(raised.bases.map(Value.string))],
      where: raised.traceback)
    return CheckOutcome(findings: [finding])
  }

  private static func escapes(_ raised: Raised) -> String {
    guard raised.bases.contains("BaseException"), !raised.bases.contains("Exception") else { return "" }
    return "; `except Exception` does not catch it: catch it at the boundary, and raise an error that callers know"
  }
}
