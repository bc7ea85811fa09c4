import Model
import Reporting

/// A known leak, panic and block planted in every runtime that a run uses: proof that it can still see.
struct Canaries: Sendable {
  let asker: CellAsker
  let reporters: Reporters
  let jobs: Int

  /// `caught`, `not planted`, or `blind: …`, the words of results.json.
  func plant(_ probes: [Probe], on runtimes: [Runtime]) async -> String {
    let canaries = runtimes.flatMap { runtime in probes.compactMap { ControlCell.canary(of: $0, on: runtime) } }
    guard !canaries.isEmpty else { return "not planted" }
    let asker = asker
    let missed = await Bounded.map(canaries, limit: jobs, alone: \.probe.timing) { canary in
      await canary.outcome(asker).blindness.map { (canary, $0) }
    }
    if Task.isCancelled { return "not planted" }
    let blind = missed.compactMap { $0 }
    for (canary, reason) in blind {
      await reporters.receive(.canaryMissed(runtime: canary.runtime.id, probe: canary.probe.id, reason: reason))
    }
    return blind.isEmpty ? "caught" : "blind: " + blind.map(\.0.name).joined(separator: ", ")
  }
}
