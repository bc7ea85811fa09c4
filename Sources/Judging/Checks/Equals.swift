import Model

/// A fact has a value.
struct Equals: Check {
  var fact: String
  var value: Value

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let found = evidence.value(fact) else { return .unestablished("no reading of \(fact)") }
    guard found != value else { return .holds }
    return CheckOutcome(
      findings: [
        evidence.finding(
          "\(fact) is \(found), not \(value)", fact: fact, facts: ["found": found, "expected": value])
      ])
  }
}
