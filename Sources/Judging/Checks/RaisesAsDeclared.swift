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
    guard let raised = undeclared else { return .holds }
    let wanted = declared.map { "the exercise declares \($0)" } ?? "the exercise declares no error"
    let finding = evidence.finding(
      "the call raised \(raised.type): \(raised.message.firstLine); \(wanted)", fact: "raised",
      facts: ["type": .string(raised.type), "bases": .array(raised.bases.map(Value.string))],
      where: raised.traceback)
    return CheckOutcome(findings: [finding])
  }
}
