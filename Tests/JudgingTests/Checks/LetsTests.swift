import Model
import Testing

@testable import Judging

/// The figures are those of the trial of the heartbeat: holds read 0.83 to 1.00, releases at most 0.055, pure Python 0.09.
@Suite struct LetsTests {
  struct Reading: Sendable, CustomTestStringConvertible {
    var name: String
    var ratio, gap, call: Double
    var share: Double?
    var noise = 1.0
    var control = 0.98
    var blocks = Exercise.Blocks.never
    /// Milliseconds in which no beat was due: before the worst wait, and the longest.
    var before: Double?
    var rest: Double?
    var verdict: Verdict
    var testDescription: String { name }
  }

  static let readings: [Reading] = [
    Reading(name: "holds throughout", ratio: 1, gap: 60, call: 60, verdict: .failed),
    Reading(name: "lets go in between, as brotli", ratio: 0.83, gap: 83, call: 100, share: 0.85, verdict: .failed),
    Reading(name: "holds in two halves", ratio: 0.48, gap: 48, call: 100, share: 0.96, verdict: .failed),
    Reading(name: "releases", ratio: 0.055, gap: 45, call: 820, verdict: .passed),
    Reading(name: "pure Python", ratio: 0.09, gap: 5, call: 60, share: 0.83, verdict: .passed),
    Reading(name: "pure Python for long", ratio: 0.006, gap: 12, call: 2000, share: 0.83, verdict: .passed),
    Reading(name: "in between", ratio: 0.3, gap: 30, call: 100, verdict: .notEstablished),
    Reading(name: "at the lower bound", ratio: 0.2, gap: 20, call: 100, verdict: .passed),
    Reading(name: "at the upper bound", ratio: 0.5, gap: 50, call: 100, verdict: .failed),
    Reading(name: "a short call", ratio: 1, gap: 1, call: 1, verdict: .passed),
    Reading(name: "just within the budget", ratio: 1, gap: 10, call: 10, verdict: .passed),
    Reading(name: "just over the budget", ratio: 1, gap: 10.5, call: 10.5, verdict: .failed),
    Reading(name: "one long hold in a long call", ratio: 0.19, gap: 1900, call: 10_000, verdict: .notEstablished),
    Reading(name: "a wait of a busy machine", ratio: 0.1, gap: 77, call: 770, verdict: .passed),
    Reading(name: "noisy", ratio: 0.9, gap: 40, call: 44, noise: 20, verdict: .notEstablished),
    Reading(name: "noisy, and plain all the same", ratio: 0.9, gap: 60, call: 66, noise: 20, verdict: .failed),
    Reading(name: "blind", ratio: 0.01, gap: 1, call: 100, control: 0.4, verdict: .notEstablished),
    Reading(name: "allowed", ratio: 1, gap: 900, call: 900, blocks: .allowed, verdict: .passed),
    Reading(
      name: "allowed for 250 ms", ratio: 1, gap: 240, call: 240, blocks: .atMost(.milliseconds(250)), verdict: .passed),
    Reading(
      name: "longer than the 250 ms", ratio: 1, gap: 260, call: 260, blocks: .atMost(.milliseconds(250)),
      verdict: .failed),
    Reading(
      name: "allowed for 1 ms", ratio: 1, gap: 5, call: 5, blocks: .atMost(.milliseconds(1)), verdict: .failed),
    Reading(name: "10 ms, seen from 9.8 on", ratio: 0.98, gap: 9.8, call: 10.01, before: 0.21, verdict: .failed),
    Reading(name: "9.8 ms", ratio: 0.98, gap: 9.6, call: 9.8, before: 0.21, verdict: .passed),
    Reading(name: "the beat came late", ratio: 0.01, gap: 0.3, call: 30, rest: 28, verdict: .notEstablished),
    Reading(name: "the beat came late, in a short call", ratio: 0, gap: 0, call: 9, rest: 9, verdict: .passed),
    Reading(name: "the beat came nearly in time", ratio: 0.01, gap: 0.3, call: 60, rest: 12, verdict: .passed),
  ]

  private func judge(_ reading: Reading) -> CellResult {
    let exercise = Exercise(name: "use", call: "f()", blocks: reading.blocks)
    let heartbeat = Bench.heartbeat(
      ratio: reading.ratio, share: reading.share, gap: reading.gap, call: reading.call, noise: reading.noise,
      control: reading.control, before: reading.before, rest: reading.rest)
    return Bench.judge(Bench.cell([Bench.holding], exercise: exercise), Bench.run(more: heartbeat))
  }

  @Test(arguments: readings) func `a reading has its verdict`(reading: Reading) {
    #expect(judge(reading).verdict == reading.verdict)
  }

  @Test func `the message has the gap, the call and the budget`() throws {
    let result = judge(Self.readings[0])
    #expect(
      try #require(result.findings.first).message
        == "keeps the host waiting for 60 ms of a call of 60 ms; 10 ms are allowed")
  }

  @Test func `the stack of the second pass ends where the runtime called the artifact`() throws {
    let exercise = Exercise(name: "use", call: "f()")
    let stack = """
      thread 12
      #0 libc.so.6  usleep
      #1 words.so  hold  (src/hold.c:20)
      #2 libpython3.11.so.1.0  PyEval_EvalCode
      #3 libpython3.11.so.1.0  cfunction_call
      """
    let seen = Bench.heartbeat(ratio: 1, gap: 60, call: 60) + [.stacks(stack)]
    let result = Bench.judge(Bench.cell([Bench.holding], exercise: exercise), Bench.run(more: seen))
    #expect(
      try #require(result.findings.first).where == [
        "held in `f()`, at", "  libc.so.6  usleep", "  words.so  hold  (src/hold.c:20)",
        "  libpython3.11.so.1.0  PyEval_EvalCode",
      ])
  }

  @Test func `in between, it says what would tell`() {
    let reading = Reading(name: "", ratio: 0.3, gap: 30, call: 100, verdict: .notEstablished)
    #expect(
      judge(reading).reason
        == "keeps the host for 30 ms at a time, 0.3 of the call: from 0.5 on it holds, up to 0.2 it "
        + "lets go; a longer call would tell")
  }

  @Test func `an unread heartbeat establishes nothing, even where blocking is allowed`() {
    let exercise = Exercise(name: "use", call: "f()", blocks: .allowed)
    #expect(Bench.judge(Bench.cell([Bench.holding], exercise: exercise), Bench.run()).verdict == .notEstablished)
  }
}
