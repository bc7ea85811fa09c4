import Building
import Foundation
import Judging
import Model
import Planning
import Reporting
import Running
import SystemPackage

/// The seconds of the same calls of two releases, taken in turn in the same run: a ratio with its noise, never a bare time.
struct TimedReleases: Sendable {
  /// Five, and as many again, and again, while the releases differ from themselves.
  private static let pairs = 5
  private static let mostPairs = 15

  let releases: MeasuredReleases
  let budget: TimeBudget

  struct Compared: Sendable {
    var changes: [Change] = []
    var unmeasured: [String] = []
  }

  /// On the first runtime that both releases fit, or on all of those that are asked for by name.
  func compared() async throws -> Compared {
    let artifacts = Artifacts(
      builder: Builder(cache: releases.workplace.cache, output: FileManager.default.temporaryDirectory.path),
      reporters: Reporters([]), reader: ArtifactReader(harnesses: releases.workplace.harnesses), noBuild: true)
    let targets = (old: releases.target("old", releases.old), new: releases.target("new", releases.new))
    let (old, new) = (await artifacts.get(targets.old), await artifacts.get(targets.new))
    let runtimes = runtimes(targets.new, old, new)
    guard !runtimes.isEmpty, case .staged(let before, _, _) = old, case .staged(let after, _, _) = new else {
      return Compared(unmeasured: ["call times are taken on a runtime that both releases fit, and there is none here"])
    }
    var compared = Compared()
    for runtime in runtimes {
      let pair = TimedPair(
        old: .init(target: targets.old, staged: before), new: .init(target: targets.new, staged: after),
        runtime: runtime, releases: releases)
      for exercise in releases.exercises where !Task.isCancelled {
        if let told = await pair.times(exercise, pairs: Self.pairs, most: Self.mostPairs) {
          compared.changes.append(told.change(exercise.name, runtime.id, budget))
        } else {
          compared.unmeasured.append(
            "\(exercise.name) could not be timed on \(runtime.id): a call of one release did not come to its end")
        }
      }
    }
    return compared
  }

  /// A debug build's times are nobody's, and a host that makes a process for each call times its own start.
  private func runtimes(_ target: Target, _ old: Artifacts.Outcome, _ new: Artifacts.Outcome) -> [Runtime] {
    let fitting = releases.workplace.runtimes.runtimes.filter { runtime in
      target.loadingHosts.contains(runtime.host) && !runtime.id.hasSuffix("-debug")
        && runtime.capabilities.contains(.heapInstrument) && old.fits(runtime) && new.fits(runtime)
    }
    let wanted = fitting.filter { releases.hosts.contains($0.id) }
    return releases.hosts.isEmpty ? Array(fitting.prefix(1)) : wanted
  }
}

/// One exercise of the old release and the new one, process for process in turn.
private struct TimedPair {
  struct Side { let target: Target, staged: Staged }

  let old: Side
  let new: Side
  let runtime: Runtime
  let releases: MeasuredReleases

  /// Nil where a call of one of them did not come to its end.
  func times(_ exercise: Exercise, pairs: Int, most: Int) async -> CallTimes? {
    let runner = CellRunner(
      cache: FilePath(releases.workplace.cache), harnesses: FilePath(releases.workplace.harnesses),
      sandbox: releases.isolation.sandbox)
    var times: (old: [[Double]], new: [[Double]]) = ([], [])
    while times.old.count < most, !Task.isCancelled {
      guard let before = await seconds(old, exercise, runner), let after = await seconds(new, exercise, runner) else {
        return nil
      }
      times.old.append(before)
      times.new.append(after)
      if times.old.count.isMultiple(of: pairs), CallTimes(old: times.old, new: times.new)?.isSteady ?? true { break }
    }
    return CallTimes(old: times.old, new: times.new)
  }

  private func cell(_ target: Target, _ exercise: Exercise) -> Cell {
    let measure = Probe(
      id: "compare/call-time", question: "How long does a call take?", asks: .exercise,
      folder: "\(releases.workplace.harnesses)/Measures/call-time")
    return Cell(
      id: CellID(target: target.id, runtime: runtime.id, probe: measure.id, exercise: exercise.name), target: target,
      runtime: runtime, probe: measure, exercise: exercise)
  }

  /// Nil where the process did not come so far.
  private func seconds(_ side: Side, _ exercise: Exercise, _ runner: CellRunner) async -> [Double]? {
    let seen = (try? await runner.run(cell(side.target, exercise), on: side.staged, fresh: true)) ?? []
    for case .fact("call-seconds", let value) in seen { return value.array?.compactMap(\.number) }
    return nil
  }
}
