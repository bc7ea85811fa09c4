import Model

/// Counters stop growing as the calls go up.
///
/// Growth is growth that goes on, as Trend sees it. A bounded cache, a one-time initialisation and an allocator's retention
/// have stopped by the last round; sixteen bytes every thousandth call have not, since counts are exact.
struct Settles: Check {
  private struct Counter {
    var fact: String
    var allowed: Double
    var hosts: [HostKind]
  }
  private struct Growing {
    var fact: String
    var trend: Trend
    var perCall: Double
    var inSteps: Bool
  }
  private let counters: [Counter]

  private static let blocks = "live-heap-blocks"
  private static let bytes = "live-heap-bytes"
  /// Of a process whose runtime takes memory for itself; `blocks` and `bytes` are the artifact's own there.
  private static let process: Set = ["process-heap-blocks", "process-heap-bytes"]

  /// Grow in pages of 64 KiB and never shrink: a leak looks like a step now and then where few calls were made.
  private static let paged: Set<String> = ["linear-memory-bytes"]

  init(_ expectations: [Expectation]) {
    counters = expectations.compactMap {
      if case .settles(let fact, let perCall, let hosts) = $0 {
        Counter(fact: fact, allowed: perCall, hosts: hosts)
      } else {
        nil
      }
    }
  }

  var isEmpty: Bool { counters.isEmpty }

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    var outcome = CheckOutcome()
    var growing: [Growing] = []
    var unsettled: [(fact: String, text: String)] = []
    let read = counters.filter { isRead($0, evidence) && !isLetGo($0.fact, evidence) }
    if read.isEmpty { outcome.unestablished.append("none of the counters is read by this runtime") }
    for counter in read {
      guard let trend = trend(counter.fact, evidence, &outcome), !isRuntimesOwn(counter.fact, trend, evidence) else {
        continue
      }
      switch trend.course(allowed: counter.allowed) {
      case .settled where Settles.paged.contains(counter.fact) && trend.mayStep(allowed: counter.allowed):
        unsettled.append((counter.fact, Settles.unsettled(counter.fact, trend, "a page is added now and then")))
      case .settled: break
      case .unsettled(let why): unsettled.append((counter.fact, Settles.unsettled(counter.fact, trend, why)))
      case .goesOn(let perCall, let inSteps):
        growing.append(Growing(fact: counter.fact, trend: trend, perCall: perCall, inSteps: inSteps))
      }
    }
    let moving = Set(growing.map(\.fact) + unsettled.map(\.fact))
    outcome.findings = growing.filter { !isTold($0.fact, by: Set(growing.map(\.fact))) && !isOfThreads($0, growing) }
      .map { finding($0, evidence) }
    outcome.unestablished += unsettled.filter { !isTold($0.fact, by: moving) }.map(\.text)
    return outcome
  }

  /// Native memory that the runtime took for itself, as the second pass shows.
  private func isRuntimesOwn(_ fact: String, _ trend: Trend, _ evidence: Evidence) -> Bool {
    guard Settles.process.contains(fact), let blocks = evidence.series("process-heap-blocks") else { return false }
    return HeapOrigin(evidence: evidence).isRuntimesOwn(perCall: abs(Trend(blocks).round.perCall))
  }

  /// Whether native memory did not settle, so that a second pass has to say whose it is.
  func asksWhose(_ evidence: Evidence) -> Bool {
    counters.contains { counter in
      guard Settles.process.contains(counter.fact), let series = evidence.series(counter.fact) else { return false }
      return Trend(series).course(allowed: counter.allowed) != .settled
    }
  }

  /// Blocks and bytes of one leak are one finding, told in both; so are the artifact's and the process's.
  private func isTold(_ fact: String, by facts: Set<String>) -> Bool {
    if fact == Settles.bytes { return facts.contains(Settles.blocks) }
    guard Settles.process.contains(fact) else { return false }
    let others = [Settles.blocks, Settles.bytes] + (fact == "process-heap-bytes" ? ["process-heap-blocks"] : [])
    return !facts.isDisjoint(with: others)
  }

  /// A thread has a block of its own (glibc's vector of thread-local storage): no more of them than threads are no second
  /// leak, and a thread that runs is not joined either.
  private func isOfThreads(_ one: Growing, _ growing: [Growing]) -> Bool {
    func perCall(_ fact: String) -> Double { growing.first { $0.fact == fact }?.perCall ?? 0 }
    let running = perCall("threads")
    if one.fact == "unjoined-threads" { return running > 0 }
    let threads = max(running, perCall("unjoined-threads"))
    let isBlocks = one.fact == Settles.blocks || one.fact == Settles.bytes
    return isBlocks && threads > 0 && perCall(Settles.blocks) <= threads * Settles.alike
  }
  private static let alike = 1.02

  private func isRead(_ counter: Counter, _ evidence: Evidence) -> Bool {
    counter.hosts.isEmpty || evidence.cell.runtime.map { counter.hosts.contains($0.host) } ?? true
  }

  /// Only a runtime that counts all references has their series.
  private func isLetGo(_ fact: String, _ evidence: Evidence) -> Bool {
    fact == "total-references" && evidence.series(fact) == nil
      && evidence.cell.runtime?.capabilities.contains(.totalReferences) != true
  }

  private func trend(_ fact: String, _ evidence: Evidence, _ outcome: inout CheckOutcome) -> Trend? {
    guard let series = evidence.series(fact) else {
      outcome.unestablished.append("no reading of \(fact)")
      return nil
    }
    let trend = Trend(series)
    guard trend.round.windows.count >= Trend.fewestWindows else {
      let windows = Figures.counted(trend.round.windows.count, "window")
      outcome.unestablished.append(
        "only \(windows) of \(fact) could be read; at least \(Trend.fewestWindows) are needed")
      return nil
    }
    return trend
  }

  private static func unsettled(_ fact: String, _ trend: Trend, _ why: String) -> String {
    "\(fact) had not settled after \(Figures.count(trend.whole.calls)) calls: \(why); an exercise with a shorter call gets "
      + "more of them"
  }

  private func finding(_ growing: Growing, _ evidence: Evidence) -> Finding {
    let (fact, round) = (growing.fact, growing.trend.round)
    var facts: [String: Value] = [
      "per-call": .number(growing.perCall), "calls": .number(round.calls),
      "windows-growing": .string("\(round.growing)/\(round.windows.count)"),
    ]
    var bytes: Double?
    if fact == Settles.blocks, let whole = evidence.series(Settles.bytes).map(Round.init) {
      let perCall = RegularSteps(whole)?.perCall ?? whole.last(Trend.windows).perCall
      bytes = perCall
      facts["bytes-per-call"] = .number(perCall)
    }
    let call = evidence.cell.exercise?.raises == nil ? "call" : "failing call"
    let amount = Settles.amount(fact, growing.perCall, bytes: bytes, call)
    let steps = growing.inSteps ? " on average, in ever larger steps as of a table that is never emptied," : ""
    let message =
      "keeps \(amount)\(steps) and has not stopped after \(Figures.count(round.calls)) calls"
      + FewCalls.clause(round.calls)
    return evidence.finding(
      message, fact: fact, facts: facts, where: Allocation.lines(evidence, of: fact),
      severity: FewCalls.severity(round.calls))
  }

  /// `1 block (24 bytes) per call`; of what is counted and comes seldom, `1 block (24 bytes) every 1,000 calls`.
  private static func amount(_ fact: String, _ perCall: Double, bytes: Double?, _ call: String) -> String {
    let every = (1 / perCall).rounded()
    let isSeldom = Settles.counted.contains(fact) && every >= 2
    let times = isSeldom ? every : 1
    let size = bytes.map { " (\(Figures.rate($0 * times)) bytes)" } ?? ""
    let count = perCall * times
    let amount = "\(Figures.rate(isSeldom ? 1 : count)) \(unit(fact, isSeldom ? 1 : count))\(size)"
    return isSeldom ? "\(amount) every \(Figures.count(every)) \(call)s" : "\(amount) per \(call)"
  }

  /// Come in whole ones; bytes may be a mean of anything.
  private static let counted: Set<String> = [
    blocks, "process-heap-blocks", "open-descriptors", "threads", "unjoined-threads",
  ]

  private static func unit(_ fact: String, _ count: Double) -> String {
    let words = [
      "live-heap-blocks": ("block", "blocks"), "live-heap-bytes": ("byte", "bytes"),
      "process-heap-blocks": ("block in the runtime", "blocks in the runtime"),
      "process-heap-bytes": ("byte in the runtime", "bytes in the runtime"),
      "mapped-bytes": ("byte of mapped memory", "bytes of mapped memory"),
      "open-descriptors": ("open descriptor", "open descriptors"), "threads": ("thread", "threads"),
      "unjoined-threads": ("thread that is never joined", "threads that are never joined"),
      "total-references": ("reference", "references"), "v8-heap-bytes": ("byte of V8 heap", "bytes of V8 heap"),
      "external-bytes": ("byte held outside of V8's heap", "bytes held outside of V8's heap"),
      "linear-memory-bytes": ("byte of linear memory", "bytes of linear memory"),
    ]
    guard let (one, many) = words[fact] else { return "of \(fact)" }
    return Figures.rate(count) == "1" ? one : many
  }
}

/// Growth over a handful of calls is told, as a warning: a cache that fills looks the same.
enum FewCalls {
  static func severity(_ calls: Double) -> Severity? { calls < Trend.callsThatFillSmall ? .warning : nil }

  static func clause(_ calls: Double) -> String {
    guard calls < Trend.callsThatFillSmall else { return "" }
    return
      "; in so few, a cache of \(Figures.count(Trend.callsThatFillSmall)) entries looks the same: make the call shorter"
  }
}
