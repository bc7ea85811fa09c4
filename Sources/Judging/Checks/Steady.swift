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
    let windows = evidence.mostWindows
    guard windows >= Trend.fewestWindows else {
      return .unestablished("the reference counts were read over only \(Figures.counted(windows, "window"))")
    }
    let moved = evidence.drifts.filter { kinds.contains($0.kind) }.map(Moved.init)
      .filter { $0.goesOn(perCall: perCall) }.sorted { abs($0.rate) > abs($1.rate) }
    guard let worst = moved.first(where: { !$0.round.isSlowing }) else {
      return moved.first.map { .unestablished(slowing($0)) } ?? .holds
    }
    let others = moved.filter { !$0.round.isSlowing }.dropFirst()
    return CheckOutcome(findings: [finding(worst, others: others, evidence)])
  }

  private func slowing(_ moved: Moved) -> String {
    "the references to \(moved.drift.object) had not settled after \(Figures.count(moved.round.calls)) calls: they move by "
      + "\(Figures.rate(moved.rate)) a call, ever more slowly"
  }

  private func finding(_ worst: Moved, others: ArraySlice<Moved>, _ evidence: Evidence) -> Finding {
    let (rate, calls) = (worst.rate, worst.round.calls)
    let references = Figures.rate(abs(rate)) == "1" ? "1 reference" : "\(Figures.rate(abs(rate))) references"
    let (verb, result) = rate > 0 ? ("gains", "it is never freed") : ("loses", "it is freed while in use")
    let message =
      "\(worst.drift.object) \(verb) \(references) per call, over \(Figures.count(calls)) calls: \(result)"
      + FewCalls.clause(calls)
    let facts: [String: Value] = [
      "per-call": .number(rate), "object": .string(worst.drift.object), "calls": .number(calls),
      "objects-drifting": .number(Double(others.count + 1)),
    ]
    let lines = ([worst] + others.prefix(Steady.told)).map(\.line)
    return evidence.finding(
      message, fact: "references", facts: facts, where: lines, severity: FewCalls.severity(calls))
  }
}

extension Evidence {
  /// Windows of the counter that was read most often; references are read together with it.
  fileprivate var mostWindows: Int {
    observations.reduce(0) { most, observation in
      if case .series(let series) = observation { max(most, Round(series).windows.count) } else { most }
    }
  }
}

private struct Moved {
  let drift: Drift
  let round: Round

  init(_ drift: Drift) {
    self.drift = drift
    round = Round(calls: drift.calls, values: drift.values).last(Trend.windows)
  }

  /// That of the later half, in which caches have had most time to fill.
  var rate: Double { round.last(round.windows.count / 2).meanPerCall }
  var line: String { "\(drift.object): \(Figures.rate(rate)) a call, reached as \(drift.reached)" }

  /// The same way in each quarter; of fewer than eight windows, in each half.
  func goesOn(perCall: Double) -> Bool {
    let rates = round.parts(round.windows.count < 8 ? 2 : 4).map(\.meanPerCall)
    return !rates.isEmpty && (rates.allSatisfy { $0 >= perCall } || rates.allSatisfy { $0 <= -perCall })
  }
}
