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
    let ofKind = evidence.drifts.filter { kinds.contains($0.kind) }.map { Moved(drift: $0, movement: Movement($0)) }
    let moved = ofKind.filter { $0.movement.goesOn(perCall: perCall) }
      .sorted { abs($0.movement.late) > abs($1.movement.late) }
    guard let worst = moved.first else { return .holds }
    return CheckOutcome(findings: [finding(worst, others: moved.dropFirst(), evidence)])
  }

  private func finding(_ worst: Moved, others: ArraySlice<Moved>, _ evidence: Evidence) -> Finding {
    let rate = worst.movement.late
    let verb = rate > 0 ? "gains" : "loses"
    let result = rate > 0 ? "it is never freed" : "it will be freed while in use"
    let message = "\(worst.drift.object) \(verb) \(Figures.rate(abs(rate))) references a call: \(result)"
    let facts: [String: Value] = [
      "per-call": .number(rate), "object": .string(worst.drift.object),
      "calls": .number(worst.drift.calls.last ?? 0), "objects-drifting": .number(Double(others.count + 1)),
    ]
    let lines = ([worst] + others.prefix(Steady.told)).map(\.line)
    return evidence.finding(message, fact: "references", facts: facts, where: lines)
  }
}

private struct Moved {
  var drift: Drift
  var movement: Movement

  var line: String { "\(drift.object): \(Figures.rate(movement.late)) a call, reached as \(drift.reached)" }
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

  /// The same way in both halves.
  func goesOn(perCall: Double) -> Bool {
    (early >= perCall && late >= perCall) || (early <= -perCall && late <= -perCall)
  }
}
