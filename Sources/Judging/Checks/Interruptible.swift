import Model

/// A Ctrl-C ends the call soon, as a KeyboardInterrupt.
struct Interruptible: Check {
  /// Milliseconds: what a user takes for at once, and what they take for a program that hangs.
  private static let soon = 250.0
  private static let late = 1000.0

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let latency = evidence.number("interrupt-ms"), let outcome = evidence.value("interrupted-by")?.string else {
      return .unestablished("nobody measured how long a Ctrl-C takes")
    }
    if isMistold(outcome, evidence) { return finding(evidence, mistold(outcome), latency, .warning) }
    guard latency > Interruptible.soon else { return .holds }
    let end = outcome == "nothing" ? "came back by itself" : "ended"
    return finding(
      evidence, "a Ctrl-C is not answered: the call \(end) \(Figures.milliseconds(latency)) after it", latency,
      latency > Interruptible.late ? .error : .warning)
  }

  /// Another error that comes instead: whoever waits for KeyboardInterrupt does not get it.
  private func isMistold(_ outcome: String, _ evidence: Evidence) -> Bool {
    let declared = evidence.cell.exercise?.raises
    return evidence.value("interrupt-came") == true && !["KeyboardInterrupt", "nothing"].contains(outcome)
      && declared == nil
  }

  private func mistold(_ outcome: String) -> String {
    "a Ctrl-C comes out of the call as \(outcome), not as KeyboardInterrupt"
  }

  private func finding(_ evidence: Evidence, _ message: String, _ latency: Double, _ severity: Severity) -> CheckOutcome
  {
    CheckOutcome(findings: [
      evidence.finding(
        message, fact: "interrupt-ms",
        facts: ["interrupt-ms": .number(latency), "allowed-ms": .number(Interruptible.soon)],
        severity: severity)
    ])
  }
}
