import Model
import Testing

@testable import Judging

/// Checks that read a list, and the one that reads an error's type.
@Suite struct ListsAndErrorsTests {
  private func judge(_ expects: Model.Expectation, _ observations: [Observation]) -> CellResult {
    Bench.judge(Bench.cell([expects]), Bench.run([.initialise, .import, .setup, .call], observations))
  }

  private let empty = Model.Expectation.empty(fact: "changed-inputs", says: "the call changes its input")

  @Test func `an empty list holds, none leaves the question open, and the first five of a long one are told`() throws {
    #expect(judge(empty, [.fact("changed-inputs", .array([]))]).verdict == .passed)
    #expect(judge(empty, []).reason == "no reading of changed-inputs")
    let one = judge(empty, [.fact("changed-inputs", .array(["text (bytes)"]))])
    #expect(one.findings.map(\.message) == ["the call changes its input: text (bytes)"])
    let many = judge(empty, [.fact("changed-inputs", .array((1...7).map { .string("v\($0)") }))])
    #expect(try #require(many.findings.first).message.hasSuffix("v1; v2; v3; v4; v5, and 2 more"))
  }

  @Test(arguments: [
    ("ValueError", "no number", Verdict.passed), ("Exception", "no number", .warned),
    ("BaseException", "no number", .warned), ("ValueError", " ", .warned), ("StackError", "", .passed),
    ("SystemError", "no exception set", .failed),
  ])
  func `the type of an error, and its text, decide`(type: String, message: String, verdict: Verdict) {
    #expect(judge(.errorsStructured, [Bench.raised(type, during: .call, message: message)]).verdict == verdict)
  }

  @Test func `no error and a panic are not asked`() {
    #expect(judge(.errorsStructured, []).verdict == .passed)
    #expect(judge(.errorsStructured, [Bench.panic]).verdict == .passed)
  }
}
