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
package struct CallTimes: Sendable {
  /// Of each process, the median of its windows; as many of the new release as of the old.
  private let old: [Double]
  private let new: [Double]

  /// Nil of fewer than three pairs, which have no spread worth the name.
  package init?(old: [[Double]], new: [[Double]]) {
    (self.old, self.new) = (old.compactMap(Self.median), new.compactMap(Self.median))
    guard self.old.count == self.new.count, self.old.count >= 3, (self.old + self.new).allSatisfy({ $0 > 0 }) else {
      return nil
    }
  }

  private static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }

  /// New ÷ old of each pair, smallest first.
  package var ratios: [Double] { zip(new, old).map { $0 / $1 }.sorted() }

  /// How much the old release differs from itself: its slowest process ÷ its fastest.
  package var noise: Double { (old.max() ?? 1) / (old.min() ?? 1) }

  /// Slower only where every pair is past the budget, and their median past what the old release shows against itself.
  package func change(_ exercise: String, _ runtime: String, _ budget: TimeBudget) -> Change {
    let (ratios, noise) = (ratios, noise)
    let (low, middle, high) = (ratios[0], ratios[ratios.count / 2], ratios[ratios.count - 1])
    let isSlower = low > 1 + budget.share && middle > noise
    let isFaster = high < 1 / (1 + budget.share) && middle < 1 / noise
    let times =
      "\(Self.text(middle)) times the old one's time (\(Self.text(low))–\(Self.text(high)) over "
      + "\(ratios.count) pairs; the old one against itself up to \(Self.text(noise)))"
    return Change(
      isSlower ? "call-slower" : isFaster ? "call-faster" : "call-time",
      isSlower ? (budget.isGiven ? .error : .warning) : .information,
      "\(exercise) takes \(times)" + (isSlower ? ", past the budget of \(Self.text(1 + budget.share))." : "."),
      member: "\(runtime)/\(exercise)",
      facts: ["ratio": .number(middle), "lowest": .number(low), "highest": .number(high), "noise": .number(noise)])
  }

  private static func text(_ ratio: Double) -> String {
    let hundredths = Int((ratio * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
