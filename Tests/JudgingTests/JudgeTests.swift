import Model
import Testing

@testable import Judging

@Suite struct JudgeTests {
  @Test func `a cell that was not run has the verdict and the reason of the plan`() {
    var cell = Bench.cell([.exits])
    cell.unrun = Cell.Unrun(verdict: .skipped, reason: "once")
    let result = Bench.judge(cell, [])
    #expect(result.verdict == .skipped)
    #expect(result.reason == "once")
  }

  @Test func `a result has the cell's id, its exit and the command that repeats it`() {
    let result = Bench.judge(Bench.cell([.exits]), Bench.run())
    #expect(result.id.description == "words/cpython/group/question/use")
    #expect(result.exit == Exit(code: 0, signal: nil, deadline: nil, seconds: 0.5))
    #expect(result.repeat == "harness run")
    #expect(result.verdict == .passed)
  }

  @Test func `what could not run at all keeps what is said of it`() {
    let result = Judge.unrun(Bench.cell([.exits]), verdict: .broken, reason: "no cc", seconds: 2, repeat: "again")
    #expect((result.verdict, result.reason ?? "", result.seconds) == (.broken, "no cc", 2))
  }

  @Test func `a skip is a skip, unless the process died`() {
    #expect(Bench.judge(Bench.cell([.exits]), Bench.run(more: [.skip("no module")])).verdict == .skipped)
    let dead = Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"), [.skip("no module")])
    #expect(Bench.judge(Bench.cell([.exits]), dead).verdict == .failed)
  }

  @Test func `the severity of the probe decides between warned and failed`() {
    let left = [Step.initialise, .import, .setup, .call, .done].map(Observation.step) + [Bench.exit(descendants: 1)]
    #expect(Bench.judge(Bench.cell([.exits]), left).verdict == .failed)
    #expect(Bench.judge(Bench.cell([.exits], severity: .warning), left).verdict == .warned)
  }

  @Test func `what could not be measured is never a pass, and all of it is told`() {
    let observations = Bench.run(more: [.unmeasured("no heartbeat"), .unmeasured("no heap")])
    let result = Bench.judge(Bench.cell([.exits, .equals(fact: "n", value: 1)]), observations)
    #expect(result.verdict == .notEstablished)
    #expect(result.reason == "no heartbeat; no heap; no reading of n")
  }

  @Test func `a finding counts for more than what is missing`() {
    let observations = Bench.run(more: [.unmeasured("no heap"), .fact("n", 2)])
    #expect(Bench.judge(Bench.cell([.equals(fact: "n", value: 1)]), observations).verdict == .failed)
  }

  @Test func `a probe that expects nothing judges nothing`() {
    #expect(Bench.judge(Bench.cell([]), Bench.run()).verdict == .notEstablished)
  }

  @Test func `the same observations give the same result`() {
    let observations = Bench.rounds([Bench.series("threads", growth: Array(repeating: 1, count: 16))])
    let cell = Bench.cell(Bench.settling, asks: .exercise)
    #expect(Bench.judge(cell, observations) == Bench.judge(cell, observations))
  }
}
