import Model

/// Where a counter is going, from all of its readings.
struct Trend: Sendable, Equatable {
  enum Course: Sendable, Equatable {
    case settled
    /// Nobody can say; the clause says what speaks against having settled.
    case unsettled(String)
    case goesOn(perCall: Double, inSteps: Bool)
  }

  let whole: Round
  /// The last round of windows: what moved before it has had its time to settle.
  let round: Round

  /// Windows of one round; Harnesses/Instruments/Growth/growth.c.
  static let windows = 16
  /// A round of fewer windows is no majority of anything.
  static let fewestWindows = 5
  /// From this share of growing windows on it is growth. (psleak judges by growth that goes on as well.)
  static let grows = 0.9
  /// After as many calls a cache of 10,000 entries is full, with every table that holds it; growth.c, escalation_calls.
  static let callsThatFill = 30_000.0
  /// The default `maxsize` of functools.lru_cache: in fewer calls a leak and such a cache look the same.
  static let callsThatFillSmall = 128.0

  init(_ series: Series) { self.init(Round(series)) }
  init(_ readings: Round) {
    whole = readings
    round = readings.last(Trend.windows)
  }

  func course(allowed: Double) -> Course {
    for round in [round, round.paired] where grows(round, allowed) {
      let clause = "\(figures(round)), ever more slowly"
      return round.isSlowing ? .unsettled(clause) : .goesOn(perCall: round.perCall, inSteps: false)
    }
    if let steps = RegularSteps(whole), steps.perCall > allowed, steps.count >= RegularSteps.fewest {
      return .goesOn(perCall: steps.perCall, inSteps: false)
    }
    if Doublings(whole).goOn(perCall: allowed) {
      return whole.calls >= Trend.callsThatFill
        ? .goesOn(perCall: whole.meanPerCall, inSteps: true) : .unsettled("it grew each time the calls doubled")
    }
    if climbs(allowed) { return .unsettled(figures(round)) }
    return grewAtLast(allowed) ? .unsettled("each of the last \(round.windows.count / 2) windows grew") : .settled
  }

  /// Of what grows in equal steps now and then: whether the time since the last one is none that tells, since an earlier one
  /// was waited for as long. The step's own place is known to a window only.
  func mayStep(allowed: Double) -> Bool {
    let steps = zip(whole.readings, whole.readings.dropFirst()).filter { $1.value > $0.value }.map(\.1.calls)
    guard let last = steps.last, whole.meanPerCall > allowed else { return false }
    let longest = zip([0] + steps, steps).map { $1 - $0 }.max() ?? 0
    return whole.calls - last <= longest * Trend.blur
  }
  private static let blur = 1.25

  private func grows(_ round: Round, _ allowed: Double) -> Bool {
    round.windows.count >= Trend.fewestWindows && round.share >= Trend.grows && round.perCall > allowed
  }

  private func figures(_ round: Round) -> String { "\(round.growing) of \(round.windows.count) windows grew" }

  /// The level of each part of the round lies above that of the part before: a counter that flickers by one, a step that
  /// is made once, and a cache that is full before the last quarter don't do so.
  private func climbs(_ allowed: Double) -> Bool {
    guard round.windows.count >= Trend.fewestWindows else { return false }
    let levels = round.parts(round.windows.count < 8 ? 3 : 4).map(\.level)
    return zip(levels, levels.dropFirst()).allSatisfy { Round.mean($0, $1) > allowed }
  }

  /// What fell or stood still, and then began to grow.
  private func grewAtLast(_ allowed: Double) -> Bool {
    let half = round.last(round.windows.count / 2)
    return half.windows.count >= Trend.fewestWindows && half.share == 1 && half.perCall > allowed
  }
}
