import Model
import Testing

@testable import Judging

@Suite struct TerminationTests {
  private func judge(_ observations: [Observation], exercise: Exercise = Exercise(name: "use", call: "f()"))
    -> CellResult
  {
    Bench.judge(Bench.cell([.exits], exercise: exercise), observations)
  }

  static let places: [(Step, String)] = [
    (.import, "import"), (.setup, "setup"), (.call, "the call"), (.after, "the code after the call"),
    (.finalise, "the runtime's finalisation"), (.unload, "the unloading of the artifact"),
  ]

  @Test(arguments: places) func `a crash is a finding that names its step`(step: Step, place: String) throws {
    let result = judge(Bench.died(in: step, Bench.exit(code: nil, signal: "SIGSEGV"), [.stacks("#0 a\n#1 b")]))
    let finding = try #require(result.findings.first)
    #expect(result.verdict == .failed)
    #expect(finding.message == "killed by SIGSEGV in \(place)")
    #expect(finding.facts == ["fact": "exit", "step": .string(step.rawValue), "signal": "SIGSEGV"])
    #expect(finding.where == ["#0 a", "#1 b"])
  }

  @Test(arguments: places) func `a hang is a finding that names its step`(step: Step, place: String) throws {
    let exit = Bench.exit(code: nil, signal: "SIGKILL", deadline: "cell", seconds: 30.04)
    let result = judge(Bench.died(in: step, exit))
    #expect(result.findings.map(\.message) == ["never came back from \(place): stopped after 30 s"])
    #expect(result.findings.first?.facts["deadline"] == "cell")
  }

  @Test(arguments: [0, 1, 96, 98]) func `os._exit in the call is no end, whatever the status`(status: Int) {
    let result = judge(Bench.died(in: .call, Bench.exit(code: status)))
    #expect(result.verdict == .failed)
    #expect(
      result.findings.map(\.message) == ["ended the whole process with status \(status) in the call, as exit() does"])
  }

  @Test func `closed descriptors are told from an exit`() {
    #expect(
      judge(Bench.died(in: .import, Bench.exit(code: 97))).findings.map(\.message) == [
        "closed descriptors that it had not opened, those of the host, in import"
      ])
  }

  @Test func `a process that doesn't end after all was done`() {
    let exit = Bench.exit(code: nil, signal: "SIGKILL", deadline: "exit", seconds: 6)
    #expect(
      judge(Bench.died(in: .done, exit)).findings.map(\.message) == [
        "did not end: still in the exit of the process when the deadline for it passed, after 6 s in all"
      ])
  }

  @Test func `a crash on the way out, and a status that is not 0`() {
    #expect(
      judge(Bench.died(in: .done, Bench.exit(code: nil, signal: "SIGABRT"))).findings.map(\.message) == [
        "killed by SIGABRT on the way out, after all was done"
      ])
    #expect(
      judge(Bench.died(in: .done, Bench.exit(code: 99))).findings.map(\.message) == [
        "ended with status 99 after all was done, where a program ends with 0"
      ])
  }

  @Test func `a process that does not end names what keeps its loop alive`() throws {
    let keepers = Observation.fact("keeps-loop-alive", .array(["Timeout", "uv_async"]))
    let hung = Bench.exit(code: nil, signal: "SIGKILL", deadline: "exit", seconds: 5.5)
    let finding = try #require(judge(Bench.died(in: .done, hung, [keepers])).findings.first)
    #expect(finding.message.hasSuffix("; its event loop is kept alive by Timeout, uv_async"))
    #expect(finding.facts["keeps-loop-alive"] == .array(["Timeout", "uv_async"]))
    let cell = Bench.exit(code: nil, signal: "SIGKILL", deadline: "cell", seconds: 30)
    #expect(judge(Bench.died(in: .call, cell, [keepers])).findings.first?.facts["keeps-loop-alive"] == nil)
  }

  @Test func `a death is an error also where the probe only warns, and its last words are kept`() throws {
    let cell = Bench.cell([.steady(kinds: [.type], perCall: 0.05)], severity: .warning)
    let words = Bench.stderr("one\ntwo\nthree\nmemory allocation of 8 bytes failed\n")
    let result = Bench.judge(cell, Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGABRT"), [words]))
    #expect(result.verdict == .failed)
    #expect(result.findings.first?.facts["stderr"] == "two\nthree\nmemory allocation of 8 bytes failed")
  }

  @Test(arguments: [
    (96, "the host could not be executed: No such file"), (98, "the host refused its arguments: No such file"),
    (99, "the host could not start its runtime or run its bootstrap: No such file"),
  ])
  func `the host's own statuses before the import are ours`(status: Int, reason: String) {
    for steps in [[], [Step.initialise]] {
      let result = judge(steps.map(Observation.step) + [Bench.stderr("No such file\n"), Bench.exit(code: status)])
      #expect(result.verdict == .broken)
      #expect(result.reason == reason)
    }
  }

  @Test func `a death or a hang before the import is the host's, for nothing of the artifact has run`() {
    let crash = judge([.step(.initialise), Bench.exit(code: nil, signal: "SIGSEGV")])
    #expect(crash.verdict == .broken)
    #expect(
      crash.reason
        == "the host did not get to the import: killed by SIGSEGV in the start of the runtime; it said nothing")
    #expect(judge([.step(.initialise), Bench.exit(code: nil, signal: "SIGKILL", deadline: "cell")]).verdict == .broken)
    #expect(judge([Bench.exit(code: 0)]).verdict == .broken)
  }

  @Test func `a host that gives up later says why, an artifact that exits so doesn't`() {
    let died = { Bench.died(in: .call, Bench.exit(code: 99), $0) }
    #expect(judge(died([Bench.stderr("Traceback: NameError in probe.py")])).verdict == .broken)
    #expect(judge(died([])).verdict == .failed)
  }

  @Test func `nobody said how the host ended`() {
    let result = judge([.step(.initialise), .step(.import), .step(.setup), .step(.call), .step(.done)])
    #expect(result.verdict == .broken)
    #expect(result.reason == "nobody said how the host ended")
  }

  @Test func `a declared abort is no finding, in the call only, by SIGABRT only`() {
    let exercise = Exercise(name: "use", call: "f()", panics: .abort)
    let verdict = { (observations: [Observation]) in
      Bench.judge(Bench.cell([.containsPanic, .raisesAsDeclared], exercise: exercise), observations).verdict
    }
    let abort = Bench.exit(code: nil, signal: "SIGABRT")
    #expect(verdict(Bench.died(in: .call, abort)) == .passed)
    #expect(verdict(Bench.died(in: .setup, abort)) == .failed)
    #expect(verdict(Bench.died(in: .done, abort)) == .failed)
    #expect(verdict(Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"))) == .failed)
    #expect(verdict(Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGABRT", deadline: "cell"))) == .failed)
  }

  @Test func `any other probe can't ask an exercise that aborts`() {
    let result = judge(
      Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGABRT")),
      exercise: Exercise(name: "use", call: "f()", panics: .abort))
    #expect(result.verdict == .notEstablished)
    #expect(result.reason == "the call aborts the process, as the exercise declares with `panics: abort`")
  }
}
