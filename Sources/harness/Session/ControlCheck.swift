import Foundation
import Model
import Running
import SystemPackage

/// All controls of some probes, on every runtime found here.
struct ControlCheck: Sendable {
  let workplace: Workplace
  let jobs: Int
  let verbose: Bool

  /// How many controls came out wrong; each is printed with what came instead.
  func run(_ probes: [Probe]) async -> Int {
    let controls = workplace.runtimes.runtimes.flatMap { runtime in
      probes.flatMap { ControlCell.all(of: $0, on: runtime) }
    }
    let runner = CellRunner(cache: FilePath(workplace.cache), harnesses: FilePath(workplace.harnesses))
    let asker = CellAsker(runner: runner, log: nil, repeating: { _ in "harness self-check" })
    let verbose = verbose
    let hosted = await Bounded.map(controls, limit: jobs, alone: \.probe.timing) { control in
      say(control.name, await control.disappointment(asker), verbose)
    }
    let packages = probes.filter { $0.asks == .package }.flatMap(PackageControl.all)
    let packaged = await Bounded.map(packages, limit: jobs, alone: { _ in false }) { control in
      say(control.name, await control.disappointment(runner.compiler), verbose)
    }
    let outcomes = hosted + packaged
    let wrong = outcomes.count { !$0 }
    print("\(outcomes.count) controls, \(wrong) wrong")
    return wrong
  }

  private func say(_ name: String, _ disappointment: String?, _ verbose: Bool) -> Bool {
    if let disappointment { print("WRONG  \(name): \(disappointment)") }
    if disappointment == nil && verbose { print("right  \(name)") }
    return disappointment == nil
  }
}
