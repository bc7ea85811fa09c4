import Model

/// What worked in the first instance works in a further one: an interpreter, an environment, a store, a mapping.
///
/// A host writes the fact `instance` before it starts a further one. Death and hang there are Termination's.
struct ImportsAgain: Check {
  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard !evidence.instances.isEmpty else { return .unestablished("no further instance was started") }
    for instance in evidence.instances {
      guard let raised = instance.raised.first else { continue }
      return CheckOutcome(findings: [finding(raised, in: instance.name, evidence)])
    }
    if let finding = finding(ofChild: evidence) { return CheckOutcome(findings: [finding]) }
    let short = evidence.instances.first { !$0.steps.contains(.call) }
    return short.map { .unestablished("the call was never reached in \($0.name)") } ?? .holds
  }

  /// The order is reversed in a forked child: a death there is no Termination's.
  private func finding(ofChild evidence: Evidence) -> Finding? {
    guard let death = evidence.deathOfChild else { return nil }
    return evidence.finding(
      "works in the first instance, and where a sub-interpreter imports it first, the process \(death)",
      fact: "instance",
      facts: evidence.value("child").map { ["child": $0] } ?? [:], where: evidence.stackLines)
  }

  /// A refusal hurts nobody: it is said at import, before anything was made. Set-up code imports, too.
  private static func isRefusal(_ raised: Raised) -> Bool {
    raised.during == .import
      || (raised.during == .setup && !importErrors.isDisjoint(with: [raised.type] + raised.bases))
  }

  /// Python's, and the code of Node's where an addon does not load.
  private static let importErrors: Set = ["ImportError", "ERR_DLOPEN_FAILED"]

  private func finding(_ raised: Raised, in instance: String, _ evidence: Evidence) -> Finding {
    let refused = ImportsAgain.isRefusal(raised)
    let message =
      refused
      ? "refuses to be imported in \(instance): \(raised.said)"
      : "works in the first instance, and in \(instance) \(raised.during.rawValue) raised \(raised.said)"
    return evidence.finding(
      message, fact: "instance",
      facts: [
        "instance": .string(instance), "step": .string(raised.during.rawValue), "type": .string(raised.type),
      ], where: raised.traceback, severity: refused ? .warning : .error)
  }
}
