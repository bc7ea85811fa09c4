import Model
import Testing

@testable import Judging

@Suite struct MeasuredComparisonTests {
  private func cell(
    _ target: String, _ verdict: Verdict, _ probe: String = "ownership/call-growth", figures: [String: Value] = [:],
    reason: String? = nil
  ) -> CellResult {
    let wrong = [.failed, .warned].contains(verdict)
    return CellResult(
      id: CellID(target: target, runtime: "cpython-3.11", probe: probe, exercise: "call"), verdict: verdict,
      reason: reason,
      findings: wrong ? [Finding(rule: probe, severity: .error, message: "keeps a block", facts: figures)] : [],
      repeat: "harness check \(target)")
  }

  private func kinds(_ old: CellResult, _ new: CellResult) -> [String] {
    MeasuredComparison(old: [old], new: [new]).changes.map { "\($0.kind) \($0.weight.rawValue)" }
  }

  @Test func `what only the new release does is an error, or a warning as its finding is`() {
    #expect(kinds(cell("old", .passed), cell("new", .failed)) == ["finding-appeared error"])
    #expect(kinds(cell("old", .passed), cell("new", .warned)) == ["finding-appeared warning"])
  }

  @Test func `what the new release no longer does is told`() {
    #expect(kinds(cell("old", .failed), cell("new", .passed)) == ["finding-gone information"])
    #expect(kinds(cell("old", .passed), cell("new", .passed)) == [])
  }

  @Test func `what both do is worse where its figure has grown by a quarter`() {
    let before = cell("old", .failed, figures: ["bytes-per-call": 100])
    #expect(kinds(before, cell("new", .failed, figures: ["bytes-per-call": 124])) == ["finding-stayed information"])
    let grown = MeasuredComparison(old: [before], new: [cell("new", .failed, figures: ["bytes-per-call": 200])]).changes
    #expect(grown.map(\.kind) == ["finding-grown"] && grown.first?.facts["ratio"] == 2)
    #expect(grown.first?.message.contains("2.0 times") == true)
  }

  @Test func `a question that one release didn't answer is not compared, one that doesn't apply is passed over`() {
    let told = MeasuredComparison(
      old: [cell("old", .passed), cell("old", .skipped, "ownership/error-growth")],
      new: [cell("new", .notEstablished, reason: "it was too noisy"), cell("new", .skipped, "ownership/error-growth")])
    #expect(told.changes == [] && told.unmeasured.count == 1)
    #expect(told.unmeasured.first?.contains("it was too noisy") == true)
  }

  @Test func `cells of different questions are not held against each other`() {
    #expect(kinds(cell("old", .passed), cell("new", .failed, "blocking/host-held")) == [])
  }
}

@Suite struct CallTimesTests {
  private func change(_ old: [Double], _ new: [Double], _ budget: TimeBudget = .standard) -> Change? {
    CallTimes(old: old.map { [$0 * 1.5, $0, $0 * 0.9] }, new: new.map { [$0, $0 * 3, $0 * 0.5] })?.change(
      "call", "cpython-3.11", budget)
  }

  @Test func `a call that takes half as long again in every pair is slower`() throws {
    let told = try #require(change([1, 1.02, 0.99, 1.01, 1], [1.5, 1.52, 1.49, 1.55, 1.5]))
    #expect(told.kind == "call-slower" && told.weight == .warning)
    #expect(told.message.contains("1.50 times") && told.message.contains("5 pairs"), "\(told.message)")
    #expect(change([1, 1, 1], [1.5, 1.5, 1.5], TimeBudget(share: 0.2, isGiven: true))?.weight == .error)
    #expect(change([1, 1, 1], [1.5, 1.5, 1.5], TimeBudget(share: 0.6, isGiven: true))?.kind == "call-time")
  }

  @Test func `one pair within the budget, or an old release as unsteady, is no finding`() {
    #expect(change([1, 1, 1, 1, 1], [1.5, 1.5, 1.05, 1.5, 1.5])?.kind == "call-time")
    #expect(change([1, 2, 1, 1, 1], [1.5, 3, 1.5, 1.5, 1.5])?.kind == "call-time")
  }

  @Test func `a call that takes half the time is told as faster`() {
    let told = change([1, 1.02, 0.99], [0.5, 0.5, 0.52])
    #expect(told?.kind == "call-faster" && told?.weight == .information)
  }

  @Test func `two pairs, uneven pairs and times of nothing are no measurement`() {
    #expect(change([1, 1], [1, 1]) == nil)
    #expect(change([1, 1, 1], [1, 1]) == nil)
    #expect(change([1, 1, 0], [1, 1, 1]) == nil)
  }
}
