import Model

/// Makes exercises of what a survey tried, and says which probes each is for.
///
/// All calls of one offer that work are one exercise, so that a leak in any of them shows in one measurement. An error path
/// is an exercise of its own, and so is a call whose input is large enough to be timed.
package struct ExerciseChooser: Sendable {
  private let surface: Surface
  /// Calls that are put together.
  private static let together = 10
  /// Seconds that a call may take where it is repeated a thousand times.
  private static let repeatable = 0.05
  /// And one that is timed: shorter tells nothing, longer may pass its deadline on a busy machine.
  private static let timed = 0.015...1
  private static let largeAtMost = 12

  package init(_ surface: Surface) { self.surface = surface }

  package func exercises() -> [FoundExercise] {
    let offers = surface.offers.filter { $0.leftOut == nil }
    var found = offers.flatMap(ended)
    for offer in offers {
      found += working(offer) + failing(offer) + callingBack(offer) + hostile(offer) + cycle(offer)
    }
    found += Array(offers.flatMap(large).prefix(ExerciseChooser.largeAtMost)) + lifecycle(offers)
    return found.sorted { $0.rank < $1.rank }
  }

  // MARK: what each is for

  /// What killed or stopped the survey, or panicked, is made once more in a process of its own.
  private func ended(_ offer: Surface.Offer) -> [FoundExercise] {
    let wrong = offer.trials.filter { $0.outcome.endsDeadly || $0.outcome.isPanic }
    return wrong.prefix(3).enumerated().map { index, trial in
      var exercise = made("\(offer.id)-\(trial.outcome.isPanic ? "panics" : "dies")", index, trial)
      exercise.probes = ["panic/contained"]
      exercise.once = true
      return FoundExercise(exercise: exercise, rank: 0)
    }
  }

  private func working(_ offer: Surface.Offer) -> [FoundExercise] {
    let trials = steady(offer).filter { $0.outcome == .returned }
    guard let first = trials.first else { return [] }
    let growth = ["ownership/call-growth", "ownership/reference-drift", "ownership/type-references"]
    let plain = trials.filter(\.onlyImports)
    var parts = (plain.isEmpty ? [first] : plain).prefix(ExerciseChooser.together).enumerated()
      .map { made("\(offer.id)-call", $0, $1) }
    for index in parts.indices { parts[index].probes = growth }
    var exercise = parts[0]
    exercise.name = offer.id
    if !first.isAsync, parts.count > 1 {
      exercise.setup = lines(parts.map(\.setup))
      exercise.call = parts.map(\.call).joined(separator: "\n")
    } else {
      parts = []
    }
    return [FoundExercise(exercise: exercise, parts: parts, rank: offer.isNative ? 10 : 60)]
  }

  /// At most three errors of different types; one of a value that was refused is worth more than one of a type.
  private func failing(_ offer: Surface.Offer) -> [FoundExercise] {
    guard offer.isNative else { return [] }
    var types: Set<String> = []
    let raising = steady(offer, failing: true).sorted { $0.isTypeError ? false : $1.isTypeError }
    let chosen = raising.filter { trial in
      guard case .raised(let type, let bases) = trial.outcome, bases.contains("Exception") else { return false }
      return types.insert(trial.note == "callback" ? "\(type) of a callback" : type).inserted
    }
    return chosen.prefix(3).enumerated().compactMap { index, trial in
      guard case .raised(let type, _) = trial.outcome else { return nil }
      var exercise = made("\(offer.id)-fails", index, trial)
      exercise.raises = type
      exercise.probes = ["ownership/error-growth", "ownership/reference-drift", "panic/errors-structured"]
      return FoundExercise(exercise: exercise, rank: 30)
    }
  }

  /// Calls that were given a function to call.
  private func callingBack(_ offer: Surface.Offer) -> [FoundExercise] {
    guard offer.isNative,
      let trial = steady(offer).first(where: { $0.call.contains("lambda ") && $0.outcome == .returned })
    else { return [] }
    var exercise = made("\(offer.id)-calls-back", 0, trial)
    exercise.probes = ["panic/foreign-exception", "blocking/re-entrant"]
    return [FoundExercise(exercise: exercise, rank: 40)]
  }

  /// What only the collector could free is made again and again.
  private func cycle(_ offer: Surface.Offer) -> [FoundExercise] {
    guard offer.isNative, let trial = offer.trials.first(where: { $0.note == "cycle" && $0.outcome == .returned })
    else { return [] }
    var exercise = made("\(offer.id)-cycle", 0, trial)
    exercise.probes = ["ownership/call-growth"]
    return [FoundExercise(exercise: exercise, rank: 35)]
  }

  /// The call with most arguments is the one whose arguments are made hostile.
  private func hostile(_ offer: Surface.Offer) -> [FoundExercise] {
    guard offer.isNative, offer.kind != "property" else { return [] }
    let trials = offer.trials.filter {
      $0.outcome == .returned && !$0.isAsync && !["large", "cycle", "consumed"].contains($0.note)
    }
    guard let plain = trials.first else { return [] }
    let callingBack = trials.first { $0.call.contains("lambda ") }
    let richest = callingBack ?? trials.max { $0.call.commas < $1.call.commas } ?? plain
    var exercise = made("\(offer.id)-hostile", 0, richest)
    exercise.probes = ["panic/hostile-arguments", "panic/deep-input"]
    if ["function", "method", "static"].contains(offer.kind), plain.repeats, !keeps(offer, plain) {
      exercise.probes.append("blocking/threads-race")
    }
    return [FoundExercise(exercise: exercise, rank: 20)]
  }

  private func large(_ offer: Surface.Offer) -> [FoundExercise] {
    let timed = offer.trials.filter { $0.outcome == .returned && ExerciseChooser.timed.contains($0.seconds) }
    guard let trial = timed.last(where: { $0.note == "large" }) ?? timed.first else { return [] }
    var exercise = made("\(offer.id)-large", 0, trial)
    exercise.probes = ["blocking/host-held", "load/forks"]
    exercise.timeout = .seconds(60)
    return [FoundExercise(exercise: exercise, rank: 50)]
  }

  /// What is asked of a life of the artifact is asked with a few calls of it: the first type and the first function.
  private func lifecycle(_ offers: [Surface.Offer]) -> [FoundExercise] {
    ["type", "function"].compactMap { kind -> FoundExercise? in
      let offer = offers.first { offer in
        offer.isNative && offer.kind == kind && !steady(offer).filter { $0.outcome == .returned }.isEmpty
      }
      guard let offer, let trial = steady(offer).first(where: { $0.outcome == .returned }) else { return nil }
      var exercise = made("\(offer.id)-life", 0, trial)
      exercise.call = kind == "type" && !trial.isAsync ? "made = \(trial.call)" : trial.call
      exercise.probes = [
        "load/forks", "load/exits", "load/unloads", "load/imports-twice", "panic/off-thread",
        "ownership/drops-anywhere",
        "ownership/input-untouched", "ownership/cycle-collected",
      ]
      return FoundExercise(exercise: exercise, rank: 25)
    }
  }

  // MARK: which trials

  /// Calls that may be made a thousand times: quick, alike each time, and on nothing that outlives them.
  private func steady(_ offer: Surface.Offer, failing: Bool = false) -> [Surface.Trial] {
    offer.trials.filter { trial in
      (trial.repeats || failing) && !keeps(offer, trial) && trial.seconds < ExerciseChooser.repeatable
        && !["large", "cycle"].contains(trial.note) && !trial.outcome.endsProcess
    }
  }

  private func keeps(_ offer: Surface.Offer, _ trial: Surface.Trial) -> Bool { offer.keeps || trial.isShared }

  private func made(_ name: String, _ index: Int, _ trial: Surface.Trial) -> Exercise {
    Exercise(
      name: index == 0 && !name.hasSuffix("-call") ? name : "\(name)-\(index + 1)", setup: trial.setup,
      call: trial.call,
      isAsync: trial.isAsync, timeout: .seconds(20))
  }

  /// Each line once, in order.
  private func lines(_ texts: [String]) -> String {
    var seen: Set<Substring> = []
    return texts.flatMap { $0.split(separator: "\n") }.filter { seen.insert($0).inserted }.joined(separator: "\n")
  }
}

extension Surface.Outcome {
  fileprivate var endsDeadly: Bool { if case .died = self { true } else { false } }
}

extension Surface.Trial {
  /// What is set up line by line can be put together with others.
  fileprivate var onlyImports: Bool {
    setup.split(separator: "\n").allSatisfy { $0.hasPrefix("import ") || $0.hasPrefix("open('sample.txt'") }
  }

  fileprivate var isTypeError: Bool { if case .raised("TypeError", _) = outcome { true } else { false } }
}

extension String {
  fileprivate var commas: Int { count { $0 == "," || $0 == "=" } }
}
