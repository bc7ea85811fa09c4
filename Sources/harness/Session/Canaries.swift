import Model
import Reporting

/// A known leak, panic and block planted in every runtime that a run uses: proof that it can still see.
struct Canaries: Sendable {
  let planted: [ControlCell]

  init(of probes: [Probe], on runtimes: [Runtime]) {
    planted = runtimes.flatMap { runtime in probes.compactMap { ControlCell.canary(of: $0, on: runtime) } }
  }

  struct Outcome: Sendable {
    var name: String
    var isBlind: Bool
  }

  /// Nil where the run was cancelled meanwhile.
  static func plant(_ canary: ControlCell, _ asker: CellAsker, _ reporters: Reporters) async -> Outcome? {
    let blindness = await canary.outcome(asker).blindness
    if Task.isCancelled { return nil }
    if let blindness {
      await reporters.receive(.canaryMissed(runtime: canary.runtime.id, probe: canary.probe.id, reason: blindness))
    }
    return Outcome(name: canary.name, isBlind: blindness != nil)
  }

  /// `caught`, `not planted`, or `blind: …`, the words of results.json.
  func words(_ outcomes: [Outcome]) -> String {
    let blind = outcomes.filter(\.isBlind).map(\.name)
    if !blind.isEmpty { return "blind: " + blind.joined(separator: ", ") }
    return planted.isEmpty || outcomes.count < planted.count ? "not planted" : "caught"
  }
}
