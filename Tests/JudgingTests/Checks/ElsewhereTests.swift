import Model
import Testing

@testable import Judging

/// Checks of what happens in another process, in another thread, or at a signal.
@Suite struct ElsewhereTests {
  private func judge(_ expects: Model.Expectation, _ observations: [Observation], _ exercise: Exercise? = nil)
    -> CellResult
  {
    let cell = Bench.cell([expects], exercise: exercise ?? Exercise(name: "use", call: "f()"))
    return Bench.judge(cell, Bench.run([.initialise, .import, .setup, .call], observations))
  }

  // In a forked child.

  private let fork: Observation = .fact("instance", "a forked child")

  @Test func `a child that works is passed, and none leaves the question open`() {
    #expect(judge(.worksInChild, [fork, .step(.call), .fact("child", "worked")]).verdict == .passed)
    #expect(judge(.worksInChild, []).reason == "no child was forked")
  }

  @Test(arguments: [("hung", "never came back from the call"), ("SIGSEGV", "was ended in the call by SIGSEGV")])
  func `a child that hangs or dies is a finding with its stacks`(child: String, how: String) throws {
    let stacks = Observation.stacks("#0 pool.so+0x10")
    let result = judge(.worksInChild, [fork, .step(.call), stacks, .fact("child", .string(child))])
    let finding = try #require(result.findings.first)
    #expect(finding.message == "the call works before os.fork(), and the forked child \(how)")
    #expect(finding.where == ["#0 pool.so+0x10"])
  }

  @Test func `what only the child raises is a finding, unless it is declared`() {
    let seen = [fork, .step(.call), Bench.raised("RuntimeError", during: .call), .fact("child", "worked")]
    #expect(judge(.worksInChild, seen).verdict == .failed)
    let declared = Exercise(name: "use", call: "f()", raises: "RuntimeError")
    #expect(judge(.worksInChild, seen, declared).verdict == .passed)
  }

  // At a Ctrl-C.

  @Test(arguments: [
    (3.0, "KeyboardInterrupt", Verdict.passed), (250, "KeyboardInterrupt", .passed), (251, "nothing", .warned),
    (1000, "KeyboardInterrupt", .warned), (1001, "KeyboardInterrupt", .failed), (3, "nothing", .passed),
    (3, "OSError", .warned),
  ])
  func `how late a Ctrl-C is answered decides`(latency: Double, outcome: String, verdict: Verdict) {
    let seen: [Observation] = [
      .fact("interrupt-ms", .number(latency)), .fact("interrupted-by", .string(outcome)), .fact("interrupt-came", true),
    ]
    #expect(judge(.interruptible, seen).verdict == verdict)
  }

  @Test func `an error that the call raises by itself is not the interrupt's`() {
    let seen: [Observation] = [
      .fact("interrupt-ms", 3), .fact("interrupted-by", "OSError"), .fact("interrupt-came", false),
    ]
    #expect(judge(.interruptible, seen).verdict == .passed)
    #expect(judge(.interruptible, []).verdict == .notEstablished)
  }

  // In another thread.

  @Test func `what a drop raises is a finding`() throws {
    #expect(judge(.dropsAnywhere, [.step(.after)]).verdict == .passed)
    #expect(judge(.dropsAnywhere, []).reason == "nothing was dropped")
    let raised = Bench.raised("RuntimeError", during: .after, message: "is unsendable")
    let finding = try #require(judge(.dropsAnywhere, [.step(.after), raised]).findings.first)
    #expect(finding.message.contains("dropped in another thread raised RuntimeError: is unsendable"))
  }

  @Test func `a panic that is only printed reached nobody`() throws {
    let printed = Bench.stderr("note\nthread 'worker' panicked at src/lib.rs:4:5:\nindex out of bounds\n")
    let finding = try #require(judge(.surfacesPanics, [printed]).findings.first)
    #expect(
      finding.message == "a panic reached nobody: thread 'worker' panicked at src/lib.rs:4:5: index out of bounds")
  }

  @Test func `a panic that came out of the call, or was declared, is accounted for`() {
    let printed = Bench.stderr("thread 'main' panicked at src/lib.rs:4:5:\nboom\n")
    #expect(judge(.surfacesPanics, [printed, Bench.raised("ValueError", during: .call)]).verdict != .failed)
    #expect(
      judge(.surfacesPanics, [printed], Exercise(name: "use", call: "f()", panics: .contained)).verdict == .passed)
    #expect(judge(.surfacesPanics, [Bench.stderr("the word panicked at the end")]).verdict == .passed)
  }
}
