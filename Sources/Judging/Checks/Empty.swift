import Model

/// A list of what went wrong has nothing in it.
struct Empty: Check {
  var fact: String
  /// The sentence before what the list holds.
  var says: String
  /// The probe's own where there is none.
  var severity: Severity?

  private static let told = 5

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard case .array(let values) = evidence.value(fact) else { return .unestablished("no reading of \(fact)") }
    let items = values.map { $0.string ?? "?" }
    guard !items.isEmpty else { return .holds }
    let more = items.count > Empty.told ? ", and \(items.count - Empty.told) more" : ""
    let list = items.prefix(Empty.told).joined(separator: "; ")
    return CheckOutcome(findings: [
      evidence.finding("\(says): \(list)\(more)", fact: fact, facts: ["found": .array(values)], severity: severity)
    ])
  }
}
