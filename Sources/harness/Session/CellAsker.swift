import Foundation
import Judging
import Model
import Packaging
import Running

/// Asks one cell its question: runs it, judges what was seen, and where memory stayed runs it once more to see whose it is.
struct CellAsker: Sendable {
  let runner: CellRunner
  let log: ObservationLog?
  /// The command that runs this cell again.
  let repeating: @Sendable (Cell) -> String
  let symbols = Symbols()

  /// Cells whose hosts do the same, by one process, that of the first; none where the run was cancelled meanwhile.
  func ask(_ group: [Cell], of outcome: Artifacts.Outcome) async -> [CellResult] {
    let watch = Stopwatch()
    guard group.count > 1, case .staged(let staged, let fit, _) = outcome, let runtime = group[0].runtime,
      fit.misfit(runtime) == nil
    else {
      var results: [CellResult] = []
      for cell in group { results += await ask(cell, of: outcome).map { [$0] } ?? [] }
      return results
    }
    let seen = try? await observe(group[0], staged)
    var results: [CellResult] = []
    for cell in group where !Task.isCancelled {
      results += await ask(cell, of: outcome, seen: seen, watch: watch).map { [$0] } ?? []
    }
    return results
  }

  /// Nil where the run was cancelled meanwhile. `seen` is what a process that did the same has told already.
  func ask(
    _ cell: Cell, of outcome: Artifacts.Outcome, seen: [Observation]? = nil, watch: Stopwatch = Stopwatch()
  ) async -> CellResult? {
    let again = repeating(cell)
    func unrun(_ verdict: Verdict, _ reason: String) -> CellResult {
      Judge.unrun(cell, verdict: verdict, reason: reason, seconds: watch.seconds, repeat: again)
    }
    if cell.unrun != nil { return Judge.judge(cell, observations: [], seconds: 0, repeat: again) }
    if case .set(let seen) = outcome {
      for observation in seen { await note(observation, cell) }
      return Judge.judge(cell, observations: seen, seconds: watch.seconds, repeat: again)
    }
    guard case .staged(let staged, let fit, let reading) = outcome else {
      if case .failed(let reason) = outcome { return unrun(.notEstablished, "there is no artifact: \(reason)") }
      return nil
    }
    if let runtime = cell.runtime, let misfit = fit.misfit(runtime) {
      return unrun(misfit.verdict, misfit.reason)
    }
    if cell.probe.asks == .package {
      let seen = await told(reading, cell)
      return Judge.judge(cell, observations: seen, seconds: watch.seconds, repeat: again)
    }
    do throws(RunningError) {
      if cell.probe.expects.contains(.survives) {
        let provoked = try await Provoking(cell: cell, runner: runner, staged: staged).runs()
        var runs: [[Observation]] = []
        for run in provoked { runs.append(await named(run)) }
        return Task.isCancelled ? nil : Judge.judge(cell, runs: runs, seconds: watch.seconds, repeat: again)
      }
      var observations = if let seen { seen } else { try await observe(cell, staged) }
      var result = Judge.judge(cell, observations: observations, seconds: watch.seconds, repeat: again)
      if result.verdict != .passed, observations.areDoubtful, !Task.isCancelled {
        observations = try await observe(cell, staged, fresh: true)
        result = Judge.judge(cell, observations: observations, seconds: watch.seconds, repeat: again)
      }
      if Task.isCancelled { return nil }
      if Judge.asksWhose(cell, observations: observations, result), let who = try? await secondPass(cell, staged) {
        observations += who
        result = Judge.judge(cell, observations: observations, seconds: watch.seconds, repeat: again)
      }
      return result
    } catch {
      if Task.isCancelled { return nil }
      var result = unrun(error.verdict, error.description)
      if let finding = error.finding(cell) { (result.findings, result.reason) = ([finding], nil) }
      return result
    }
  }

  private func observe(
    _ cell: Cell, _ staged: Staged, fresh: Bool = false
  ) async throws(RunningError) -> [Observation] {
    await named(try await runner.run(cell, on: staged, fresh: fresh))
  }

  /// What the one reading of the artifact's file had to say to this question.
  private func told(_ reading: PackageReading?, _ cell: Cell) async -> [Observation] {
    let seen = reading?.answers[cell.probe.id] ?? [.unmeasured("Packaging knows no probe \(cell.probe.id)")]
    for observation in seen { await note(observation, cell) }
    return seen
  }

  private func named(_ observations: [Observation]) async -> [Observation] {
    var named: [Observation] = []
    for observation in observations { named.append(await self.named(observation)) }
    return named
  }

  private func named(_ observation: Observation) async -> Observation {
    switch observation {
    case .stacks(let text): .stacks(await symbols.name(stacks: text))
    case .misuse(let misuse): .misuse(await symbols.name(misuse))
    case .refused(let refused): .refused(await symbols.name(refused))
    default: observation
    }
  }

  private func note(_ observation: Observation, _ cell: Cell) async {
    guard let line = try? JSONEncoder().encode(observation) else { return }
    await log?.append(String(decoding: line, as: UTF8.self), cell: cell.id)
  }

  /// The second pass: who allocated what stayed, or where the call held. All else it shows is of a run that was disturbed.
  private func secondPass(_ cell: Cell, _ staged: Staged) async throws(RunningError) -> [Observation] {
    var told: [Observation] = []
    for observation in try await runner.run(cell, on: staged, record: true) {
      switch observation {
      case .survivors(let survivors): told.append(.survivors(await symbols.name(survivors)))
      case .stacks(let text): told.append(.stacks(await symbols.name(stacks: text)))
      default: break
      }
    }
    return told
  }
}

extension [Observation] {
  /// Whether an artifact that was forked after its import did what it may only do there, such as refuse: it raised, or did
  /// not come to its end. What was counted to the end is no matter of the fork.
  fileprivate var areDoubtful: Bool {
    guard contains(.fact("forked-after", "import")) else { return false }
    return !contains(.step(.done))
      || contains {
        switch $0 {
        case .raised, .unmeasured: true
        case .exit(let exit): exit.code != 0
        default: false
        }
      }
  }
}

extension RunningError {
  /// An exercise that its own header refuses is wrong, or the header has drifted; what pip can't install leaves the question
  /// open; all else is the harness's fault.
  fileprivate var verdict: Verdict {
    switch self {
    case .exerciseDoesNotCompile: .failed
    case .installFailed, .noInterpreter: .notEstablished
    default: .broken
    }
  }

  fileprivate func finding(_ cell: Cell) -> Finding? {
    guard case .exerciseDoesNotCompile(_, let output) = self else { return nil }
    return Finding(
      rule: cell.probe.id, severity: .error, message: description, facts: ["fact": "exercise"],
      where: RunningError.complaints(output))
  }
}
