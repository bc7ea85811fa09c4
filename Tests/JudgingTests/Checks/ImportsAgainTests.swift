import Model
import Testing

@testable import Judging

@Suite struct ImportsAgainTests {
  private let cell = Bench.cell([.importsAgain], asks: .succeedingExercise)
  private let first: [Observation] = [.step(.initialise), .step(.import), .step(.setup), .step(.call)]
  private let further: [Observation] = [.fact("instance", "a worker"), .step(.import), .step(.setup), .step(.call)]

  private func judge(_ observations: [Observation], exit: Observation = Bench.exit()) -> CellResult {
    Bench.judge(cell, observations + [exit])
  }

  @Test func `what works in both is passed`() {
    #expect(judge(first + further + [.step(.done)]).verdict == .passed)
  }

  @Test func `a refusal at import is a warning that names the instance`() throws {
    let refused = Bench.raised("ImportError", during: .import, message: "one interpreter only")
    let result = judge(first + Array(further.prefix(2)) + [refused, .step(.done)])
    #expect(result.verdict == .warned)
    let finding = try #require(result.findings.first)
    #expect(finding.message == "refuses to be imported in a worker: ImportError: one interpreter only")
    #expect(finding.facts["fact"] == "instance")
  }

  @Test(arguments: [("ImportError", Verdict.warned), ("ValueError", .failed)])
  func `a refusal in the set-up is one only where it is an error of importing`(type: String, verdict: Verdict) {
    let raised = Bench.raised(type, during: .setup)
    #expect(judge(first + Array(further.prefix(3)) + [raised, .step(.done)]).verdict == verdict)
  }

  @Test func `an error of the call in a further instance is an error`() throws {
    let failed = Bench.raised("RuntimeError", during: .call, message: "Already borrowed")
    let result = judge(first + further + [failed, .step(.done)])
    #expect(result.verdict == .failed)
    #expect(
      try #require(result.findings.first).message
        == "works in the first instance, and in a worker call raised RuntimeError: Already borrowed")
  }

  @Test func `a crash says in which instance`() throws {
    let result = judge(first + further, exit: Bench.exit(code: nil, signal: "SIGSEGV"))
    #expect(try #require(result.findings.first).message == "killed by SIGSEGV in the call, in a worker")
  }

  @Test func `what fails in the first instance leaves the question open`() {
    let failed = Bench.raised("ImportError", during: .import)
    #expect(judge([.step(.initialise), .step(.import), failed] + [.step(.done)]).verdict == .notEstablished)
    #expect(judge(first + [.step(.done)]).reason == "no further instance was started")
    let stopped = [.fact("instance", "a worker"), .step(.import), .step(.setup)] as [Observation]
    #expect(judge(first + stopped + [.step(.done)]).reason == "the call was never reached in a worker")
    let second = [.fact("instance", "another store"), .step(.import)] as [Observation]
    #expect(judge(first + further + second + [.step(.done)]).reason == "the call was never reached in another store")
  }
}
