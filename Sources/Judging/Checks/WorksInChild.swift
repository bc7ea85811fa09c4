import Model

/// A call that works before a fork works in the forked child, too. What it raises there is ImportsAgain's.
struct WorksInChild: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let child = evidence.value("child")?.string else { return .unestablished("no child was forked") }
    if let raised = evidence.instances.first?.raised.first, raised.during == .call { return told(raised, evidence) }
    guard child != "worked" else { return .holds }
    let how = child == "hung" ? "never came back from the call" : "was ended in the call by \(child)"
    let finding = evidence.finding(
      "the call works before os.fork(), and the forked child \(how)", fact: "child", facts: ["child": .string(child)],
      where: evidence.stackLines)
    return CheckOutcome(findings: [finding])
  }

  private func told(_ raised: Raised, _ evidence: Evidence) -> CheckOutcome {
    guard evidence.cell.exercise?.raises.map(([raised.type] + raised.bases).contains) != true else { return .holds }
    let finding = evidence.finding(
      "the call works before os.fork(), and in the forked child it raised \(raised.said)", fact: "child",
      facts: ["type": .string(raised.type)], where: raised.traceback)
    return CheckOutcome(findings: [finding])
  }
}
