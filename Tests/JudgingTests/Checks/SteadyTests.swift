import Model
import Testing

@testable import Judging

@Suite struct SteadyTests {
  private func judge(_ drifts: [Observation], of kinds: [Drift.Kind] = [.object, .singleton]) -> CellResult {
    Bench.judge(
      Bench.cell([.steady(kinds: kinds, perCall: 0.05)], asks: .exercise),
      [Step.initialise, .import, .setup, .call].map(Observation.step) + drifts + Bench.rounds())
  }
  private func repeated(_ value: Double, _ count: Int = 16) -> [Double] { Array(repeating: value, count: count) }

  @Test func `counts that don't drift pass`() { #expect(judge([]).verdict == .passed) }

  @Test func `a gained reference is never freed`() throws {
    let result = judge([Bench.drift(growth: repeated(1000))])
    #expect(result.verdict == .failed)
    let finding = try #require(result.findings.first)
    #expect(finding.message == "str 'abc' gains 1 reference per call, over 17,002 calls: it is never freed")
    #expect(finding.where == ["str 'abc': 1 a call, reached as text"])
    #expect(finding.facts["per-call"] == 1)
  }

  @Test func `a lost reference frees what is in use`() {
    let result = judge([Bench.drift(.singleton, "NoneType None", growth: repeated(-2000))])
    #expect(
      result.findings.map(\.message) == [
        "NoneType None loses 2 references per call, over 17,002 calls: it is freed while in use"
      ])
  }

  @Test(arguments: [49.0, -49, 0]) func `what is let go, is`(perWindow: Double) {
    #expect(judge([Bench.drift(growth: repeated(perWindow))]).verdict == .passed)
  }

  @Test func `half of the windows are not enough, whichever half`() {
    #expect(judge([Bench.drift(growth: repeated(1000, 8) + repeated(0, 8))]).verdict == .passed)
    #expect(judge([Bench.drift(growth: repeated(0, 8) + repeated(1000, 8))]).verdict == .passed)
  }

  @Test func `up and down again is no drift`() {
    #expect(judge([Bench.drift(growth: repeated(1000, 8) + repeated(-1000, 8))]).verdict == .passed)
  }

  @Test func `a bounded cache of references that is full by the tenth window passes`() {
    #expect(judge([Bench.drift(growth: repeated(1000, 9) + repeated(0, 7))]).verdict == .passed)
  }

  @Test func `a drift that slows down has not settled`() {
    let growth = (1...16).map { 8000 / Double($0) }
    let result = judge([Bench.drift(growth: growth)])
    #expect(result.verdict == .notEstablished)
    #expect(result.reason?.hasPrefix("the references to str 'abc' had not settled after 17,002 calls") == true)
  }

  @Test func `types and objects are different questions`() {
    let type = Bench.drift(.type, "type words.Counter", growth: repeated(1000))
    #expect(judge([type]).verdict == .passed)
    #expect(judge([type], of: [.type]).verdict == .failed)
    #expect(judge([Bench.drift(growth: repeated(1000))], of: [.type]).verdict == .passed)
  }

  @Test func `the worst comes first, the others with it`() throws {
    let result = judge([
      Bench.drift(growth: repeated(100)), Bench.drift(.object, "list object", growth: repeated(-3000)),
    ])
    let finding = try #require(result.findings.first)
    #expect(result.findings.count == 1)
    #expect(finding.facts["object"] == "list object")
    #expect(finding.facts["objects-drifting"] == 2)
    #expect(finding.where == ["list object: -3 a call, reached as text", "str 'abc': 0.1 a call, reached as text"])
  }

  @Test func `six windows of one call are judged by their halves, as a warning`() {
    #expect(judge([Bench.drift(growth: repeated(1, 6), calls: 1)]).verdict == .warned)
  }

  @Test func `counts that were not read, or over too few windows, establish nothing`() {
    let check = Steady(kinds: [.object], perCall: 0.05)
    #expect(Bench.outcome(check, Bench.run()) == .unestablished("the reference counts were not read"))
    let few: [Observation] = [.series(Bench.series("threads", growth: [0])), .fact("calls", 4)]
    #expect(
      Bench.outcome(check, few) == .unestablished("the reference counts were read over only 1 window"))
  }
}
