import Foundation
import Judging
import Model
import Packaging
import Reporting
import Running

/// Two releases read, each by a process of its own, and held against each other.
struct Comparing: Sendable {
  static let probe = "package/surface-diff"

  let old: ArtifactFile
  let new: ArtifactFile
  let budget: SizeBudget
  let workplace: Workplace
  /// The command that compares them again.
  let again: String

  /// - Throws: `Failure` where a reader can't be run, which is the harness's fault.
  func comparison() async throws -> Comparison {
    async let before = old.inspect(harnesses: workplace.harnesses)
    async let after = new.inspect(harnesses: workplace.harnesses)
    let (earlier, later) = (try await before, try await after)
    var comparison = try await compared(InspectionPair(old: earlier, new: later, budget: budget))
    await LayoutComparing().extend(&comparison, earlier, later)
    return comparison
  }

  private func compared(_ pair: InspectionPair) async throws -> Comparison {
    do throws(RunningError) { return try await InspectionComparing().compare(pair) } catch { throw Failure(error) }
  }

  /// The comparison as the cell of a run: `<new>/-/package/surface-diff/-`.
  func results(_ comparison: Comparison, started: String, seconds: Double, measured: Results?) throws -> Results {
    guard let probe = workplace.probes.first(where: { $0.id == Self.probe }) else {
      throw Failure(message: "the probe \(Self.probe) is missing", exit: .broken)
    }
    let names = Self.names(old.path, new.path)
    let target = Target(id: names.new, kind: new.kind, source: .file(new.path))
    let cell = Cell(
      id: CellID(target: names.new, runtime: nil, probe: probe.id, exercise: nil), target: target, runtime: nil,
      probe: probe, exercise: nil)
    let result = Judge.judge(cell, observations: comparison.observations, seconds: seconds, repeat: again)
    return Results(
      run: .init(
        started: started, seconds: seconds, harness: Harness.version, machine: Machine.facts(),
        canaries: measured?.run.canaries ?? "not planted",
        sandbox: measured?.run.sandbox ?? "none"),
      targets: [
        TargetResult(id: names.old, artifact: comparison.old.artifact),
        TargetResult(id: names.new, artifact: comparison.new.artifact),
      ], cells: [result])
  }

  /// Two targets of one run have two names.
  private static func names(_ old: String, _ new: String) -> (old: String, new: String) {
    let (before, after) = (targetName(of: old), targetName(of: new))
    return before == after ? ("\(before)-old", after) : (before, after)
  }
}
