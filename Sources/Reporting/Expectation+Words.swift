import Model

extension Expectation {
  /// What has to hold, as part of a sentence that starts with "holds where".
  var words: String {
    switch self {
    case .settles(let fact, let perCall, let hosts):
      "\(fact) stops growing as the calls go up; \(Figure.number(perCall)) a call is let go"
        + (hosts.isEmpty ? "" : " (\(hosts.map(\.rawValue).joined(separator: ", ")))")
    case .steady(let kinds, let perCall):
      "no reference count of a \(kinds.map(\.rawValue).joined(separator: " or ")) goes on changing by more than "
        + "\(Figure.number(perCall)) a call"
    case .reaches(let step): "the host gets as far as the step \(step.rawValue)"
    case .raisesAsDeclared: "what leaves the call is what the exercise declares: its result, its error, its panic"
    case .containsPanic: "a panic arrives as the host's error and nothing dies, or as the declared abort"
    case .importsAgain:
      "import, setup and call work once more in a further instance; one that refuses the import is a warning"
    case .worksInChild: "the call works in a forked child as it does in its parent"
    case .interruptible: "a Ctrl-C ends the call within 250 ms, as KeyboardInterrupt"
    case .dropsAnywhere: "nothing is raised where another thread drops an object"
    case .surfacesPanics: "a panic that a thread prints reaches the caller, too"
    case .worksAfter: "the exercise's after: code works, whatever the call did"
    case .lets(let fact, let holds, let releases):
      "\(fact): a worst gap of at most \(Figure.number(releases)) of the call's duration lets the host go on, "
        + "\(Figure.number(holds)) or more holds it, and what lies between is not established"
    case .guarded: "no block is touched or given back after its life or beyond its ends"
    case .survivesRefusal: "a block that the artifact's code is refused comes out as MemoryError, or not at all"
    case .exits: "the process ends by itself, with status 0, before the exit deadline"
    case .sound: "the file has no defect of this probe's kind"
    case .cohabits: "it loads, works and answers the same beside other modules, whichever comes first"
    case .endsInCalls: "the interpreter ends while daemon threads are in the call"
    case .empty(let fact, _, let severity): "\(fact) is empty" + (severity.map { "; else \($0.rawValue)" } ?? "")
    case .errorsStructured: "an error is of a type that callers can catch apart, and says something"
    case .survives: "any arguments are answered by a result or an exception"
    case .equals(let fact, let value): "\(fact) is \(value.text)"
    }
  }
}
