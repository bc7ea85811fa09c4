import Model

/// Pure: expectations × observations → verdict. The same observations give the same verdict whenever they are judged.
package enum Judge {
  package static func judge(_ cell: Cell, observations: [Observation], seconds: Double, repeat: String) -> CellResult {
    let evidence = Evidence(cell: cell, observations: observations)
    var result = CellResult(
      id: cell.id, verdict: .passed, seconds: seconds, exit: evidence.exit, repeat: `repeat`)
    if let unrun = cell.unrun {
      (result.verdict, result.reason) = (unrun.verdict, unrun.reason)
      return result
    }
    (result.verdict, result.reason, result.findings) = verdict(of: evidence)
    return result
  }

  /// Several processes for one question, which all have a say: what each found, or what the last one came to.
  package static func judge(_ cell: Cell, runs: [[Observation]], seconds: Double, repeat: String) -> CellResult {
    let results = runs.map { judge(cell, observations: $0, seconds: seconds, repeat: `repeat`) }
    guard var result = results.last else {
      return unrun(cell, verdict: .broken, reason: "no process was started", seconds: seconds, repeat: `repeat`)
    }
    var messages: Set<String> = []
    result.findings = results.flatMap(\.findings).filter { messages.insert($0.message).inserted }
    guard !result.findings.isEmpty, result.verdict != .broken else { return result }
    (result.verdict, result.reason) = (of(result.findings), nil)
    result.exit = results.first { !$0.findings.isEmpty }?.exit
    return result
  }

  /// Whether a second pass has something to tell: who allocated what stayed, where native memory grew (in a runtime that
  /// takes memory for itself also where it is not sure); where a call holds that held.
  package static func asksWhose(_ cell: Cell, observations: [Observation], _ result: CellResult) -> Bool {
    if result.findings.contains(where: \.isAboutHeap) { return true }
    if cell.runtime?.host == .python, result.findings.contains(where: \.isAboutHold) { return true }
    guard cell.runtime?.host == .node, result.verdict == .notEstablished else { return false }
    return Settles(cell.probe.expects).asksWhose(Evidence(cell: cell, observations: observations))
  }

  /// A cell that could not be run at all. `whose` decides between broken (ours) and not-established (the artifact's side).
  package static func unrun(_ cell: Cell, verdict: Verdict, reason: String, seconds: Double, repeat: String)
    -> CellResult
  {
    CellResult(id: cell.id, verdict: verdict, reason: reason, seconds: seconds, repeat: `repeat`)
  }

  private static func verdict(of evidence: Evidence) -> (Verdict, String?, [Finding]) {
    if let fault = Termination.ourFault(evidence) { return (.broken, fault, []) }
    let misuses = Guarded.findings(evidence)
    if let slow = Guarded.tooSlow(evidence) { return (.notEstablished, slow, []) }
    if let death = Termination.finding(evidence), !SurvivesRefusal.tells(evidence) {
      let findings = Guarded.explains(death, evidence) ? misuses : misuses + [death]
      return (of(findings), nil, findings)
    }
    if !misuses.isEmpty { return (of(misuses), nil, misuses) }
    if let reason = evidence.skips.first { return (.skipped, reason, []) }
    if let obstacle = Obstacle.reason(evidence) { return (.notEstablished, obstacle, []) }
    let outcomes = checks(evidence)
    let findings = outcomes.flatMap(\.findings)
    if !findings.isEmpty { return (of(findings), nil, findings) }
    let reasons = evidence.unmeasured + outcomes.flatMap(\.unestablished)
    return reasons.isEmpty ? (.passed, nil, []) : (.notEstablished, reasons.joined(separator: "; "), [])
  }

  private static func of(_ findings: [Finding]) -> Verdict {
    findings.contains { $0.severity == .error } ? .failed : .warned
  }

  /// Series are looked at together: blocks and bytes of one leak are one finding.
  private static func checks(_ evidence: Evidence) -> [CheckOutcome] {
    let expectations = evidence.cell.probe.expects
    guard !expectations.isEmpty else { return [.unestablished("the probe expects nothing, so nothing was judged")] }
    let settling = Settles(expectations)
    let others = expectations.compactMap { check(for: $0)?.outcome(evidence) }
    return (settling.isEmpty ? [] : [settling.outcome(evidence)]) + others
  }

  private static func check(for expectation: Expectation) -> (any Check)? {
    switch expectation {
    case .settles: nil
    case .steady(let kinds, let perCall): Steady(kinds: kinds, perCall: perCall)
    case .reaches(let step): Reaches(step: step)
    case .raisesAsDeclared: RaisesAsDeclared()
    case .containsPanic: ContainsPanic()
    case .importsAgain: ImportsAgain()
    case .worksInChild: WorksInChild()
    case .interruptible: Interruptible()
    case .dropsAnywhere: DropsAnywhere()
    case .surfacesPanics: SurfacesPanics()
    case .worksAfter: WorksAfter()
    case .lets(let fact, let holds, let releases): Lets(fact: fact, holds: holds, releases: releases)
    case .guarded: Guarded()
    case .survivesRefusal: SurvivesRefusal()
    case .exits: Exits()
    case .sound: Sound()
    case .empty(let fact, let says, let severity): Empty(fact: fact, says: says, severity: severity)
    case .cohabits: Cohabits()
    case .endsInCalls: EndsInCalls()
    case .errorsStructured: ErrorsStructured()
    case .survives: Survives()
    case .equals(let fact, let value): Equals(fact: fact, value: value)
    }
  }
}

/// One kind of expectation.
protocol Check: Sendable {
  func outcome(_ evidence: Evidence) -> CheckOutcome
}

extension Finding {
  /// Of what a recording tells the stacks of, without one yet.
  fileprivate var isAboutHeap: Bool {
    [
      "live-heap-blocks", "live-heap-bytes", "process-heap-blocks", "process-heap-bytes", "mapped-bytes",
      "open-descriptors", "threads", "unjoined-threads",
    ].contains(facts["fact"]?.string ?? "") && `where`.isEmpty
  }

  /// Of a thread that holds, likewise.
  fileprivate var isAboutHold: Bool { facts["fact"]?.string == "hold-ratio" && `where`.isEmpty }
}
