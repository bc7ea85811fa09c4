import Model
import Testing

@testable import Judging

/// Checks of what a child does that was forked before the artifact was imported.
@Suite struct BesideTests {
  private func judge(_ expects: Model.Expectation, version: String = "3.14", _ observations: [Observation])
    -> CellResult
  {
    Bench.judge(
      Bench.cell([expects], version: version), Bench.run([.initialise, .import, .setup, .call], observations))
  }

  // Other modules.

  private let beside: [Observation] = [.fact("instance", "beside other modules"), .step(.import)]

  @Test func `what works beside other modules is passed, and no child leaves the question open`() {
    #expect(judge(.cohabits, beside + [.fact("child", "worked")]).verdict == .passed)
    #expect(judge(.cohabits, []).verdict == .notEstablished)
  }

  @Test(arguments: [
    ("undefined symbol: inflate", Verdict.failed), ("words.so: cannot allocate memory in static TLS block", .warned),
  ])
  func `an import that fails beside others is an error, for want of static storage a warning`(
    message: String, verdict: Verdict
  ) {
    let raised = Bench.raised("ImportError", during: .import, message: message)
    let result = judge(.cohabits, beside + [raised, .fact("child", "worked")])
    #expect(result.verdict == verdict)
    #expect(result.findings.map { $0.facts["fact"] } == ["beside"])
  }

  @Test(arguments: [("SIGSEGV", "is ended by SIGSEGV"), ("hung", "hangs"), ("status 3", "is ended by status 3")])
  func `a child that does not come to its end is an error`(child: String, how: String) throws {
    let result = judge(.cohabits, beside + [.fact("child", .string(child))])
    #expect(result.verdict == .failed)
    #expect(try #require(result.findings.first).message.hasSuffix("the process \(how)"))
  }

  @Test(arguments: [(Value.array([]), Verdict.warned), (.array(["libgomp: static TLS"]), .passed)])
  func `a library that loads alone and not after the artifact is a warning`(alone: Value, verdict: Verdict) {
    let seen: [Observation] = [
      .fact("cannot-load-after", .array(["libgomp: static TLS"])), .fact("cannot-load-alone", alone),
      .fact("child", "worked"),
    ]
    #expect(judge(.cohabits, seen).verdict == verdict)
  }

  // The end, with daemon threads in the call.

  @Test(arguments: [
    ("3.14", "worked", Verdict.passed), ("3.14", "SIGSEGV", .failed), ("3.14", "SIGABRT", .failed),
    ("3.14", "hung", .warned), ("3.13", "SIGSEGV", .warned), ("3.13", "SIGABRT", .passed), ("3.13", "hung", .warned),
  ])
  func `a crash with daemon threads counts in full where the runtime itself does not cause it`(
    version: String, child: String, verdict: Verdict
  ) {
    #expect(judge(.endsInCalls, version: version, [.fact("child", .string(child))]).verdict == verdict)
  }

  @Test func `an exercise that is made once has no such child`() {
    #expect(judge(.endsInCalls, []).verdict == .passed)
  }

  // Interpreters in the other order.

  @Test func `a crash where a sub-interpreter imports first is an error`() throws {
    let seen: [Observation] = [.fact("instance", "a sub-interpreter"), .step(.call), .fact("child", "SIGSEGV")]
    let result = judge(.importsAgain, seen)
    #expect(result.verdict == .failed)
    #expect(try #require(result.findings.first).facts["fact"] == "instance")
  }

  // A severity of a list's own.

  @Test func `a list may be a warning in a probe of errors`() {
    let list = Model.Expectation.empty(fact: "lock-taken-by", says: "takes the lock", severity: .warning)
    #expect(judge(list, [.fact("lock-taken-by", .array(["words"]))]).verdict == .warned)
  }
}
