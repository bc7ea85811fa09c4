import Model
import Testing

@testable import Judging

@Suite struct ExitsTests {
  private func outcome(_ descendants: Int) -> CheckOutcome {
    Bench.outcome(Exits(), [.step(.done), Bench.exit(descendants: descendants)])
  }

  @Test func `a process that leaves nobody behind exits`() { #expect(outcome(0) == .holds) }

  @Test(arguments: [(1, "1 process"), (3, "3 processes")])
  func `processes left behind are a finding`(count: Int, told: String) throws {
    let finding = try #require(outcome(count).findings.first)
    #expect(
      finding.message
        == "left \(told) running, which had to be killed: wait for what it starts, or end it, before it exits")
    #expect(finding.facts == ["fact": "exit", "descendants": .number(Double(count))])
  }

  @Test func `a host that did not get to its end establishes nothing`() {
    #expect(Bench.outcome(Exits(), [Bench.exit()]).unestablished.count == 1)
    #expect(Bench.outcome(Exits(), [.step(.done)]).unestablished.count == 1)
  }
}
