import Model

/// No object's reference count goes on changing with the calls.
///
/// Gained references keep an object for ever; lost ones free it while it is in use.
struct Steady: Check {
  var kinds: [Drift.Kind]
  /// References a call that are let go; the noise of caches is a tenth of it.
  var perCall: Double
  private static let told = 6

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard evidence.value("calls") != nil else { return .unestablished("the reference counts were not read") }
    let moved = evidence.drifts.filter { kinds.contains($0.kind) }.map { ($0, Movement($0)) }
      .filter { abs($1.early) >= perCall && abs($1.late) >= perCall && ($1.early > 0) == ($1.late > 0) }
      .sorted { abs($0.1.late) > abs($1.1.late) }
    guard let (drift, movement) = moved.first else { return .holds }
    return CheckOutcome(findings: [finding(drift, movement, others: moved.dropFirst(), evidence)])
  }

  private func finding(
    _ drift: Drift, _ movement: Movement, others: ArraySlice<(Drift, Movement)>, _ evidence: Evidence
  ) -> Finding {
    let rate = movement.late
    let verb = rate > 0 ? "gains" : "loses"
    let result = rate > 0 ? "it is never freed" : "it will be freed while in use"
    let message = "\(drift.object) \(verb) \(Figures.rate(abs(rate))) references a call: \(result)"
    let facts: [String: Value] = [
      "per-call": .number(rate), "object": .string(drift.object), "calls": .number(drift.calls.last ?? 0),
      "objects-drifting": .number(Double(others.count + 1)),
    ]
    let lines = ([(drift, movement)] + others.prefix(Steady.told)).map {
      "\($0.object): \(Figures.rate($1.late)) a call, reached as \($0.reached)"
    }
    return evidence.finding(message, fact: "references", facts: facts, where: lines)
  }
}

/// Rates of the two halves of a drift's readings.
private struct Movement {
  var early: Double
  var late: Double

  init(_ drift: Drift) {
    let last = min(drift.calls.count, drift.values.count) - 1
    let rate = { (from: Int, to: Int) -> Double in
      let calls = drift.calls[to] - drift.calls[from]
      return calls > 0 ? (drift.values[to] - drift.values[from]) / calls : 0
    }
    (early, late) = last < 2 ? (0, 0) : (rate(0, last / 2), rate(last / 2, last))
  }
}
