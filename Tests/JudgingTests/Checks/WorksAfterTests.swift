import Model
import Testing

@testable import Judging

@Suite struct WorksAfterTests {
  private static let all: [Step] = [.initialise, .import, .setup, .call, .after]

  private func judge(_ more: [Observation], steps: [Step] = all) -> CellResult {
    Bench.judge(Bench.cell([.worksAfter], asks: .recoveringExercise), Bench.run(steps, more))
  }

  @Test func `it works after a return, an error and a panic`() {
    #expect(judge([]).verdict == .passed)
    #expect(judge([Bench.raised("ValueError", during: .call)]).verdict == .passed)
    #expect(judge([Bench.panic]).verdict == .passed)
  }

  @Test(arguments: [
    ([Observation](), "returned"), ([Bench.raised("ValueError", during: .call)], "raised ValueError"),
  ])
  func `what the code after it raises is a finding that tells how the call ended`(call: [Observation], how: String)
    throws
  {
    let result = judge(call + [Bench.raised("RuntimeError", during: .after, message: "poisoned lock")])
    #expect(result.verdict == .failed)
    let finding = try #require(result.findings.first)
    #expect(
      finding.message == "unusable once the call has \(how): the code after it raised RuntimeError: poisoned lock")
    #expect(finding.facts == ["fact": "after", "type": "RuntimeError", "call": .string(how)])
  }

  @Test func `code that was never reached establishes nothing`() {
    let result = judge([], steps: [.initialise, .import, .setup, .call])
    #expect(result.verdict == .notEstablished)
    #expect(result.reason == "the code after the call was never reached")
  }

  @Test func `a set-up that raised establishes nothing`() {
    let result = judge([Bench.raised("KeyError", during: .setup)], steps: [.initialise, .import, .setup])
    #expect(result.reason == "setup raised KeyError: no")
  }
}
