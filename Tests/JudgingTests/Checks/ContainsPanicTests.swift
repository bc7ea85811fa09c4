import Model
import Testing

@testable import Judging

@Suite struct ContainsPanicTests {
  private func outcome(_ exercise: Exercise, _ raised: [Observation]) -> CheckOutcome {
    Bench.outcome(ContainsPanic(), [.step(.call)] + raised, exercise: exercise)
  }
  private func exercise(raises: String? = nil, panics: Exercise.Panics? = nil) -> Exercise {
    Exercise(name: "use", call: "f()", raises: raises, panics: panics)
  }

  @Test func `a panic that nobody declared is a finding that says what misses it`() throws {
    let finding = try #require(outcome(exercise(), [Bench.panic]).findings.first)
    #expect(
      finding.message
        == "a panic left the call as PanicException: index out of bounds; `except Exception` does not catch "
        + "it: catch it at the boundary, and raise an error that callers know")
    #expect(finding.facts["fact"] == "panic")
    #expect(finding.where == ["words.py:3 f"])
  }

  @Test func `a panic that is an Exception is told without that`() {
    let panic = Bench.raised("WordsPanic", bases: ["PanicException", "Exception"], during: .call, message: "boom")
    #expect(outcome(exercise(), [panic]).findings.map(\.message) == ["a panic left the call as WordsPanic: boom"])
  }

  @Test func `a declared panic is let go in the call, and nowhere else`() {
    let inSetup = Bench.raised("PanicException", bases: ["BaseException"], during: .setup)
    for declared in [
      exercise(panics: .contained), exercise(raises: "PanicException"), exercise(raises: "BaseException"),
    ] {
      #expect(outcome(declared, [Bench.panic]) == .holds)
      #expect(outcome(declared, [inSetup]).facts == ["panic"])
    }
  }

  @Test func `where an abort is declared, a panic that comes out as an exception is a finding`() {
    #expect(outcome(exercise(panics: .abort), [Bench.panic]).facts == ["panic"])
  }

  @Test func `a trap of wasm is a panic, from its own runtime and in JavaScript`() {
    let traps = [
      Bench.raised("unreachable", bases: ["Trap"], during: .call, message: "wasm trap"),
      Bench.raised(
        "RuntimeError", bases: ["WebAssembly.RuntimeError", "Error"], during: .call, message: "unreachable"),
    ]
    #expect(traps.map { outcome(exercise(), [$0]).facts } == [["panic"], ["panic"]])
    #expect(
      outcome(exercise(), [traps[0]]).findings.map(\.message) == ["a panic left the call as unreachable: wasm trap"])
    #expect(outcome(exercise(raises: "unreachable"), [traps[0]]) == .holds)
  }

  @Test func `other errors, and none, are not panics`() {
    #expect(outcome(exercise(), [Bench.raised("RuntimeError", during: .call)]) == .holds)
    #expect(outcome(exercise(), []) == .holds)
    #expect(Bench.outcome(ContainsPanic(), []) == .unestablished("the call was never reached"))
  }

  @Test func `a panic in the set-up is no obstacle`() {
    let inSetup = Bench.raised("PanicException", bases: ["BaseException"], during: .setup)
    let cell = Bench.cell([.containsPanic, .raisesAsDeclared])
    #expect(Bench.judge(cell, Bench.run([.initialise, .import, .setup], [inSetup])).verdict == .failed)
  }
}
