import Model

/// The host goes on while a call runs: the worst gap of its heartbeat is small beside the call, or within the budget.
struct Lets: Check {
  var fact: String
  var holds: Double
  var releases: Double

  /// Two of CPython's switch intervals (5 ms, sys.getswitchinterval): the longest that pure Python keeps others waiting
  /// with one of them lost to the scheduler.
  private static let budget = 10.0
  /// A control in the same process that holds has to read this much, or the heartbeat is blind.
  private static let leastControl = 0.5
  /// Milliseconds. Calls that release had waits of up to 77 ms on a busy machine.
  private static let longestWait = 100.0
  /// Of a call, what the heartbeat may have missed in one piece; hold.c tries again beyond it.
  private static let missed = 0.3
  /// The gap that counts stands this far above what the machine itself caused.
  private static let aboveNoise = 3.0

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let ratio = evidence.number(fact), let gap = evidence.number("worst-gap-ms"),
      let noise = evidence.number("noise-gap-ms"), let control = evidence.number("control-held-ratio")
    else { return .unestablished("the heartbeat was not read") }
    guard let budget = budget(evidence.cell.exercise) else { return .holds }
    guard control >= Lets.leastControl else {
      return .unestablished(
        "the heartbeat saw only \(Figures.rate(control)) of a hold that was planted, so it would miss others")
    }
    if max(gap, ratio >= holds ? longestHold(gap, evidence) : 0) <= budget {
      return isSeen(evidence, budget)
        ? .holds : .unestablished("the machine was too busy: the heartbeat came late and missed most of the call")
    }
    if ratio <= releases { return gap <= longest(budget, noise) ? .holds : .unestablished(single(gap, evidence)) }
    let share = evidence.number("hold-share") ?? ratio
    if max(ratio, share) < holds {
      return .unestablished(
        "keeps the host for \(Figures.milliseconds(gap)) at a time, \(Figures.rate(ratio)) of the call: from "
          + "\(Figures.rate(holds)) on it holds, up to \(Figures.rate(releases)) it lets go; a longer call would tell")
    }
    guard gap >= noise * Lets.aboveNoise else {
      return .unestablished(
        "the machine is too noisy: it made gaps of \(Figures.milliseconds(noise)) itself, the call one of \(Figures.milliseconds(gap))"
      )
    }
    let hold = longestHold(gap, evidence)
    return CheckOutcome(findings: [finding(evidence, ratio: ratio, gap: hold, noise: noise, budget: budget)])
  }

  /// Whether the heartbeat came often enough to see a hold above the budget: it rests for a quarter of a millisecond, and
  /// for longer only where the machine lets it wait.
  private func isSeen(_ evidence: Evidence, _ budget: Double) -> Bool {
    guard let rest = evidence.number("longest-rest-ms"), let length = evidence.number("call-ms") else { return true }
    return rest <= max(budget, length * Lets.missed)
  }

  /// The gap with the rest before it, in which no beat was due: of a call that holds throughout, the whole call.
  private func longestHold(_ gap: Double, _ evidence: Evidence) -> Double {
    min(gap + (evidence.number("gap-rest-ms") ?? 0), evidence.number("call-ms") ?? gap)
  }

  /// What a call that lets go otherwise may have as its worst gap and still be plainly released.
  private func longest(_ budget: Double, _ noise: Double) -> Double {
    max(budget, Lets.longestWait, noise * Lets.aboveNoise)
  }

  private func single(_ gap: Double, _ evidence: Evidence) -> String {
    "lets the host go on for most of the call, and once kept it for \(Figures.milliseconds(gap)): the call may hold for a "
      + "while, or the machine was busy; run it again"
  }

  /// Milliseconds; nil where blocking is allowed.
  private func budget(_ exercise: Exercise?) -> Double? {
    switch exercise?.blocks ?? .never {
    case .never: Lets.budget
    case .allowed: nil
    case .atMost(let duration):
      Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }
  }

  private func finding(_ evidence: Evidence, ratio: Double, gap: Double, noise: Double, budget: Double) -> Finding {
    let length = evidence.number("call-ms") ?? gap
    let message =
      "keeps the host waiting for \(Figures.milliseconds(gap)) of a call of \(Figures.milliseconds(length)); "
      + "\(Figures.milliseconds(budget)) are allowed"
    let facts: [String: Value] = [
      fact: .number(ratio), "worst-gap-ms": .number(gap), "call-ms": .number(length), "noise-gap-ms": .number(noise),
      "budget-ms": .number(budget),
    ]
    return evidence.finding(message, fact: fact, facts: facts, where: HoldingStack.lines(evidence))
  }
}
