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
    var fresh = false
    var sandbox = Isolation.none
  }

  let plan: Plan
  let workplace: Workplace
  let options: Options
  let console: ConsoleReporter
  let watch: Stopwatch
  /// The command that runs a cell again.
  let repeating: @Sendable (Cell) -> String
  /// Where nobody has said what to call: found out first.
  var survey: WheelSurvey?

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
    let ended = await interruption.guarding { () -> Result<Outcome, any Error> in
      do { return .success(try await work(reporters, log)) } catch { return .failure(error) }
    }
    ticking.cancel()
    let outcome = try ended.get()
    if interruption.happened { await reporters.receive(.interrupted) }
    var run = empty
    run.seconds = watch.seconds
    run.canaries = outcome.canaries
    run.interrupted = interruption.happened
    let results = Results(run: run, targets: outcome.targets, cells: outcome.cells)
    await reporters.receive(.runFinished(results))
    return try await exit(results, reporters, outcome.plan)
  }

  private struct Outcome: Sendable {
    var plan: Plan
    var canaries = "not planted"
    var targets: [TargetResult] = []
    var cells: [CellResult] = []
  }

  private func work(_ reporters: Reporters, _ log: ObservationLog) async throws -> Outcome {
    var outcome = Outcome(plan: plan)
    await reporters.receive(.runStarted(cells: plan.cells.count, runtimes: runtimes { _ in true }.map(\.id)))
    let artifacts = await artifacts(reporters, &outcome)
    let used = runtimes { artifacts[$0.target.id]?.fits($0.runtime) ?? false }
    let runner = CellRunner(
      cache: FilePath(workplace.cache), harnesses: FilePath(workplace.harnesses), sandbox: options.sandbox.sandbox,
      log: log)
    let canaries = Canaries(of: workplace.probes, on: used)
    let prepared = outcome
    return try await runner.withTemplates(jobs: options.fresh ? 0 : options.jobs) { runner in
      do {
        return Result<Outcome, any Error>.success(
          try await asked(prepared, canaries, artifacts, runner, log, reporters))
      } catch { return .failure(error) }
    }.get()
  }

  private func asked(
    _ prepared: Outcome, _ canaries: Canaries, _ artifacts: [String: Artifacts.Outcome], _ runner: CellRunner,
    _ log: ObservationLog, _ reporters: Reporters
  ) async throws -> Outcome {
    var outcome = prepared
    let asker = CellAsker(runner: runner, log: log, repeating: repeating)
    let found = Task.isCancelled ? nil : try await surveyed(&outcome, artifacts, runner, reporters)
    let groups = found == nil ? outcome.plan.cells.map { [$0] } : SharedRun.groups(outcome.plan.cells)
    let items = canaries.planted.map(Item.canary) + groups.map(Item.cells)
    let answers = await ask(items, asker, artifacts, outcome, found, reporters)
    for case .cells(let results) in answers { outcome.cells += results }
    outcome.canaries = canaries.words(answers.compactMap { if case .canary(let outcome) = $0 { outcome } else { nil } })
    return outcome
  }

  /// The wheel's surface, where it is wanted, with the plan and the facts that come of it.
  private func surveyed(
    _ outcome: inout Outcome, _ artifacts: [String: Artifacts.Outcome], _ runner: CellRunner, _ reporters: Reporters
  ) async throws -> WheelSurvey.Outcome? {
    guard let survey, let target = plan.cells.first?.target.id else { return nil }
    await reporters.receive(.surveyStarted(target: target))
    guard let found = try await survey.outcome(plan, artifacts[target], runner) else { return nil }
    outcome.plan = found.plan
    outcome.targets[0].facts["surface"] = found.facts
    await reporters.receive(.surveyed(target: target, surface: found.surface, cells: found.plan.cells.count))
    return found
  }

  /// What is asked: canaries stand in front, and run beside the cells.
  private enum Item: Sendable {
    case canary(ControlCell)
    /// By one process.
    case cells([Cell])

    var isAlone: Bool {
      switch self {
      case .canary(let control): control.probe.timing
      case .cells(let group): group[0].probe.timing
      }
    }
  }

  private enum Answer: Sendable {
    case canary(Canaries.Outcome)
    case cells([CellResult])
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
    let hasRelease = plan.cells.contains { !$0.target.parts.isEmpty }
    let artifacts = Artifacts(
      builder: Builder(cache: workplace.cache, output: options.output), reporters: reporters,
      reader: ArtifactReader(harnesses: workplace.harnesses, ofRelease: hasRelease), noBuild: options.noBuild)
    var got: [String: Artifacts.Outcome] = [:]
    for cell in plan.cells where got[cell.target.id] == nil && !Task.isCancelled {
      let parts = cell.target.parts
      let artifact = parts.isEmpty ? await artifacts.get(cell.target) : await artifacts.compare(parts, got)
      got[cell.target.id] = artifact
      outcome.targets.append(TargetResult(cell.target, artifact))
    }
    return got
  }

  private func ask(
    _ items: [Item], _ asker: CellAsker, _ artifacts: [String: Artifacts.Outcome], _ outcome: Outcome,
    _ found: WheelSurvey.Outcome?, _ reporters: Reporters
  ) async -> [Answer] {
    let facts = Dictionary(outcome.targets.map { ($0.id, $0.facts) }) { first, _ in first }
    let stop = StopSwitch(failFast: options.failFast)
    let known = outcome.plan.known
    let asking = SurfaceAsker(
      asker: asker, parts: found?.parts ?? [:], budget: survey.map { Budget(seconds: $0.budget) })
    return await Bounded.map(items, limit: options.jobs, alone: \.isAlone) { item -> Answer? in
      guard !Task.isCancelled else { return nil }
      switch item {
      case .canary(let canary):
        return await Canaries.plant(canary, asker, reporters).map(Answer.canary)
      case .cells(let group):
        guard !stop.isThrown, let artifact = artifacts[group[0].target.id] else { return nil }
        for cell in group { await reporters.receive(.cellStarted(cell.id)) }
        let asked = await asking.ask(group, of: artifact)
        let results = asked.map { Known.apply(known, to: $0, facts: facts[$0.id.target] ?? [:]) }
        for result in results {
          await reporters.receive(.cellFinished(result))
          stop.note(result)
        }
        return .cells(results)
      }
    }.compactMap { $0 }
  }

  private func exit(_ results: Results, _ reporters: Reporters, _ plan: Plan) async throws -> HarnessExit {
    if let failure = await reporters.failures.first { throw Failure(message: "\(failure)", exit: .broken) }
    let missing = plan.cells.contains {
      $0.runtime == nil && !$0.probe.asks.isOfFiles && $0.unrun?.verdict == .skipped
    }
    return exitCode(
      for: results, gate: options.gate, blind: results.run.canaries.hasPrefix("blind"), declaredHostMissing: missing)
  }
}
