import Model

/// Windows of calls that follow each other: how much a counter grew in each.
struct Round: Sendable, Equatable {
  struct Reading: Sendable, Equatable {
    var calls: Double
    var value: Double
  }
  struct Window: Sendable, Equatable {
    var calls: Double
    var growth: Double
    var rate: Double { growth / calls }
  }
  let readings: [Reading]
  let windows: [Window]

  /// Readings that don't go on from the one before are left out.
  init(_ readings: some Sequence<Reading>) {
    var kept: [Reading] = []
    for reading in readings where reading.calls > kept.last?.calls ?? -.infinity { kept.append(reading) }
    self.readings = kept
    windows = zip(kept, kept.dropFirst()).map { before, after in
      Window(calls: after.calls - before.calls, growth: after.value - before.value)
    }
  }

  init(calls: [Double], values: [Double]) { self.init(zip(calls, values).map(Reading.init)) }
  init(_ series: Series) { self.init(calls: series.calls, values: series.values) }

  /// Calls of the exercise in all when the last window ended.
  var calls: Double { readings.last?.calls ?? 0 }
  var growing: Int { windows.count { $0.growth > 0 } }
  var share: Double { windows.isEmpty ? 0 : Double(growing) / Double(windows.count) }
  var meanPerCall: Double { Round.mean(readings.first, readings.last) }

  /// The mean of the windows without the highest and the lowest eighth: one-time steps and single collections are outside.
  var perCall: Double {
    let rates = windows.map(\.rate).sorted()
    let outside = rates.count < 3 ? 0 : max(1, rates.count / 8)
    let middle = rates.dropFirst(outside).dropLast(outside)
    return middle.isEmpty ? 0 : middle.reduce(0, +) / Double(middle.count)
  }

  static func mean(_ from: Reading?, _ to: Reading?) -> Double {
    guard let from, let to, to.calls > from.calls else { return 0 }
    return (to.value - from.value) / (to.calls - from.calls)
  }
}

extension Round {
  func last(_ windows: Int) -> Round { Round(readings.suffix(windows + 1)) }
  func first(_ windows: Int) -> Round { Round(readings.prefix(windows + 1)) }

  /// Two windows as one, the last ones whole: what happens in two windows of three happens in each pair.
  var paired: Round {
    let last = readings.indices.last ?? 0
    return Round(readings.enumerated().filter { (last - $0.offset).isMultiple(of: 2) }.map(\.element))
  }

  /// Parts of equal length, the last reading of one being the first of the next.
  func parts(_ count: Int) -> [Round] {
    guard windows.count >= count else { return [] }
    return (0..<count).map { part in
      Round(readings[(windows.count * part / count)...(windows.count * (part + 1) / count)])
    }
  }

  /// The median of its readings without the first, which is the part's before; the lower one of two, so that it was read.
  var level: Reading? {
    let sorted = readings.dropFirst().map(\.value).sorted()
    return sorted.isEmpty ? nil : Reading(calls: calls, value: sorted[(sorted.count - 1) / 2])
  }

  /// Whether the rate falls from the first half to the second by a quarter and more.
  ///
  /// A rate that falls as 1 ÷ calls, a cache that fills ever more slowly, falls to 0.72 over growth.c's second round of windows
  /// (17,000 to 33,000 calls); that of a leak stays. Seen in both means: a step moves the one, what comes in ones the other.
  var isSlowing: Bool {
    let (early, late) = (first(windows.count / 2), last(windows.count / 2))
    return abs(late.perCall) < abs(early.perCall) * Round.slowed
      && abs(late.meanPerCall) < abs(early.meanPerCall) * Round.slowed
  }
  private static let slowed = 0.75
}
