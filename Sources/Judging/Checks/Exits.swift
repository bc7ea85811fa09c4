import Model

/// The process ends by itself and leaves nobody behind. Status, signal and deadline are Termination's.
struct Exits: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard evidence.finished, let exit = evidence.exit else { return .unestablished("the host did not get to its end") }
    guard exit.descendants > 0 else { return .holds }
    let processes = exit.descendants == 1 ? "1 process" : "\(exit.descendants) processes"
    let finding = evidence.finding(
      "left \(processes) running, which had to be killed: wait for what it starts, or end it, before it exits",
      fact: "exit",
      facts: ["descendants": .number(Double(exit.descendants))])
    return CheckOutcome(findings: [finding])
  }
}
