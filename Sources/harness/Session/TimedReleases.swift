import Building
import Foundation
import Judging
import Model
import Reporting
import Running
import SystemPackage

/// The seconds of the same calls of two releases, taken in turn in the same run: a ratio with its noise, never a bare time.
struct TimedReleases: Sendable {
  private static let pairs = 5

  let releases: MeasuredReleases
  let budget: TimeBudget

  struct Compared: Sendable {
    var changes: [Change] = []
    var unmeasured: [String] = []
  }

  /// On the first runtime that both releases fit; Python's alone can be timed.
  func compared() async throws -> Compared {
    let artifacts = Artifacts(
      builder: Builder(cache: releases.workplace.cache, output: FileManager.default.temporaryDirectory.path),
      reporters: Reporters([]), reader: ArtifactReader(harnesses: releases.workplace.harnesses), noBuild: true)
    let targets = (old: releases.target("old", releases.old), new: releases.target("new", releases.new))
    let (old, new) = (await artifacts.get(targets.old), await artifacts.get(targets.new))
    guard let runtime = runtime(old, new), case .staged(let before, _, _) = old, case .staged(let after, _, _) = new
    else {
      return Compared(unmeasured: ["call times are taken on a Python that both releases fit, and there is none here"])
    }
    let runner = CellRunner(
      cache: FilePath(releases.workplace.cache), harnesses: FilePath(releases.workplace.harnesses),
      sandbox: releases.isolation.sandbox)
    var compared = Compared()
    for exercise in releases.exercises where !Task.isCancelled {
      var times: (old: [[Double]], new: [[Double]]) = ([], [])
      for _ in 0..<Self.pairs {
        times.old.append(await seconds(cell(targets.old, runtime, exercise), before, runner))
        times.new.append(await seconds(cell(targets.new, runtime, exercise), after, runner))
      }
      if let told = CallTimes(old: times.old.filter { !$0.isEmpty }, new: times.new.filter { !$0.isEmpty }) {
        compared.changes.append(told.change(exercise.name, runtime.id, budget))
      } else {
        compared.unmeasured.append("\(exercise.name) could not be timed: a call of one release did not come to its end")
      }
    }
    return compared
  }

  private func runtime(_ old: Artifacts.Outcome, _ new: Artifacts.Outcome) -> Runtime? {
    releases.workplace.runtimes.runtimes.first { runtime in
      runtime.host == .python && !runtime.id.hasSuffix("-debug") && old.fits(runtime) && new.fits(runtime)
        && (releases.hosts.isEmpty || releases.hosts.contains(runtime.id))
    }
  }

  private func cell(_ target: Target, _ runtime: Runtime, _ exercise: Exercise) -> Cell {
    let measure = Probe(
      id: "compare/call-time", question: "How long does a call take?", asks: .exercise,
      folder: "\(releases.workplace.harnesses)/Measures/call-time")
    return Cell(
      id: CellID(target: target.id, runtime: runtime.id, probe: measure.id, exercise: exercise.name), target: target,
      runtime: runtime, probe: measure, exercise: exercise)
  }

  /// Empty where the process did not come so far.
  private func seconds(_ cell: Cell, _ staged: Staged, _ runner: CellRunner) async -> [Double] {
    let seen = (try? await runner.run(cell, on: staged, fresh: true)) ?? []
    for case .fact("call-seconds", let value) in seen { return value.array?.compactMap(\.number) ?? [] }
    return []
  }
}
