import Model
import Testing

@testable import Reporting

@Suite struct ExitCodeTests {
  struct Case: Sendable {
    var verdicts: [Verdict]
    var gate = false
    var blind = false
    var declaredHostMissing = false
    var interrupted = false
    var artifact = true
    var isRelease = false
    var exit: HarnessExit
  }

  static let cases: [Case] = [
    Case(verdicts: [], exit: .clean),
    Case(verdicts: [.passed, .known, .skipped], exit: .clean),
    Case(verdicts: [.passed, .known, .skipped], gate: true, exit: .clean),
    Case(verdicts: [.warned], exit: .clean),
    Case(verdicts: [.warned], gate: true, exit: .found),
    Case(verdicts: [.notEstablished], exit: .clean),
    Case(verdicts: [.notEstablished], gate: true, exit: .found),
    Case(verdicts: [.passed], declaredHostMissing: true, exit: .clean),
    Case(verdicts: [.passed], gate: true, declaredHostMissing: true, exit: .found),
    Case(verdicts: [.passed, .failed], exit: .found),
    Case(verdicts: [.unexpectedPass], exit: .found),
    Case(verdicts: [.passed], artifact: false, exit: .found),
    Case(verdicts: [.passed], artifact: false, isRelease: true, exit: .clean),
    Case(verdicts: [.failed], artifact: false, isRelease: true, exit: .found),
    Case(verdicts: [.failed, .broken], exit: .broken),
    Case(verdicts: [.passed], blind: true, exit: .broken),
    Case(verdicts: [.failed], gate: true, blind: true, exit: .broken),
    Case(verdicts: [.failed, .broken], blind: true, interrupted: true, exit: .interrupted),
    Case(verdicts: [], interrupted: true, exit: .interrupted),
  ]

  @Test("the worst thing decides the exit code", arguments: cases) func decides(_ row: Case) {
    var results = Samples.results
    results.cells = row.verdicts.map(Samples.cell)
    results.run.interrupted = row.interrupted
    if !row.artifact { results.targets[0].artifact = nil }
    if row.isRelease { results.targets[0].facts["parts"] = .array([.string("words-1.0")]) }
    let exit = exitCode(
      for: results, gate: row.gate, blind: row.blind, declaredHostMissing: row.declaredHostMissing)
    #expect(exit == row.exit)
  }
}
