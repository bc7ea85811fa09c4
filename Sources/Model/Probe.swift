/// One question asked of an exercise, or of the package itself, in a host; a folder under Harnesses/Probes.
package struct Probe: Sendable, Equatable {
  /// `group/question`: the folder's path below Harnesses/Probes.
  package var id: String
  package var question: String
  /// The rule of the design that it stands for.
  package var rule: Int?
  /// Empty for a package probe, which needs no host.
  package var hosts: [HostKind]
  /// What it's asked of.
  package var asks: Subject
  package var needs: [Capability]
  package var expects: [Expectation]
  package var severity: Severity
  package var explain: String
  /// Numbers of the field bugs that it covers.
  package var covers: [Int]
  package var controls: Controls
  /// Must-fail controls, of which every run plants the first one that is there for a host on each runtime it uses, to
  /// prove that it can still see.
  package var canaries: [String]
  /// Runs alone, never beside another cell.
  package var timing: Bool
  /// Asked only of exercises that name it: what it finds is right of many calls that are meant to be as they are.
  package var onRequest: Bool
  /// May be asked in a process that was forked after the artifact's import: nothing in the question is about importing.
  package var afterImport: Bool
  /// Absolute path of the folder.
  package var folder: String

  package init(
    id: String, question: String, rule: Int? = nil, hosts: [HostKind] = [], asks: Subject = .exercise,
    needs: [Capability] = [], expects: [Expectation] = [], severity: Severity = .error, explain: String = "",
    covers: [Int] = [], controls: Controls = Controls(), canaries: [String] = [], timing: Bool = false,
    onRequest: Bool = false, afterImport: Bool = false,
    folder: String
  ) {
    self.id = id
    self.question = question
    self.rule = rule
    self.hosts = hosts
    self.asks = asks
    self.needs = needs
    self.expects = expects
    self.severity = severity
    self.explain = explain
    self.covers = covers
    self.controls = controls
    self.canaries = canaries
    self.timing = timing
    self.onRequest = onRequest
    self.afterImport = afterImport
    self.folder = folder
  }

  /// What a probe is asked of, which decides how many cells it makes.
  package enum Subject: String, Sendable, Codable, CaseIterable {
    /// The file: one cell a target.
    case package
    /// All files of a release together: one cell.
    case packageSet = "package-set"
    /// The loaded artifact: one cell a target and runtime.
    case artifact
    /// Any exercise that may be repeated.
    case exercise
    /// Exercises with `raises`.
    case failingExercise = "failing-exercise"
    /// Exercises with `panics: contained`.
    case panickingExercise = "panicking-exercise"
    /// Exercises whose text makes a function, for the artifact to call.
    case callingBackExercise = "calling-back-exercise"
    /// Exercises with `async: true`.
    case asyncExercise = "async-exercise"
    /// Exercises without `raises`.
    case succeedingExercise = "succeeding-exercise"
    /// Every exercise, `once` or not: the probe calls it one time.
    case singleCall = "single-call"
    /// Exercises with `after`, `once` or not.
    case recoveringExercise = "recovering-exercise"

    /// Asked of what lies on the disk: no host, no script.
    package var isOfFiles: Bool { self == .package || self == .packageSet }
  }

  package struct Controls: Sendable, Equatable {
    /// Paths below the probe's folder, without the host's extension.
    package var mustPass: [String]
    /// The same, each with the fact that the finding has to name.
    package var mustFail: [String: String]
    package init(mustPass: [String] = [], mustFail: [String: String] = [:]) {
      self.mustPass = mustPass
      self.mustFail = mustFail
    }
  }
}

package enum HostKind: String, Sendable, Codable, CaseIterable, Hashable {
  case python, node, wasm, native, swift, kotlin, browser
}

/// Something a host or runtime has to offer before a probe's answer means anything.
package enum Capability: String, Sendable, Codable, CaseIterable {
  case heapInstrument = "heap-instrument"
  case guardInstrument = "guard-instrument"
  case heartbeat
  case referenceWatch = "reference-watch"
  case totalReferences = "total-references"
  /// The runtime's threads run Python side by side, without a global lock.
  case freeThreaded = "free-threaded"
}

/// What has to hold of the observations; a closed set, one file under Judging/Checks each.
package enum Expectation: Sendable, Equatable {
  /// The series of this fact stops growing; growth of at most `perCall` a call is let go. Only these hosts have the fact;
  /// every host where none is named.
  case settles(fact: String, perCall: Double, hosts: [HostKind] = [])
  /// No object of these kinds has a reference count that goes on changing by more than `perCall` a call.
  case steady(kinds: [Drift.Kind], perCall: Double)
  /// The host gets as far as this step.
  case reaches(Step)
  /// What leaves the call is what the exercise declares: its result, its error, its panic.
  case raisesAsDeclared
  /// A panic arrives as the host's error and nothing dies, or as the declared abort.
  case containsPanic
  /// What worked in the first instance (interpreter, environment, store) works in a further one.
  case importsAgain
  /// The call works in a forked child, too.
  case worksInChild
  /// The artifact loads and answers the same beside other modules, whichever comes first.
  case cohabits
  /// The interpreter ends while daemon threads are in the call, in a forked child.
  case endsInCalls
  /// A Ctrl-C ends the call soon, as the host's interrupt.
  case interruptible
  /// What another thread drops goes without a word.
  case dropsAnywhere
  /// A panic that a thread prints reaches the caller, too.
  case surfacesPanics
  /// The `after` code works once the call has returned, failed or panicked.
  case worksAfter
  /// Worst gap ÷ call duration stays under the ratio, or the gap under the exercise's budget.
  case lets(fact: String, holds: Double, releases: Double)
  /// The process ends by itself, with status 0, in the exit deadline.
  case exits
  /// Packaging saw no defect of this group.
  case sound
  /// The fact has this value.
  case equals(fact: String, value: Value)
  /// The fact is a list with nothing in it; `says` is the sentence before what there is.
  case empty(fact: String, says: String, severity: Severity? = nil)
  /// The guard found nothing done to a block after its life or beyond its ends.
  case guarded
  /// A block of memory that the artifact's code is refused comes out as the host's MemoryError, or not at all.
  case survivesRefusal
  /// An error is of a type of its own, and says something.
  case errorsStructured
  /// Arguments that nobody would give are answered by an exception, whatever they are.
  case survives
}
