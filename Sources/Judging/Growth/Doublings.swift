/// Growth in ever larger steps: a list, vector or table that is never emptied is moved to a larger place each time it is
/// full, and stands still in between, so that few windows grow although it grows for ever.
///
/// Seen over spans in which the calls at least double, each has such a step, and in proportion to its calls. What is
/// bounded has none in the last; what slows down has ever less.
struct Doublings: Sendable, Equatable {
  /// Growth per call in each span, the earliest first.
  let rates: [Double]
  /// Whether it stands still at the end for longer than it ever did between two steps, in proportion to the calls.
  let hasStopped: Bool

  static let fewest = 3
  /// A step falls early or late in its span, and a span that is more than a doubling may have two: they differ by up to
  /// a factor of four. A rate of 1 ÷ calls falls to a quarter and lower over three.
  private static let alike = 0.25

  /// A step is known to a window only, which lengthens and shortens what lies between two.
  private static let blur = 1.25

  init(_ round: Round) {
    hasStopped = Doublings.hasStopped(round)
    var ends: [Round.Reading] = []
    for reading in round.readings.reversed() where reading.calls <= (ends.last.map { $0.calls / 2 } ?? .infinity) {
      ends.append(reading)
    }
    rates = zip(ends.dropFirst(), ends).map(Round.mean).reversed()
  }

  private static func hasStopped(_ round: Round) -> Bool {
    let spans = zip(round.readings, round.readings.dropFirst()).filter { $1.value > $0.value }
    guard let last = spans.last?.1.calls else { return true }
    let longest = zip(spans, spans.dropFirst()).map { before, after in after.0.calls / before.1.calls }.max() ?? 1
    return round.calls / last > longest * blur
  }

  func goOn(perCall allowed: Double) -> Bool {
    let last = rates.suffix(Doublings.fewest)
    guard !hasStopped, last.count == Doublings.fewest, let least = last.min(), let most = last.max() else {
      return false
    }
    return least > allowed && least > most * Doublings.alike
  }
}
