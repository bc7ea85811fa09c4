/// Growth by the same amount each time as many calls have been made: a block every thousandth call of one that is too slow
/// for a thousand calls a window.
///
/// A cache fills whenever something new comes and a lazy initialisation comes once; neither keeps time.
struct RegularSteps: Sendable, Equatable {
  /// How often it grew.
  let count: Int
  /// Calls from one step to the next.
  let period: Double
  let perCall: Double

  static let fewest = 4
  /// Of the shortest wait between two steps, how much longer another may be.
  private static let alike = 1.25

  /// Nil where it fell once, grew by different amounts or out of time, or has stopped.
  init?(_ round: Round) {
    let spans = zip(round.readings, round.readings.dropFirst()).filter { $0.value != $1.value }
    let ends = spans.map { $1.calls }
    guard let first = spans.first, let last = spans.last, spans.count >= 2 else { return nil }
    let size = first.1.value - first.0.value
    guard size > 0, spans.allSatisfy({ $1.value - $0.value == size }) else { return nil }
    let blur = spans.map { $1.calls - $0.calls }.max() ?? 0
    let waits = zip(ends, ends.dropFirst()).map { $1 - $0 }
    guard let least = waits.min(), let most = waits.max(), most <= least * RegularSteps.alike + 2 * blur,
      least > 2 * blur, round.calls - last.1.calls <= most * RegularSteps.alike
    else { return nil }
    count = spans.count
    period = (last.1.calls - first.1.calls) / Double(waits.count)
    perCall = size / period
  }
}
