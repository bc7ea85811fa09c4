import Model

/// A panic arrives as the host's error and nothing dies, or as the declared abort. A death that is not declared has been
/// found already, by Termination.
struct ContainsPanic: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let raised = evidence.raised.first(where: { $0.isPanic && $0.during != .after }) else { return .holds }
    let exercise = evidence.cell.exercise
    let declared =
      exercise?.panics == .contained || exercise?.raises.map(([raised.type] + raised.bases).contains) == true
    guard !declared || raised.during != .call else { return .holds }
    let finding = evidence.finding(
      "a panic left \(raised.during.place) as \(raised.type), which `except Exception` does not catch: "
        + raised.message.firstLine, fact: "panic",
      facts: ["type": .string(raised.type), "bases": .array(raised.bases.map(Value.string))],
      where: raised.traceback)
    return CheckOutcome(findings: [finding])
  }
}
