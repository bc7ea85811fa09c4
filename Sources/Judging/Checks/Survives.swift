import Model

/// Every call with hostile arguments was answered by a result or an exception. A death has been found already, by
/// Termination.
///
/// A panic that arrives as PanicException has hurt nobody yet: a warning. A SystemError is CPython's word for native code
/// that broke the contract of its API.
struct Survives: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let problems = evidence.value("misbehaviour")?.array else {
      return .unestablished("not every call was made")
    }
    return CheckOutcome(findings: problems.compactMap { finding($0, evidence) })
  }

  private func finding(_ problem: Value, _ evidence: Evidence) -> Finding? {
    guard let provocation = Provocation(problem), let fields = problem.object else { return nil }
    let type = fields["type"]?.string ?? "?", said = (fields["message"]?.string ?? "").firstLine
    let isPanic = fields["panic"]?.bool ?? false
    let message =
      isPanic
      ? "panics, and `except Exception` does not catch it: \(type): \(said)"
      : "breaks the contract of CPython's API: \(type): \(said)"
    return evidence.finding(
      "\(message), of \(provocation.call.firstLine)", fact: isPanic ? "panic" : "contract",
      facts: provocation.facts.merging(["type": .string(type)]) { $1 },
      severity: isPanic || provocation.kind == "uninitialised" ? .warning : .error)
  }
}
