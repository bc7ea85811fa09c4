import Model
import Testing

@testable import Judging

@Suite struct SurvivesRefusalTests {
  private static let cell = Bench.cell([.survivesRefusal], asks: .exercise)

  private static func refusals(_ outcomes: [String]) -> [Observation] {
    outcomes.enumerated().map { index, outcome in
      .fact("refusal", .object(["nth": .number(Double(index + 1)), "outcome": .string(outcome)]))
    } + [.fact("asked-blocks", .number(Double(outcomes.count)))]
  }

  @Test func memoryErrorsAndCallsThatReturnPass() {
    let outcomes = ["MemoryError", "returned", "as declared", "not asked"]
    #expect(Bench.judge(Self.cell, Bench.run(more: Self.refusals(outcomes))).verdict == .passed)
  }

  @Test func nothingRefusedEstablishesNothing() {
    #expect(Bench.judge(Self.cell, Bench.run()).verdict == .notEstablished)
  }

  @Test(arguments: ["SIGSEGV", "hung", "status 3"]) func aDeathIsAnError(outcome: String) {
    let result = Bench.judge(Self.cell, Bench.run(more: Self.refusals(["MemoryError", outcome, outcome])))
    #expect(result.verdict == .failed)
    #expect(result.findings.map { $0.facts["fact"] } == ["dies"])
    #expect(result.findings[0].facts["nth"] == 2)
    #expect(result.findings[0].message.hasSuffix("is refused (in 2 of 3 tries)"))
  }

  @Test func theAbortOfRustsStandardLibraryIsAWarning() {
    let words = Bench.stderr("memory allocation of 24 bytes failed\n")
    let result = Bench.judge(Self.cell, Bench.run(more: Self.refusals(["SIGABRT"]) + [words]))
    #expect(result.verdict == .warned)
    #expect(Bench.judge(Self.cell, Bench.run(more: Self.refusals(["SIGABRT"]))).verdict == .failed)
  }

  @Test func anotherExceptionIsAWarning() {
    let result = Bench.judge(Self.cell, Bench.run(more: Self.refusals(["SystemError"])))
    #expect(result.verdict == .warned)
    #expect(result.findings[0].facts["fact"] == "raised")
  }

  @Test func aDeathOfTheWholeProcessIsThatRefusals() {
    let told: [Observation] = [.fact("asked-blocks", 9), .fact("refusing", 4)]
    let result = Bench.judge(Self.cell, Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"), told))
    #expect(result.findings.map { $0.facts["fact"] } == ["dies"])
    #expect(result.findings[0].facts["nth"] == 4)
  }
}
