import Model
import Testing

@testable import Judging

@Suite struct RaisesAsDeclaredTests {
  private func outcome(_ raises: String?, _ raised: [Observation]) -> CheckOutcome {
    Bench.outcome(
      RaisesAsDeclared(), [.step(.call)] + raised, exercise: Exercise(name: "use", call: "f()", raises: raises))
  }
  private let decode = Bench.raised(
    "DecodeError", bases: ["ValueError", "Exception", "BaseException"], during: .call, message: "byte 3")

  @Test(arguments: ["DecodeError", "ValueError", "Exception"])
  func `the declared type, or one with that name among its bases`(declared: String) {
    #expect(outcome(declared, [decode]) == .holds)
  }

  @Test func `another type than the declared is a finding that names both`() throws {
    let finding = try #require(outcome("KeyError", [decode]).findings.first)
    #expect(finding.message == "the call raised DecodeError: byte 3; the exercise declares `raises: KeyError`")
    #expect(finding.where == ["words.py:3 f"])
    #expect(finding.facts["bases"] == .array(["ValueError", "Exception", "BaseException"]))
  }

  @Test func `an error of an exercise that declares none is a finding`() {
    #expect(
      outcome(nil, [decode]).findings.map(\.message) == [
        "the call raised DecodeError: byte 3; the exercise declares no `raises`"
      ])
  }

  @Test func `a part of a name is not the name`() { #expect(outcome("Error", [decode]).findings.count == 1) }

  @Test func `what returns, panics, or is raised elsewhere is let go`() {
    #expect(outcome("ValueError", []) == .holds)
    #expect(outcome(nil, [Bench.panic]) == .holds)
    #expect(outcome(nil, [Bench.raised("KeyError", during: .after)]) == .holds)
  }

  @Test func `a call that never came establishes nothing`() {
    #expect(Bench.outcome(RaisesAsDeclared(), []) == .unestablished("the call was never reached"))
  }
}
