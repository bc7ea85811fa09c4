import Model
import Testing

@testable import Judging

@Suite struct SurvivesTests {
  private static let cell = Bench.cell([.survives])

  private static func provocation(_ kind: String = "plain", number: Double = 7) -> Observation {
    .fact(
      "provocation",
      .object(["number": .number(number), "call": "words.count(None)", "setup": "import words", "kind": .string(kind)]))
  }

  private static func problem(_ type: String, panic: Bool) -> Observation {
    .fact(
      "misbehaviour",
      .array([
        .object([
          "type": .string(type), "message": "said so", "call": "words.count(-1)", "setup": "", "panic": .bool(panic),
        ])
      ]))
  }

  @Test func `calls that were all answered pass`() {
    #expect(
      Bench.judge(Self.cell, Bench.run([.initialise, .import, .setup, .call], [.fact("misbehaviour", .array([]))]))
        .verdict == .passed)
  }

  @Test func `calls that nobody made are not established`() {
    #expect(Bench.judge(Self.cell, Bench.run()).verdict == .notEstablished)
  }

  @Test func `a death names the call, and what to paste`() {
    let result = Bench.judge(
      Self.cell, Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"), [Self.provocation()]))
    #expect(result.verdict == .failed)
    #expect(result.findings.first?.message == "killed by SIGSEGV in the call: words.count(None)")
    #expect(result.findings.first?.facts["setup"] == "import words")
    #expect(result.findings.first?.facts["fact"] == "exit")
  }

  @Test func `a death after other calls says that one alone is not enough`() {
    let result = Bench.judge(
      Self.cell,
      Bench.died(
        in: .call, Bench.exit(code: nil, signal: "SIGABRT"), [Self.provocation(number: 6), Self.provocation()]))
    #expect(result.findings.first?.message.hasSuffix("words.count(None) (after 1 other call, not alone)") == true)
  }

  @Test func `an object that never saw its init warns`() {
    let seen = Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"), [Self.provocation("uninitialised")])
    #expect(Bench.judge(Self.cell, seen).verdict == .warned)
  }

  @Test func `a deep text that takes for ever warns, and one that kills fails`() {
    let hung = Bench.died(
      in: .call, Bench.exit(code: nil, signal: "SIGKILL", deadline: "cell"), [Self.provocation("deep")])
    #expect(Bench.judge(Self.cell, hung).verdict == .warned)
    let died = Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"), [Self.provocation("deep")])
    #expect(Bench.judge(Self.cell, died).verdict == .failed)
  }

  @Test func `a panic that arrives warns, and a broken contract fails`() {
    let panic = Bench.judge(
      Self.cell, Bench.run([.initialise, .import, .setup, .call], [Self.problem("PanicException", panic: true)]))
    #expect(panic.verdict == .warned && panic.findings.first?.facts["fact"] == "panic")
    let contract = Bench.judge(
      Self.cell, Bench.run([.initialise, .import, .setup, .call], [Self.problem("SystemError", panic: false)]))
    #expect(contract.verdict == .failed && contract.findings.first?.facts["fact"] == "contract")
  }

  @Test func `several processes have a say each, and the worst counts`() {
    let died = Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"), [Self.provocation()])
    let panicked = Bench.run([.initialise, .import, .setup, .call], [Self.problem("PanicException", panic: true)])
    let result = Judge.judge(Self.cell, runs: [died, panicked], seconds: 1, repeat: "again")
    #expect(result.verdict == .failed && result.findings.count == 2)
    #expect(result.exit?.signal == "SIGSEGV")
    let sound = Bench.run([.initialise, .import, .setup, .call], [.fact("misbehaviour", .array([]))])
    #expect(Judge.judge(Self.cell, runs: [sound], seconds: 1, repeat: "").verdict == .passed)
    #expect(Judge.judge(Self.cell, runs: [], seconds: 1, repeat: "").verdict == .broken)
  }
}
