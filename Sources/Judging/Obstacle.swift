import Model

/// What kept the probe from asking its question: the artifact did not import, the set-up raised, the call raised what nobody
/// declared. Another probe says what is wrong; this one says that it can't tell.
enum Obstacle {
  static func reason(_ evidence: Evidence) -> String? {
    declaredAbort(evidence) ?? raised(evidence).map(reason) ?? nothingRaised(evidence) ?? notReached(evidence)
  }

  private static func reason(_ raised: Raised) -> String { "\(raised.during.rawValue) raised \(raised.said)" }

  /// The first thing raised that leaves the question unasked, in the eyes of the probe.
  private static func raised(_ evidence: Evidence) -> Raised? {
    let probe = evidence.cell.probe
    if probe.asks == .artifact, probe.expectsToReach { return nil }
    if probe.expects.contains(.worksAfter) || probe.expects.contains(.containsPanic) {
      return evidence.raised.first { $0.during < .call && !$0.isPanic }
    }
    let callMayRaise =
      probe.expectsToReach || probe.expects.contains(.exits) || probe.expects.contains(.raisesAsDeclared)
      || probe.expects.contains(.errorsStructured) || probe.looksAfterOneCall || probe.guardsOneCall
    if probe.expects.contains(.dropsAnywhere) { return evidence.raised.first { $0.during < .call } }
    let further = [.importsAgain, .worksInChild, .cohabits].contains(where: probe.expects.contains)
    let raised = further ? evidence.raisedAtFirst : evidence.raised
    return raised.first { $0.during < .call || ($0.during == .call && !callMayRaise) }
  }

  private static func declaredAbort(_ evidence: Evidence) -> String? {
    guard let exit = evidence.exit, Termination.isDeclaredAbort(evidence, exit) else { return nil }
    guard !evidence.cell.probe.expects.contains(.containsPanic) else { return nil }
    return "the call aborts the process, as the exercise declares with `panics: abort`"
  }

  /// An error path that was taken in few calls or none says nothing about it.
  private static func nothingRaised(_ evidence: Evidence) -> String? {
    guard [.failingExercise, .panickingExercise].contains(evidence.cell.probe.asks) else { return nil }
    guard let raised = evidence.number("raised-calls") else { return "nobody counted the calls that raised" }
    let calls = evidence.number("calls") ?? 0
    guard raised == 0 || raised * 2 < calls else { return nil }
    let which =
      raised == 0 ? "no call raised anything" : "only \(Figures.count(raised)) of \(Figures.count(calls)) calls did"
    let declared = evidence.cell.exercise?.raises.map { "raises: \($0)" } ?? "panics: contained"
    return "the exercise declares `\(declared)`, and \(which)"
  }

  /// A question about a step that the host never took was not asked, whatever else was measured.
  private static func notReached(_ evidence: Evidence) -> String? {
    let step: Step
    switch evidence.cell.probe.asks {
    case .package, .packageSet: return nil
    case .artifact: step = .import
    default: step = .call
    }
    guard !evidence.raised.contains(where: { $0.during < step }) else { return nil }
    return evidence.reached(step) ? nil : "\(step.place) was never reached"
  }
}

extension Probe {
  /// What is listed after one call is there whether it returned or raised.
  fileprivate var looksAfterOneCall: Bool {
    asks == .singleCall && expects.contains { if case .empty = $0 { true } else { false } }
  }
  /// What a call does to memory shows whether it returns or raises.
  fileprivate var guardsOneCall: Bool { asks == .singleCall && expects.contains(.guarded) }
  fileprivate var expectsToReach: Bool { expects.contains { if case .reaches = $0 { true } else { false } } }
}

extension Evidence {
  fileprivate var raisedAtFirst: [Raised] {
    beforeFurtherInstances.compactMap { if case .raised(let raised) = $0 { raised } else { nil } }
  }
}

extension Raised {
  /// PyO3 names its panics so (`pyo3_runtime.PanicException`); a panic of wasm is a trap, which a JavaScript host calls a
  /// `WebAssembly.RuntimeError`.
  var isPanic: Bool {
    ([type] + bases).contains { ["PanicException", "Trap", "WebAssembly.RuntimeError"].contains($0) }
  }

  /// `ValueError: malformed`, or the type alone where it has no message; one of several lines on one.
  var said: String {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ").firstLine
    return line.isEmpty ? type : "\(type): \(line)"
  }
}

extension String {
  var firstLine: String { String(prefix { !$0.isNewline }.prefix(300)) }
}
