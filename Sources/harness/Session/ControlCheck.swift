import Foundation
import Model
import Running
import SystemPackage

/// All controls of some probes, on every runtime found here.
struct ControlCheck: Sendable {
  let workplace: Workplace
  let sandbox: Sandbox?
  let jobs: Int
  let fresh: Bool
  let verbose: Bool

  /// How many controls came out wrong; each is printed with what came instead.
  func run(_ probes: [Probe]) async -> Int {
    let controls = workplace.runtimes.runtimes.flatMap { runtime in
      probes.flatMap { ControlCell.all(of: $0, on: runtime) }
    }
    let runner = CellRunner(
      cache: FilePath(workplace.cache), harnesses: FilePath(workplace.harnesses), sandbox: sandbox)
    let verbose = verbose
    let hosted = await runner.withTemplates(jobs: fresh ? 0 : jobs) { runner in
      let asker = CellAsker(runner: runner, log: nil, repeating: { _ in "harness self-check" })
      return await Bounded.map(controls, limit: jobs, alone: \.probe.timing) { control in
        let outcome = await control.outcome(asker)
        say(control.name, outcome, verbose)
        return (control: control, outcome: outcome)
      }
    }
    let packages = probes.filter(\.asks.isOfFiles).flatMap(PackageControl.all)
    let reader = ArtifactReader(harnesses: workplace.harnesses)
    let packaged = await Bounded.map(packages, limit: jobs, alone: { _ in false }) { control in
      let outcome = await control.disappointment(runner.compiler, reader).map(ControlOutcome.wrong) ?? .right
      say(control.name, outcome, verbose)
      return outcome
    }
    return summary(hosted.map(\.outcome) + packaged, complaints(about: hosted))
  }

  private func complaints(about hosted: [(control: ControlCell, outcome: ControlOutcome)]) -> Int {
    let groups = Dictionary(grouping: hosted) { "\($0.control.probe.id) on \($0.control.runtime.id)" }
    let complaints = groups.sorted { $0.key < $1.key }.compactMap { name, group in
      ControlOutcome.complaint(about: group).map { (name, ControlOutcome.wrong($0)) }
    }
    for (name, outcome) in complaints { say(name, outcome, verbose) }
    return complaints.count
  }

  private func summary(_ outcomes: [ControlOutcome], _ complaints: Int) -> Int {
    let wrong = complaints + outcomes.count { if case .wrong = $0 { true } else { false } }
    let skipped = outcomes.count { if case .notAsked = $0 { true } else { false } }
    print("\(outcomes.count - skipped) controls, \(wrong) wrong" + (skipped > 0 ? ", \(skipped) not asked" : ""))
    return wrong
  }

  /// What is not asked is always told: a runtime may not fall silent unseen.
  private func say(_ name: String, _ outcome: ControlOutcome, _ verbose: Bool) {
    switch outcome {
    case .right: if verbose { print("right  \(name)") }
    case .wrong(let reason): print("WRONG  \(name): \(reason)")
    case .notAsked(let reason): print("not asked  \(name): \(reason)")
    }
  }
}
