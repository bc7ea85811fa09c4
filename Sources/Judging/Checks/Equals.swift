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
          "\(fact) is \(found.text), and should be \(value.text)", fact: fact,
          facts: ["found": found, "expected": value])
      ])
  }
}

extension Value {
  /// As JSON has it, strings without quotes.
  fileprivate var text: String {
    switch self {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): Figures.rate(number)
    case .string(let string): string
    case .array(let values): "[\(values.map(\.text).joined(separator: ", "))]"
    case .object(let values):
      "{\(values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }.joined(separator: ", "))}"
    }
  }
}
