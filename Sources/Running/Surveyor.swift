import Foundation
import Model

/// Finds what a wheel offers and calls it with plausible values, in as many processes as it takes: one that a call kills
/// or stops is followed by another, which goes on behind that call.
package struct Surveyor: Sendable {
  private let runner: CellRunner
  /// Deaths and hangs that are walked around before the survey is given up.
  private static let processes = 60

  package init(runner: CellRunner) { self.runner = runner }

  /// `cell` names the target and the runtime. What kept the survey from starting is in its `offers`: there are none.
  package func survey(
    _ target: Target, on runtime: Runtime, staged: Staged, seconds: Double
  ) async throws(RunningError) -> Surface {
    let clock = ContinuousClock(), start = clock.now
    var record = SurveyRecord()
    for _ in 0..<Surveyor.processes {
      let left = seconds - Double((clock.now - start).components.seconds)
      guard left > 0, !Task.isCancelled else { break }
      let cell = cell(target, runtime, record, seconds: left)
      guard record.add(try await runner.run(cell, on: staged)) else { break }
    }
    return record.surface
  }

  private func cell(_ target: Target, _ runtime: Runtime, _ record: SurveyRecord, seconds: Double) -> Cell {
    let probe = Probe(
      id: "surface/survey", question: "What does it offer?", asks: .artifact,
      folder: runner.compiler.harnesses.appending("Hosts/Python/Survey").string)
    var cell = Cell(
      id: CellID(target: target.id, runtime: runtime.id, probe: probe.id, exercise: nil), target: target,
      runtime: runtime, probe: probe, exercise: nil)
    cell.target.timeout = .seconds(Int(seconds.rounded(.up)) + 20)
    cell.order = .object([
      "done": .array(record.done.sorted().map(Value.string)), "skipped": .array(record.skipped.map(Value.string)),
      "builds": .array(record.builds), "seconds": .number(seconds),
    ])
    return cell
  }
}

/// What all processes of a survey have said, put together.
struct SurveyRecord {
  private(set) var surface = Surface()
  private(set) var done: Set<String> = []
  /// `setup` and `call` of what ended a process, which no later one tries again.
  private(set) var skipped: [String] = []
  private(set) var builds: [Value] = []
  private var places: [String: Int] = [:]
  private var deaths: [String: Int] = [:]
  /// Processes that one callable may cost.
  private static let patience = 3
  private var pending: (offer: String, trial: Surface.Trial)?

  /// Takes what one process said; true where another has to go on behind it.
  mutating func add(_ observations: [Observation]) -> Bool {
    pending = nil
    for case .fact(let fact, let value) in observations { note(fact, value) }
    guard !surface.finished, let pending else { return false }
    settle(pending.offer, pending.trial, outcome(observations))
    skipped.append("\(pending.trial.setup)\n\(pending.trial.call)")
    deaths[pending.offer, default: 0] += 1
    if deaths[pending.offer, default: 0] == SurveyRecord.patience { done.insert(pending.offer) }
    return true
  }

  private mutating func note(_ fact: String, _ value: Value) {
    switch fact {
    case "offer": add(offer: value)
    case "trial": pending = begun(value)
    case "outcome": finish(value)
    case "builds": builds.append(value)
    case "done": done.insert(value.string ?? "")
    case "unreached": update(value.text("offer")) { $0.unreached = value.text("reason") }
    case "surveyed":
      surface.finished = value.bool ?? false
      pending = nil
    default: break
    }
  }

  private mutating func add(offer value: Value) {
    let id = value.text("offer")
    guard places[id] == nil else { return }
    places[id] = surface.offers.count
    surface.offers.append(
      Surface.Offer(
        id: id, kind: value.text("kind"), isNative: value.object?["native"]?.bool ?? false,
        keeps: value.object?["keeps"]?.bool ?? false, leftOut: value.object?["left-out"]?.string))
  }

  private func begun(_ value: Value) -> (String, Surface.Trial) {
    (value.text("offer"), Surface.Trial(setup: value.text("setup"), call: value.text("call"), outcome: .hung))
  }

  private mutating func finish(_ value: Value) {
    guard let (offer, begun) = pending else { return }
    var trial = begun
    pending = nil
    trial.call = value.text("call")
    trial.note = value.text("note")
    trial.seconds = value.object?["seconds"]?.number ?? 0
    trial.repeats = value.object?["repeats"]?.bool ?? false
    trial.isAsync = value.object?["waits"]?.bool ?? false
    trial.isShared = value.object?["shared"]?.bool ?? false
    let bases = value.object?["bases"]?.array ?? []
    let raised = value.object?["raised"]?.string
    settle(offer, trial, raised.map { .raised(type: $0, bases: bases.compactMap(\.string)) } ?? .returned)
  }

  private mutating func settle(_ offer: String, _ trial: Surface.Trial, _ outcome: Surface.Outcome) {
    var trial = trial
    trial.outcome = outcome
    update(offer) { $0.trials.append(trial) }
  }

  private mutating func update(_ id: String, _ change: (inout Surface.Offer) -> Void) {
    if let place = places[id] { change(&surface.offers[place]) }
  }

  /// faulthandler's own watchdog ends the process with status 1, having said so where the stacks go.
  private func outcome(_ observations: [Observation]) -> Surface.Outcome {
    var ended = Surface.Outcome.hung
    var timedOut = false
    for observation in observations {
      if case .stacks(let text) = observation, text.contains("Timeout (") { timedOut = true }
      guard case .exit(let exit) = observation, exit.deadline == nil else { continue }
      ended = .died(exit.signal ?? "status \(exit.code ?? 0)")
    }
    return timedOut ? .hung : ended
  }
}

extension Value {
  fileprivate func text(_ key: String) -> String { object?[key]?.string ?? "" }
}
