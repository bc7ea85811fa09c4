import Model
import Testing

@testable import Judging

@Suite struct ObstacleTests {
  private static let failing = Exercise(name: "use", call: "f()", raises: "ValueError")

  private func growth(_ observations: [Observation]) -> CellResult {
    Bench.judge(Bench.cell(Bench.settling, asks: .succeedingExercise), observations)
  }

  @Test(arguments: [Step.import, .setup, .call]) func `what is raised keeps a growth probe from asking`(step: Step) {
    let steps = [Step.initialise, .import, .setup, .call].filter { $0 <= step }
    let result = growth(Bench.run(steps, [Bench.raised("KeyError", during: step, message: "'x'\nmore")]))
    #expect(result.verdict == .notEstablished)
    #expect(result.reason == "\(step.rawValue) raised KeyError: 'x' more")
  }

  @Test func `an exception without a message is told by its type`() {
    let result = growth(Bench.run(more: [Bench.raised("KeyError", during: .call, message: "")]))
    #expect(result.reason == "call raised KeyError")
  }

  @Test(arguments: [
    (0.0, "no call raised anything"), (1, "only 1 of 17,002 calls did"), (8_500, "only 8,500 of 17,002 calls did"),
  ])
  func `an error path that was hardly taken says nothing`(raised: Double, told: String) {
    let cell = Bench.cell(Bench.settling, asks: .failingExercise, exercise: Self.failing)
    let result = Bench.judge(cell, Bench.rounds(raised: raised))
    #expect(result.verdict == .notEstablished)
    #expect(result.reason == "the exercise declares `raises: ValueError`, and \(told)")
  }

  @Test(arguments: [8_501.0, 17_002]) func `an error path that was taken is judged`(raised: Double) {
    let cell = Bench.cell(Bench.settling, asks: .failingExercise, exercise: Self.failing)
    #expect(Bench.judge(cell, Bench.rounds(raised: raised)).verdict == .passed)
  }

  @Test func `a question about a call that never came was not asked`() {
    #expect(
      growth([.step(.initialise), .step(.import), .step(.setup)] + Bench.run([], [])).reason
        == "the call was never reached")
    let artifact = Bench.cell([.reaches(.done)], asks: .artifact, exercise: nil)
    #expect(Bench.judge(artifact, Bench.run([.initialise])).reason == "import was never reached")
  }

  @Test func `what the call raises is no obstacle to how the process ends`() {
    let raised = Bench.run(more: [Bench.raised("KeyError", during: .call)])
    #expect(Bench.judge(Bench.cell([.exits]), raised).verdict == .passed)
    #expect(Bench.judge(Bench.cell([.reaches(.done)]), raised).verdict == .passed)
  }

  @Test func `a probe that is not about loading leaves a failed import to the one that is`() {
    let failed = Bench.run([.initialise, .import], [Bench.raised("ImportError", during: .import)])
    #expect(Bench.judge(Bench.cell([.reaches(.done)]), failed).verdict == .notEstablished)
    #expect(Bench.judge(Bench.cell([.reaches(.done)], asks: .artifact, exercise: nil), failed).verdict == .failed)
  }
}
