import Model

/// Counters stop growing as the calls go up.
///
/// Growth is growth that goes on: of the last round of windows nine in ten grew, and the median window grew by more than is
/// let go. A bounded cache, a one-time initialisation and an allocator's retention have stopped by then; sixteen bytes every
/// thousandth call have not, since counts are exact. (psleak judges by growth that goes on as well, over RSS-like figures.)
struct Settles: Check {
  private struct Counter {
    var fact: String
    var perCall: Double
  }
  private let counters: [Counter]

  /// Shares of growing windows: from here on it is growth; between the two nobody can say.
  static let grows = 0.9
  static let settled = 0.5
  /// A round of fewer windows is no majority of anything.
  static let fewestWindows = 5
  /// Only runtimes that can count all references have this series.
  static let optional: Set<String> = ["total-references"]

  init(_ expectations: [Expectation]) {
    counters = expectations.compactMap {
      if case .settles(let fact, let perCall) = $0 { Counter(fact: fact, perCall: perCall) } else { nil }
    }
  }

  var isEmpty: Bool { counters.isEmpty }

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    var outcome = CheckOutcome()
    var trends: [(Counter, Trend)] = []
    for counter in counters {
      guard let series = evidence.series(counter.fact) else {
        if !Settles.optional.contains(counter.fact) { outcome.unestablished.append("no reading of \(counter.fact)") }
        continue
      }
      let trend = Trend(series)
      guard trend.windows >= Settles.fewestWindows else {
        outcome.unestablished.append("only \(trend.windows) windows of \(counter.fact) were read")
        continue
      }
      trends.append((counter, trend))
    }
    let growing = trends.filter { $1.goesOn(perCall: $0.perCall) }
    outcome.findings = findings(growing, evidence)
    let unsettled = trends.filter { $1.isUnsettled(perCall: $0.perCall) }
    outcome.unestablished += unsettled.map { unsettled($0, $1) }
    return outcome
  }

  private func unsettled(_ counter: Counter, _ trend: Trend) -> String {
    "\(counter.fact) had not settled after \(Figures.count(trend.calls)) calls: \(trend.growing) of \(trend.windows) "
      + "windows grew"
  }

  /// Blocks and bytes of one leak are one finding, told in both.
  private func findings(_ growing: [(Counter, Trend)], _ evidence: Evidence) -> [Finding] {
    let blocks = growing.contains { $0.0.fact == "live-heap-blocks" }
    return growing.filter { !(blocks && $0.0.fact == "live-heap-bytes") }.map { counter, trend in
      finding(counter.fact, trend, evidence)
    }
  }

  private func finding(_ fact: String, _ trend: Trend, _ evidence: Evidence) -> Finding {
    var facts: [String: Value] = [
      "per-call": .number(trend.perCall), "calls": .number(trend.calls),
      "windows-growing": .string("\(trend.growing)/\(trend.windows)"),
    ]
    var amount = "\(Figures.rate(trend.perCall)) \(Settles.unit(fact, trend.perCall))"
    if fact == "live-heap-blocks", let bytes = evidence.series("live-heap-bytes").map(Trend.init) {
      facts["bytes-per-call"] = .number(bytes.meanPerCall)
      amount += " (\(Figures.rate(bytes.meanPerCall)) bytes)"
    }
    let kind = evidence.cell.exercise?.raises == nil ? "call" : "failing call"
    let message = "keeps \(amount) a \(kind), and goes on: \(Figures.count(trend.calls)) calls"
    return evidence.finding(message, fact: fact, facts: facts, where: Allocation.lines(evidence))
  }

  private static func unit(_ fact: String, _ count: Double) -> String {
    let words = [
      "live-heap-blocks": ("block", "blocks"), "live-heap-bytes": ("byte", "bytes"),
      "mapped-bytes": ("byte of mapped memory", "bytes of mapped memory"),
      "open-descriptors": ("open descriptor", "open descriptors"), "threads": ("thread", "threads"),
      "total-references": ("reference", "references"),
    ]
    guard let (one, many) = words[fact] else { return "of \(fact)" }
    return count == 1 ? one : many
  }
}

/// The last round of a series' windows.
struct Trend: Sendable, Equatable {
  private(set) var windows = 0
  private(set) var growing = 0
  /// Median over the windows.
  private(set) var perCall = 0.0
  private(set) var meanPerCall = 0.0
  /// Calls made when the last window ended.
  private(set) var calls = 0.0

  /// Readings of one round; Harnesses/Instruments/Growth/growth.c.
  static let round = 16

  init(_ series: Series) {
    let readings = Array(zip(series.calls, series.values))
    guard readings.count > 1 else { return }
    let last = readings.suffix(Trend.round + 1)
    let steps = zip(last, last.dropFirst()).map { (calls: $1.0 - $0.0, growth: $1.1 - $0.1) }.filter { $0.calls > 0 }
    windows = steps.count
    growing = steps.count { $0.growth > 0 }
    let rates = steps.map { $0.growth / $0.calls }.sorted()
    perCall = rates.isEmpty ? 0 : (rates[(rates.count - 1) / 2] + rates[rates.count / 2]) / 2
    calls = readings[readings.count - 1].0
    let made = steps.reduce(0) { $0 + $1.calls }
    meanPerCall = made > 0 ? steps.reduce(0) { $0 + $1.growth } / made : 0
  }

  private var share: Double { windows == 0 ? 0 : Double(growing) / Double(windows) }

  func goesOn(perCall allowed: Double) -> Bool { share >= Settles.grows && perCall > allowed }
  func isUnsettled(perCall allowed: Double) -> Bool {
    share >= Settles.settled && share < Settles.grows && perCall > allowed
  }
}
