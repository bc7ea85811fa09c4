/// What a wheel offers to its callers, found and tried by the harness itself.
package struct Surface: Sendable, Equatable {
  package var offers: [Offer]
  /// False where the time was up before everything had been tried.
  package var finished: Bool
  package init(offers: [Offer] = [], finished: Bool = false) {
    self.offers = offers
    self.finished = finished
  }

  /// Something public that can be called.
  package struct Offer: Sendable, Equatable {
    /// Its dotted name.
    package var id: String
    /// `function`, `type`, `static`, `method`, `property` or `protocol`.
    package var kind: String
    /// Whether native code is behind it, as far as can be told.
    package var isNative: Bool
    /// Its name says that the module goes on holding what it is given, so that growth is no leak.
    package var keeps: Bool
    /// Why it is not called at all.
    package var leftOut: String?
    /// Why no call of it could be made.
    package var unreached: String?
    package var trials: [Trial]
    package init(
      id: String, kind: String, isNative: Bool = true, keeps: Bool = false, leftOut: String? = nil,
      unreached: String? = nil, trials: [Trial] = []
    ) {
      self.id = id
      self.kind = kind
      self.isNative = isNative
      self.keeps = keeps
      self.leftOut = leftOut
      self.unreached = unreached
      self.trials = trials
    }
  }

  /// A call with plausible values, as source text, and what came of it.
  package struct Trial: Sendable, Equatable {
    package var setup: String
    package var call: String
    package var outcome: Outcome
    /// Where the arguments came from: `example`, `variant`, `option`, `wrong`, `large`, or empty for the plainest ones.
    package var note: String
    /// Of one call.
    package var seconds: Double
    /// Whether it gave the same three times.
    package var repeats: Bool
    package var isAsync: Bool
    /// Whether it is made on an object that outlives it.
    package var isShared: Bool
    package init(
      setup: String, call: String, outcome: Outcome, note: String = "", seconds: Double = 0, repeats: Bool = true,
      isAsync: Bool = false, isShared: Bool = false
    ) {
      self.setup = setup
      self.call = call
      self.outcome = outcome
      self.note = note
      self.seconds = seconds
      self.repeats = repeats
      self.isAsync = isAsync
      self.isShared = isShared
    }
  }

  package enum Outcome: Sendable, Equatable {
    case returned
    case raised(type: String, bases: [String])
    /// The process died of it: a signal by name, or its status.
    case died(String)
    /// It did not come back in time.
    case hung

    package var isPanic: Bool {
      guard case .raised(let type, let bases) = self else { return false }
      return ([type] + bases).contains("PanicException")
    }
  }
}

extension Surface {
  /// The shares that a report tells: how much of the surface was found, tried, exercised.
  package struct Reach: Sendable, Equatable {
    package var found = 0
    package var native = 0
    package var leftOut = 0
    package var tried = 0
    package var worked = 0
    package var failed = 0
    package var ended = 0
    package var unreached = 0
    package var calls = 0
  }

  package var reach: Reach {
    offers.reduce(into: Reach(found: offers.count)) { reach, offer in
      let outcomes = offer.trials.map(\.outcome)
      reach.native += offer.isNative ? 1 : 0
      reach.leftOut += offer.leftOut == nil ? 0 : 1
      reach.tried += offer.trials.isEmpty ? 0 : 1
      reach.worked += outcomes.contains(.returned) ? 1 : 0
      reach.failed += outcomes.contains { if case .raised = $0 { true } else { false } } ? 1 : 0
      reach.ended += outcomes.contains { $0.endsProcess } ? 1 : 0
      reach.unreached += offer.leftOut == nil && offer.trials.isEmpty ? 1 : 0
      reach.calls += offer.trials.count
    }
  }
}

extension Surface.Outcome {
  package var endsProcess: Bool {
    switch self {
    case .died, .hung: true
    case .returned, .raised: false
    }
  }
}
