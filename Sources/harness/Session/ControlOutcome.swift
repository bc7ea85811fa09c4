/// What came of a control.
enum ControlOutcome: Sendable, Equatable {
  case right
  /// What came instead.
  case wrong(String)
  /// The runtime skips the question, for this reason.
  case notAsked(String)

  /// Of a canary, which has to be seen: nil where it was.
  var blindness: String? {
    switch self {
    case .right: nil
    case .wrong(let reason): reason
    case .notAsked(let reason): "was skipped: \(reason)"
    }
  }

  /// A probe's controls on one runtime: a runtime that can't be asked may skip them all, but for those that end the host
  /// before the question comes up. One that answers others has to have answered one that must pass and one that must fail.
  static func complaint(about group: [(control: ControlCell, outcome: ControlOutcome)]) -> String? {
    let asked = group.filter { if case .notAsked = $0.outcome { false } else { true } }
    guard asked.count < group.count, asked.contains(where: { $0.control.fact != "exit" }) else { return nil }
    let both = asked.contains { $0.control.fact == nil } && asked.contains { $0.control.fact != nil }
    return both
      ? nil : "skips controls of its own and answers others: one that must pass and one that must fail are needed"
  }
}
