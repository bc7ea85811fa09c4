import Model
import Testing

@testable import Judging

@Suite struct SoundTests {
  private func judge(_ observations: [Observation]) -> CellResult {
    Bench.judge(Bench.cell([.sound], asks: .package, exercise: nil), observations)
  }
  private func defect(_ kind: String, _ severity: Severity) -> Observation {
    .defect(Defect(kind: kind, severity: severity, message: "\(kind)!", member: "a.so", facts: ["found": 2]))
  }

  @Test func `a file without defects passes, and needs no process`() {
    #expect(judge([.step(.done)]).verdict == .passed)
  }

  @Test func `each defect is a finding of its own severity`() throws {
    let result = judge([defect("bad-tag", .error), defect("old-tag", .warning), .step(.done)])
    #expect(result.verdict == .failed)
    #expect(result.findings.map(\.severity) == [.error, .warning])
    let first = try #require(result.findings.first)
    #expect(first.rule == "group/question")
    #expect(first.facts == ["fact": "bad-tag", "found": 2])
    #expect(first.where == ["a.so"])
  }

  @Test func `warnings alone warn`() { #expect(judge([defect("old-tag", .warning), .step(.done)]).verdict == .warned) }

  @Test func `a file that was not read to its end establishes nothing`() {
    #expect(judge([]).verdict == .notEstablished)
    #expect(judge([.unmeasured("no answer for wasm yet"), .step(.done)]).reason == "no answer for wasm yet")
  }
}
