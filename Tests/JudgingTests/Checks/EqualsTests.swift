import Model
import Testing

@testable import Judging

@Suite struct EqualsTests {
  @Test func `the value, and any other`() throws {
    let check = Equals(fact: "still-mapped", value: false)
    #expect(Bench.outcome(check, [.fact("still-mapped", false)]) == .holds)
    let finding = try #require(Bench.outcome(check, [.fact("still-mapped", true)]).findings.first)
    #expect(finding.message == "still-mapped is true, and should be false")
    #expect(finding.facts == ["fact": "still-mapped", "found": true, "expected": false])
    #expect(Bench.outcome(check, [.fact("mapped", false)]) == .unestablished("no reading of still-mapped"))
  }

  @Test func `the last reading counts`() {
    #expect(Bench.outcome(Equals(fact: "n", value: 2), [.fact("n", 1), .fact("n", 2)]) == .holds)
  }

  @Test func `values of any kind are told as JSON has them`() {
    let found: Value = .object(["b": .array([1, "x", .null]), "a": 0.5])
    #expect(
      Bench.outcome(Equals(fact: "n", value: 2), [.fact("n", found)]).findings.map(\.message) == [
        "n is {a: 0.5, b: [1, x, null]}, and should be 2"
      ])
  }
}
