import Model
import Testing

@testable import Judging

@Suite struct ReachesTests {
  private func judge(_ observations: [Observation]) -> CellResult {
    Bench.judge(Bench.cell([.reaches(.done)], asks: .artifact, exercise: nil), observations)
  }

  @Test func `the step, or one after it, is reached`() {
    #expect(judge(Bench.run([.initialise, .import])).verdict == .passed)
    #expect(Bench.outcome(Reaches(step: .import), [.step(.setup)]) == .holds)
  }

  @Test func `what is raised before it is a finding with the traceback`() throws {
    let error = Bench.raised("ImportError", during: .import, message: "undefined symbol: f\nin words.so")
    let finding = try #require(judge(Bench.run([.initialise, .import], [error])).findings.first)
    #expect(finding.message == "import raised ImportError: undefined symbol: f in words.so")
    #expect(finding.facts == ["fact": "step", "step": "import", "type": "ImportError"])
    #expect(finding.where == ["words.py:3 f"])
  }

  @Test func `what the call raises is another probe's business`() {
    #expect(Bench.outcome(Reaches(step: .unload), [Bench.raised("E", during: .call), .step(.unload)]) == .holds)
  }

  @Test func `a host that stopped before it without a word establishes nothing`() {
    #expect(
      Bench.outcome(Reaches(step: .unload), [.step(.call)])
        == .unestablished("the host stopped before unload without a word"))
  }
}
