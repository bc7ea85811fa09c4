import Model

/// How the process ended, judged before any expectation: a death or a hang is a finding of whichever probe saw it.
enum Termination {
  /// Exit statuses of our own programs; Harnesses/Hosts/Wire/wire.h.
  private enum HostStatus {
    static let exec = 96
    static let lost = 97
    static let usage = 98
    static let host = 99
  }

  /// Nil where the harness did its part.
  static func ourFault(_ evidence: Evidence) -> String? {
    guard ![.package, .packageSet].contains(evidence.cell.probe.asks) else { return nil }
    guard let exit = evidence.exit else { return "nobody said how the host ended" }
    guard !evidence.finished else { return nil }
    let said = evidence.lastWords.isEmpty ? "it said nothing" : evidence.lastWords.joined(separator: " · ")
    let step = evidence.lastStep ?? .initialise
    return step > .initialise ? afterTheStart(exit, said) : atTheStart(exit, said)
  }

  /// Nothing of the artifact has run by then, so that whatever happened is not its doing.
  private static func atTheStart(_ exit: Exit, _ said: String) -> String? {
    switch exit.code {
    case HostStatus.exec: return "the host could not be executed: \(said)"
    case HostStatus.usage: return "the host refused its arguments: \(said)"
    case HostStatus.host: return "the host could not start its runtime or run its bootstrap: \(said)"
    default:
      return
        "the host did not get to the import: \(sentence(exit, step: .initialise, finished: false) ?? "ended"); \(said)"
    }
  }

  /// An artifact may end the process with any status, but a host that gives up says why.
  private static func afterTheStart(_ exit: Exit, _ said: String) -> String? {
    guard exit.code == HostStatus.host, exit.deadline == nil, said != "it said nothing" else { return nil }
    return "the host gave up: \(said)"
  }

  static func finding(_ evidence: Evidence) -> Finding? {
    guard let exit = evidence.exit, !isDeclaredAbort(evidence, exit) else { return nil }
    let step = evidence.lastStep ?? .initialise
    guard let sentence = sentence(exit, step: step, finished: evidence.finished) else { return nil }
    let provocation = evidence.provocations.last
    let words = evidence.lastWords, keepers = exit.deadline == "exit" ? evidence.keepers : []
    var facts: [String: Value] = ["step": .string(step.rawValue)]
    let instance = evidence.instances.last?.name
    if let instance { facts["instance"] = .string(instance) }
    if let signal = exit.signal { facts["signal"] = .string(signal) }
    if let code = exit.code { facts["code"] = .number(Double(code)) }
    if let deadline = exit.deadline { facts["deadline"] = .string(deadline) }
    if !words.isEmpty { facts["stderr"] = .string(words.joined(separator: "\n")) }
    if !keepers.isEmpty { facts["keeps-loop-alive"] = .array(keepers.map(Value.string)) }
    if let provocation { facts.merge(provocation.facts) { $1 } }
    let using = evidence.value("taken")?.string.map { ", using \($0) whose owner is gone" } ?? ""
    let keeping = keepers.isEmpty ? "" : "; its event loop is kept alive by \(keepers.joined(separator: ", "))"
    return evidence.finding(
      sentence + (instance.map { ", in \($0)" } ?? "") + using + keeping + told(provocation, evidence),
      fact: "exit", facts: facts, where: evidence.stackLines, severity: severity(provocation, exit))
  }

  private static func told(_ provocation: Provocation?, _ evidence: Evidence) -> String {
    guard let provocation else { return "" }
    let others = evidence.provocations.count - 1
    let after = others > 0 ? " (after \(Figures.counted(others, "other call")), not alone)" : ""
    return ": \(provocation.call.firstLine)\(after)"
  }

  /// Nobody makes an object without its `__init__` by accident, and an input of 100,000 levels takes its time.
  private static func severity(_ provocation: Provocation?, _ exit: Exit) -> Severity {
    switch provocation?.kind {
    case "uninitialised": .warning
    case "deep" where exit.deadline != nil: .warning
    default: .error
    }
  }

  private static func sentence(_ exit: Exit, step: Step, finished: Bool) -> String? {
    let place = step.place
    if exit.deadline == "cell" {
      return "never came back from \(place): stopped after \(Figures.seconds(exit.seconds))"
    }
    if exit.deadline == "exit" {
      return
        "did not end: still in \(place) when the deadline for it passed, after \(Figures.seconds(exit.seconds)) in all"
    }
    if let signal = exit.signal {
      return finished ? "killed by \(signal) on the way out, after all was done" : "killed by \(signal) in \(place)"
    }
    guard let code = exit.code else { return "ended in \(place), nobody knows how" }
    if finished { return code == 0 ? nil : "ended with status \(code) after all was done, where a program ends with 0" }
    if code == HostStatus.lost { return "closed descriptors that it had not opened, those of the host, in \(place)" }
    return "ended the whole process with status \(code) in \(place), as exit() does"
  }

  /// An abort in the call that the exercise declares.
  static func isDeclaredAbort(_ evidence: Evidence, _ exit: Exit) -> Bool {
    evidence.cell.exercise?.panics == .abort && exit.signal == "SIGABRT" && exit.deadline == nil
      && evidence.lastStep == .call
  }
}

extension Step {
  /// As part of a sentence.
  var place: String {
    switch self {
    case .initialise: "the start of the runtime"
    case .import: "import"
    case .setup: "setup"
    case .call: "the call"
    case .after: "the code after the call"
    case .finalise: "the runtime's finalisation"
    case .unload: "the unloading of the artifact"
    case .done: "the exit of the process"
    }
  }
}
