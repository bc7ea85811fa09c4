import Foundation
import Model
import Planning
import Running

/// `check` without `--call`: a survey of the wheel, and the plan that comes of it.
struct WheelSurvey: Sendable {
  /// Seconds for everything that is asked of the wheel's surface; the survey itself may take a third of them.
  let budget: Double
  /// The plan of a target with these exercises.
  let planning: @Sendable ([Exercise]) throws -> Plan

  /// What a survey came to.
  struct Outcome: Sendable {
    var plan: Plan
    var facts: Value
    var surface: Surface
    /// The calls of an exercise one by one, by its name.
    var parts: [String: [Exercise]]
  }

  /// Nil where no runtime is here that loads the wheel, or nothing could be imported.
  func outcome(_ plan: Plan, _ artifact: Artifacts.Outcome?, _ runner: CellRunner) async throws -> Outcome? {
    guard case .staged(let staged, let fit, _)? = artifact, let runtime = runtime(plan, fit),
      let target = plan.cells.first?.target
    else { return nil }
    let surface: Surface
    do throws(RunningError) {
      surface = try await Surveyor(runner: runner).survey(target, on: runtime, staged: staged, seconds: budget / 3)
    } catch { return nil }
    let found = ExerciseChooser(surface).exercises()
    var planned = try planning(found.map(\.exercise))
    planned.cells = ordered(planned.cells.filter { $0.exercise == nil || $0.runtime?.id == runtime.id }, by: found)
    let parts = Dictionary(found.map { ($0.exercise.name, $0.parts) }) { first, _ in first }
    return Outcome(plan: planned, facts: SurfaceFacts(surface).value, surface: surface, parts: parts)
  }

  /// Of those that load it the one that shows most.
  private func runtime(_ plan: Plan, _ fit: ArtifactFit) -> Runtime? {
    plan.cells.filter { $0.unrun == nil }.compactMap(\.runtime)
      .filter { $0.host == .python && fit.misfit($0) == nil }
      .max { $0.worth < $1.worth }
  }

  /// What costs little and shows much first, since the time may be up before the end. A hold is a warning: how long it
  /// lasts is the input's size, which the harness chose. So is a cycle that nobody has to make.
  private func ordered(_ cells: [Cell], by found: [FoundExercise]) -> [Cell] {
    let ranks = Dictionary(found.map { ($0.exercise.name, $0.rank) }) { first, _ in first }
    return cells.enumerated().sorted { left, right in
      let ranked = [left, right].map { ranks[$0.element.exercise?.name ?? ""] ?? -1 }
      return (ranked[0], left.offset) < (ranked[1], right.offset)
    }.map { _, cell in
      var cell = cell
      let isCycle = cell.exercise?.name.hasSuffix("-cycle") == true
      if cell.exercise != nil, cell.probe.id == "blocking/host-held" || isCycle { cell.probe.severity = .warning }
      return cell
    }
  }
}

extension Runtime {
  /// A release build, since a debug one aborts where others go on; then what can be measured on it; then a Python up to 3.11,
  /// where references to None and to small integers count; then the newest.
  fileprivate var worth: (Int, Int, Int, Int) {
    let minor = version.split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
    let isRelease = !capabilities.contains(.totalReferences)
    return (isRelease ? 1 : 0, capabilities.count, minor <= 11 ? 1 : 0, minor)
  }
}

/// The reach of a survey, as results.json has it.
struct SurfaceFacts {
  let surface: Surface

  init(_ surface: Surface) { self.surface = surface }

  var value: Value {
    let reach = surface.reach
    return .object([
      "callables": .number(Double(reach.found)), "native": .number(Double(reach.native)),
      "left-out": .number(Double(reach.leftOut)), "tried": .number(Double(reach.tried)),
      "worked": .number(Double(reach.worked)), "failed": .number(Double(reach.failed)),
      "ended-process": .number(Double(reach.ended)), "unreached": .number(Double(reach.unreached)),
      "calls": .number(Double(reach.calls)), "finished": .bool(surface.finished), "not-called": .object(notCalled),
    ])
  }

  /// Why, for each that was not called.
  private var notCalled: [String: Value] {
    var reasons: [String: Value] = [:]
    for offer in surface.offers {
      if let reason = offer.leftOut ?? (offer.trials.isEmpty ? offer.unreached ?? "the time was up" : nil) {
        reasons[offer.id] = .string(reason)
      }
    }
    return reasons
  }
}
