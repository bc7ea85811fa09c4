import Model

/// How much longer a call of the new release may take, as a share of the old one's time.
package struct TimeBudget: Sendable, Equatable {
  package var share: Double
  /// Asked for: past it a release is wrong, and not only worth a look.
  package var isGiven: Bool
  package init(share: Double, isGiven: Bool) { (self.share, self.isGiven) = (share, isGiven) }

  package static let standard = TimeBudget(share: 0.1, isGiven: false)
}

/// Seconds of a call of two releases, measured in turn: old, new, old, new … in processes of their own.
///
/// Whatever disturbs a process only adds to its time, so that its fastest windows are its own and the fastest processes speak for
/// a release: the three of the old one are held against the three of the new one, the fastest against the fastest.
package struct CallTimes: Sendable {
  /// Of each process, the seconds of its fast windows, fastest process first; as many of the new release as of the old.
  private let old: [Double]
  private let new: [Double]

  /// Processes of each that are held against each other.
  private static let fastest = 3
  /// What the fastest three may differ by on a calm machine; where they differ by more, more pairs are worth their time.
  private static let calm = 1.04

  /// Nil of fewer than three pairs, which have no spread worth the name.
  package init?(old: [[Double]], new: [[Double]]) {
    self.old = old.compactMap(Self.fast).sorted()
    self.new = new.compactMap(Self.fast).sorted()
    guard self.old.count == self.new.count, self.old.count >= Self.fastest, (self.old + self.new).allSatisfy({ $0 > 0 })
    else { return nil }
  }

  /// The tenth part of the windows is faster: the very fastest may be one that garbage collection has passed by.
  private static func fast(_ windows: [Double]) -> Double? {
    let sorted = windows.sorted()
    return sorted.isEmpty ? nil : sorted[sorted.count / 10]
  }

  /// New ÷ old of the fastest three of each, lowest first.
  package var ratios: [Double] { zip(new, old).prefix(Self.fastest).map { $0 / $1 }.sorted() }

  /// How much the fastest processes of one release differ among themselves: the third ÷ the first.
  package var noise: Double { max(Self.spread(old), Self.spread(new)) }

  private static func spread(_ seconds: [Double]) -> Double { seconds[fastest - 1] / seconds[0] }

  package var isSteady: Bool { noise <= Self.calm }

  /// Slower only where all three are past the budget, and their median past what either release shows against itself.
  package func change(_ exercise: String, _ runtime: String, _ budget: TimeBudget) -> Change {
    let (ratios, noise) = (ratios, noise)
    let (low, middle, high) = (ratios[0], ratios[1], ratios[2])
    let isSlower = low > 1 + budget.share && middle > noise
    let isFaster = high < 1 / (1 + budget.share) && middle < 1 / noise
    let times =
      "\(Self.text(middle)) times the old one's time (\(Self.text(low))–\(Self.text(high)), \(old.count) pairs; a release "
      + "against itself up to \(Self.text(noise)))"
    return Change(
      isSlower ? "call-slower" : isFaster ? "call-faster" : "call-time",
      isSlower ? (budget.isGiven ? .error : .warning) : .information,
      "\(exercise) takes \(times)" + (isSlower ? ", past the budget of \(Self.text(1 + budget.share))." : "."),
      member: "\(runtime)/\(exercise)",
      facts: [
        "ratio": .number(middle), "lowest": .number(low), "highest": .number(high), "noise": .number(noise),
        "pairs": .number(Double(old.count)),
      ])
  }

  private static func text(_ ratio: Double) -> String {
    let hundredths = Int((ratio * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
