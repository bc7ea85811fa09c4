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
  /// Nine in ten windows are disturbed, by anything up to five times the time of the call.
  private func windows(_ seconds: Double) -> [Double] {
    (0..<50).map { $0.isMultiple(of: 8) ? seconds : seconds * (1 + Double($0) / 10) }
  }

  private func times(_ old: [Double], _ new: [Double]) -> CallTimes? {
    CallTimes(old: old.map(windows), new: new.map(windows))
  }

  private func change(_ old: [Double], _ new: [Double], _ budget: TimeBudget = .standard) -> Change? {
    times(old, new)?.change("call", "cpython-3.11", budget)
  }

  @Test func `a call that takes half as long again is slower`() throws {
    let told = try #require(change([1, 1.02, 0.99, 1.01, 1], [1.5, 1.52, 1.49, 1.55, 1.5]))
    #expect(told.kind == "call-slower" && told.weight == .warning)
    #expect(told.message.contains("1.50 times") && told.message.contains("5 pairs"), "\(told.message)")
    #expect(change([1, 1, 1], [1.5, 1.5, 1.5], TimeBudget(share: 0.2, isGiven: true))?.weight == .error)
    #expect(change([1, 1, 1], [1.5, 1.5, 1.5], TimeBudget(share: 0.6, isGiven: true))?.kind == "call-time")
  }

  @Test func `processes that were disturbed from end to end are neither a finding nor the end of one`() {
    #expect(change([1, 1, 1, 1, 1], [1.01, 1, 1.02, 1.6, 1.8])?.kind == "call-time")
    #expect(change([1, 1, 1, 3, 2], [1.3, 1.3, 1.3, 1.3, 4])?.kind == "call-slower")
  }

  @Test func `one fast process of the new release, or an old one as unsteady, is no finding`() {
    #expect(change([1, 1, 1, 1, 1], [1.5, 1.5, 1.05, 1.5, 1.5])?.kind == "call-time")
    #expect(change([1, 1.6, 1.7, 1.8, 2], [1.5, 2.4, 2.6, 2.7, 3])?.kind == "call-time")
  }

  @Test func `a call that takes half the time is told as faster`() {
    let told = change([1, 1.02, 0.99], [0.5, 0.5, 0.52])
    #expect(told?.kind == "call-faster" && told?.weight == .information)
  }

  @Test func `a release that differs from itself is worth more pairs`() {
    #expect(times([1, 1.01, 1.03, 2, 3], [1, 1, 1, 1, 1])?.isSteady == true)
    #expect(times([1, 1, 1, 1, 1], [1, 1.01, 1.02, 1.5, 2])?.isSteady == true)
    #expect(times([1, 1, 1], [1, 1.05, 1.1])?.isSteady == false)
  }

  @Test func `two pairs, uneven pairs and times of nothing are no measurement`() {
    #expect(change([1, 1], [1, 1]) == nil)
    #expect(change([1, 1, 1], [1, 1]) == nil)
    #expect(change([1, 1, 0], [1, 1, 1]) == nil)
  }
}
