import Model

/// What leaves the call is what the exercise declares: the type, or one with that name among its bases.
///
/// A call that declares an error and returns is let go: `raises` permits. Panics are ContainsPanic's.
struct RaisesAsDeclared: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    let declared = evidence.cell.exercise?.raises
    let undeclared = evidence.raised.first { raised in
      raised.during == .call && !raised.isPanic && !(declared.map(([raised.type] + raised.bases).contains) ?? false)
    }
    guard let raised = undeclared else {
      return evidence.reached(.call) ? .holds : .unestablished("the call was never reached")
    }
    let wanted = declared.map { "the exercise declares `raises: \($0)`" } ?? "the exercise declares no `raises`"
    let finding = evidence.finding(
      "the call raised \(raised.said); \(wanted)", fact: "raised",
      facts: ["type": .string(raised.type), "bases": .array(raised.bases.map(Value.string))],
      where: raised.traceback)
    return CheckOutcome(findings: [finding])
  }
}
