import Building
import Foundation
import Judging
import Model
import Reporting
import Running
import SystemPackage

/// One run from plan to report.
struct RunSession: Sendable {
  struct Options: Sendable {
    var output: String
    var jobs: Int
    var gate = false
    var failFast = false
    var noBuild = false
    var sandbox = Isolation.none
  }

  let plan: Plan
  let workplace: Workplace
  let options: Options
  let console: ConsoleReporter
  let watch: Stopwatch
  /// The command that runs a cell again.
  let repeating: @Sendable (CellID) -> String

  /// - Throws: `Failure` where the output folder can't be written.
  func run() async throws -> HarnessExit {
    let started = ISO8601DateFormatter().string(from: Date())
    let empty = Results.Run(
      started: started, seconds: 0, harness: Harness.version, machine: Machine.facts(), canaries: "not planted",
      sandbox: options.sandbox.words)
    let watch = watch
    let reporters = Reporters([
      console, JSONReporter(folder: options.output, run: empty, elapsed: { watch.seconds }),
      JUnitReporter(folder: options.output),
    ])
    let log: ObservationLog
    do throws(RunningError) { log = try ObservationLog(folder: options.output) } catch { throw Failure(error) }
    let interruption = Interruption()
    let ticking = Task { await reporters.keepTicking() }
    let outcome = await interruption.guarding { await work(reporters, log) }
    ticking.cancel()
    if interruption.happened { await reporters.receive(.interrupted) }
    var run = empty
    run.seconds = watch.seconds
    run.canaries = outcome.canaries
    run.interrupted = interruption.happened
    let results = Results(run: run, targets: outcome.targets, cells: outcome.cells)
    await reporters.receive(.runFinished(results))
    return try await exit(results, reporters)
  }

  private struct Outcome: Sendable {
    var canaries = "not planted"
    var targets: [TargetResult] = []
    var cells: [CellResult] = []
  }

  private func work(_ reporters: Reporters, _ log: ObservationLog) async -> Outcome {
    var outcome = Outcome()
    await reporters.receive(.runStarted(cells: plan.cells.count, runtimes: runtimes { _ in true }.map(\.id)))
    let artifacts = await artifacts(reporters, &outcome)
    let used = runtimes { artifacts[$0.target.id]?.fits($0.runtime) ?? false }
    let runner = CellRunner(
      cache: FilePath(workplace.cache), harnesses: FilePath(workplace.harnesses), sandbox: options.sandbox.sandbox,
      log: log)
    let asker = CellAsker(runner: runner, log: log, repeating: repeating)
    if !Task.isCancelled {
      outcome.canaries = await Canaries(asker: asker, reporters: reporters, jobs: options.jobs)
        .plant(workplace.probes, on: used)
    }
    outcome.cells = await cells(asker, artifacts, outcome.targets, reporters)
    return outcome
  }

  /// Runtimes that a cell really runs on, in the plan's order.
  private func runtimes(where runs: (Cell) -> Bool) -> [Runtime] {
    var runtimes: [Runtime] = []
    for cell in plan.cells where cell.unrun == nil && runs(cell) {
      if let runtime = cell.runtime, !runtimes.contains(where: { $0.id == runtime.id }) { runtimes.append(runtime) }
    }
    return runtimes
  }

  private func artifacts(_ reporters: Reporters, _ outcome: inout Outcome) async -> [String: Artifacts.Outcome] {
    let artifacts = Artifacts(
      builder: Builder(cache: workplace.cache, output: options.output), reporters: reporters,
      noBuild: options.noBuild)
    var got: [String: Artifacts.Outcome] = [:]
    for cell in plan.cells where got[cell.target.id] == nil && !Task.isCancelled {
      let artifact = await artifacts.get(cell.target)
      got[cell.target.id] = artifact
      outcome.targets.append(TargetResult(cell.target, artifact))
    }
    return got
  }

  private func cells(
    _ asker: CellAsker, _ artifacts: [String: Artifacts.Outcome], _ targets: [TargetResult], _ reporters: Reporters
  ) async -> [CellResult] {
    let known = plan.known
    let facts = Dictionary(targets.map { ($0.id, $0.facts) }) { first, _ in first }
    let stop = StopSwitch(failFast: options.failFast)
    return await Bounded.map(plan.cells, limit: options.jobs, alone: \.probe.timing) { cell -> CellResult? in
      guard !Task.isCancelled, !stop.isThrown, let artifact = artifacts[cell.target.id] else { return nil }
      await reporters.receive(.cellStarted(cell.id))
      guard let asked = await asker.ask(cell, of: artifact) else { return nil }
      let result = Known.apply(known, to: asked, facts: facts[cell.target.id] ?? [:])
      await reporters.receive(.cellFinished(result))
      stop.note(result)
      return result
    }.compactMap { $0 }
  }

  private func exit(_ results: Results, _ reporters: Reporters) async throws -> HarnessExit {
    if let failure = await reporters.failures.first { throw Failure(message: "\(failure)", exit: .broken) }
    let missing = plan.cells.contains { $0.runtime == nil && $0.unrun?.verdict == .skipped }
    return exitCode(
      for: results, gate: options.gate, blind: results.run.canaries.hasPrefix("blind"), declaredHostMissing: missing)
  }
}
