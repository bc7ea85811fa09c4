import Model
import Testing

@testable import Judging

/// No cell passes for want of a record: of a run that passes, any record that says something is taken away.
@Suite struct MissingRecordTests {
  struct Run: Sendable, CustomTestStringConvertible {
    var name: String
    var cell: Cell
    var observations: [Observation]
    /// Records that can go, since the verdict rests on none of them.
    var irrelevant: [Observation]
    var testDescription: String { name }
  }

  /// Each step that matters is followed by one that could not be reached without it.
  private static let earlier: [Observation] = [.step(.initialise), .step(.import), .step(.setup)]
  private static let calls: [Observation] = [.fact("calls", 17_002)]
  private static let raised: [Observation] = [.fact("raised-calls", 0)]
  private static let failing = Exercise(name: "use", call: "f()", raises: "ValueError")

  /// Any one counter shows over how many windows the references were read.
  private static let series = Bench.rounds().filter { if case .series = $0 { true } else { false } }

  static let runs: [Run] = [
    Run(
      name: "settles", cell: Bench.cell(Bench.settling, asks: .succeedingExercise), observations: Bench.rounds(),
      irrelevant: earlier + calls + raised),
    Run(
      name: "settles, on the error path", cell: Bench.cell(Bench.settling, asks: .failingExercise, exercise: failing),
      observations: Bench.rounds(raised: 17_002),
      // Without the number of calls, any that raised are taken for most of them.
      irrelevant: earlier + calls),
    Run(
      name: "settles, with all references",
      cell: Bench.cell([.settles(fact: "total-references", perCall: 0.02)], capabilities: [.totalReferences]),
      observations: Bench.rounds([Bench.series("total-references", growth: Array(repeating: 0, count: 16))]),
      irrelevant: earlier + calls + raised + series),
    Run(
      name: "steady", cell: Bench.cell([.steady(kinds: [.type], perCall: 0.05)], asks: .exercise),
      observations: Bench.rounds(), irrelevant: earlier + raised + series),
    Run(
      name: "reaches", cell: Bench.cell([.reaches(.done)], asks: .artifact, exercise: nil),
      observations: Bench.run([.initialise, .import]), irrelevant: [.step(.initialise)]),
    Run(
      name: "reaches, after a call", cell: Bench.cell([.reaches(.done)]), observations: Bench.run(), irrelevant: earlier
    ),
    Run(
      name: "contains a panic", cell: Bench.cell([.containsPanic, .raisesAsDeclared], exercise: failing),
      observations: Bench.run(more: [Bench.raised("ValueError", during: .call)]),
      // A call that declares an error may return.
      irrelevant: earlier + [Bench.raised("ValueError", during: .call)]),
    Run(
      name: "works after", cell: Bench.cell([.worksAfter], asks: .recoveringExercise),
      observations: Bench.run([.initialise, .import, .setup, .call, .after], [Bench.panic]),
      irrelevant: earlier + [Bench.panic]),
    Run(
      name: "lets", cell: Bench.cell([Bench.holding]),
      observations: Bench.run(more: Bench.heartbeat(ratio: 0.05, gap: 30, call: 600)),
      // The share only raises a ratio that doesn't let go; the length is for the message; the control that releases
      // is the noise, in other units.
      irrelevant: earlier + [.fact("hold-share", 0.05), .fact("call-ms", 600), .fact("control-released-ratio", 0.03)]),
    Run(name: "exits", cell: Bench.cell([.exits]), observations: Bench.run(), irrelevant: earlier),
    Run(
      name: "equals", cell: Bench.cell([.equals(fact: "n", value: 1)]), observations: Bench.run(more: [.fact("n", 1)]),
      irrelevant: earlier),
    Run(
      name: "sound", cell: Bench.cell([.sound], asks: .package, exercise: nil), observations: [.step(.done)],
      irrelevant: []),
  ]

  @Test(arguments: runs) func `the whole of it passes`(run: Run) {
    let result = Bench.judge(run.cell, run.observations)
    #expect(result.verdict == .passed, "\(result.reason ?? "") \(result.findings.map(\.message))")
  }

  @Test(arguments: runs) func `without any one record it doesn't, unless that says nothing here`(run: Run) {
    for index in run.observations.indices {
      var rest = run.observations
      let gone = rest.remove(at: index)
      let passed = Bench.judge(run.cell, rest).verdict == .passed
      #expect(passed == run.irrelevant.contains(gone), "without \(gone)")
    }
  }

  @Test(arguments: runs) func `nothing at all, and an exit alone, never pass`(run: Run) {
    #expect(Bench.judge(run.cell, []).verdict != .passed)
    #expect(Bench.judge(run.cell, [Bench.exit()]).verdict != .passed)
  }

  @Test(arguments: runs) func `cut off after any record, it doesn't pass`(run: Run) {
    for length in run.observations.indices {
      #expect(Bench.judge(run.cell, Array(run.observations.prefix(length))).verdict != .passed)
    }
  }

  @Test(arguments: runs) func `no two records missing make it pass where one of them says something`(run: Run) {
    let all = run.observations
    for first in all.indices {
      for second in all.indices where second > first {
        guard !run.irrelevant.contains(all[first]) || !run.irrelevant.contains(all[second]) else { continue }
        let rest = all.indices.filter { $0 != first && $0 != second }.map { all[$0] }
        #expect(Bench.judge(run.cell, rest).verdict != .passed, "without \(all[first]) and \(all[second])")
      }
    }
  }
}
