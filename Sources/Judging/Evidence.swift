import Model

/// What was observed of one cell, in the shapes that checks ask for.
package struct Evidence: Sendable {
  package let cell: Cell
  package let observations: [Observation]

  package init(cell: Cell, observations: [Observation]) {
    self.cell = cell
    self.observations = observations
  }

  var steps: [Step] { observations.compactMap { if case .step(let step) = $0 { step } else { nil } } }
  var lastStep: Step? { steps.last }
  var finished: Bool { steps.contains(.done) }
  var exit: Exit? { observations.lazy.compactMap { if case .exit(let exit) = $0 { exit } else { nil } }.last }
  var raised: [Raised] { observations.compactMap { if case .raised(let raised) = $0 { raised } else { nil } } }
  var drifts: [Drift] { observations.compactMap { if case .drift(let drift) = $0 { drift } else { nil } } }
  var defects: [Defect] { observations.compactMap { if case .defect(let defect) = $0 { defect } else { nil } } }
  var skips: [String] { observations.compactMap { if case .skip(let reason) = $0 { reason } else { nil } } }
  var unmeasured: [String] { observations.compactMap { if case .unmeasured(let reason) = $0 { reason } else { nil } } }

  /// Blocks of memory by the stacks that allocated them.
  var survivors: [Survivors] { survivors(of: nil) }

  func survivors(of counter: String?) -> [Survivors] {
    observations.compactMap {
      if case .survivors(let survivors) = $0, survivors.of == counter { survivors } else { nil }
    }
  }

  var misuses: [Misuse] { observations.compactMap { if case .misuse(let misuse) = $0 { misuse } else { nil } } }
  var refused: [Refused] { observations.compactMap { if case .refused(let refused) = $0 { refused } else { nil } } }

  func series(_ fact: String) -> Series? {
    observations.lazy.compactMap { if case .series(let series) = $0, series.fact == fact { series } else { nil } }.last
  }

  func value(_ fact: String) -> Value? {
    observations.lazy.compactMap { if case .fact(fact, let value) = $0 { value } else { nil } }.last
  }

  /// Every reading of a fact that is told more than once, in order.
  func values(_ fact: String) -> [Value] {
    observations.compactMap { if case .fact(fact, let value) = $0 { value } else { nil } }
  }

  /// What was observed before a host started a further instance of itself.
  var beforeFurtherInstances: [Observation] { Array(observations.prefix { $0.instance == nil }) }

  /// The further instances, in the order in which they were started.
  var instances: [Instance] {
    observations.reduce(into: []) { instances, observation in
      if let name = observation.instance {
        instances.append(Instance(name: name))
      } else if !instances.isEmpty {
        instances[instances.count - 1].note(observation)
      }
    }
  }

  /// How a forked child came to grief; nil where it worked, or where there was none.
  var deathOfChild: String? {
    guard let child = value("child")?.string, child != "worked" else { return nil }
    return child == "hung" ? "hangs" : "is ended by \(child)"
  }

  func reached(_ step: Step) -> Bool { steps.contains(step) }
  func number(_ fact: String) -> Double? { value(fact)?.number }

  /// The stacks taken before the kill or at a fatal signal, innermost first, a line each, without the frames of the host
  /// and the probe, which are the same for every cell.
  var stackLines: [String] {
    observations.flatMap { observation -> [String] in
      guard case .stacks(let text) = observation else { return [] }
      return text.split(separator: "\n").map(String.init).filter { !isOurs($0) }
    }
  }

  private func isOurs(_ line: String) -> Bool {
    let scripts = [
      "/Hosts/Python/", "/Hosts/Node/", "\(cell.probe.folder)/probe.py\"",
      "\(cell.probe.folder)/probe.mjs:",
    ]
    return scripts.contains { line.contains($0) } || HostFile.names.contains { line.isFrame(of: $0) }
  }

  func stream(_ name: String) -> Stream? {
    observations.lazy.compactMap { if case .stream(let stream) = $0, stream.name == name { stream } else { nil } }.last
  }

  /// What an event loop still waited for when the probe was done: handles and requests, by their types.
  var keepers: [String] {
    guard case .array(let names) = value("keeps-loop-alive") else { return [] }
    return names.compactMap(\.string)
  }

  /// What the artifact said last, for a death that explains itself there: `memory allocation of … failed`.
  var lastWords: [String] {
    guard let stream = stream("stderr") else { return [] }
    let text = stream.tail.isEmpty ? stream.head : stream.tail
    return text.split(separator: "\n").suffix(3).map(String.init)
  }
}

/// What a check came to: what it found wrong, or why it can't say.
struct CheckOutcome: Sendable, Equatable {
  var findings: [Finding] = []
  var unestablished: [String] = []

  static let holds = CheckOutcome()
  static func unestablished(_ reason: String) -> CheckOutcome { CheckOutcome(unestablished: [reason]) }
}

extension Evidence {
  /// A finding of this cell's probe.
  func finding(
    _ message: String, fact: String, facts: [String: Value] = [:], where: [String] = [], severity: Severity? = nil
  ) -> Finding {
    Finding(
      rule: cell.probe.id, severity: severity ?? cell.probe.severity, message: message,
      facts: facts.merging(["fact": .string(fact)]) { $1 }, where: `where`)
  }
}

/// A further interpreter, environment, store or mapping of the artifact in one process.
struct Instance: Sendable, Equatable {
  var name: String
  var raised: [Raised] = []
  var steps: [Step] = []

  fileprivate mutating func note(_ observation: Observation) {
    if case .raised(let raised) = observation { self.raised.append(raised) }
    if case .step(let step) = observation { steps.append(step) }
  }
}

extension Observation {
  fileprivate var instance: String? {
    guard case .fact("instance", let value) = self else { return nil }
    return value.string
  }
}

extension String {
  /// `#1 /path/file+0x12`, or `#1 file  symbol` once it has been named.
  fileprivate func isFrame(of file: String) -> Bool {
    hasPrefix("#") && (contains("/\(file)+0x") || contains(" \(file)  "))
  }
}
