import Model

@testable import Judging

/// Cells and observations to judge, as hosts make them.
enum Bench {
  /// The counters of the growth probes, with what each lets go.
  static let settling: [Model.Expectation] = [
    .settles(fact: "live-heap-blocks", perCall: 0.0005), .settles(fact: "live-heap-bytes", perCall: 0.5),
    .settles(fact: "mapped-bytes", perCall: 1), .settles(fact: "open-descriptors", perCall: 0.0005),
    .settles(fact: "threads", perCall: 0.0005),
  ]
  static let holding: Model.Expectation = .lets(fact: "hold-ratio", holds: 0.5, releases: 0.2)

  static func cell(
    _ expects: [Model.Expectation], asks: Probe.Subject = .singleCall,
    exercise: Exercise? = Exercise(name: "use", call: "f()"),
    severity: Severity = .error, version: String = "3.11", capabilities: [Capability] = []
  ) -> Cell {
    let runtime = Runtime(
      id: "cpython", host: .python, version: version, library: "libpython\(version).so.1.0", capabilities: capabilities)
    return Cell(
      id: CellID(target: "words", runtime: runtime.id, probe: "group/question", exercise: exercise?.name),
      target: Target(id: "words", kind: .wheel, source: .file("words.whl")), runtime: asks == .package ? nil : runtime,
      probe: Probe(id: "group/question", question: "?", asks: asks, expects: expects, severity: severity, folder: ""),
      exercise: exercise)
  }

  static func judge(_ cell: Cell, _ observations: [Observation]) -> CellResult {
    Judge.judge(cell, observations: observations, seconds: 1, repeat: "harness run")
  }

  static func outcome(_ check: some Check, _ observations: [Observation], exercise: Exercise? = nil) -> CheckOutcome {
    check.outcome(
      Evidence(cell: cell([], exercise: exercise ?? Exercise(name: "use", call: "f()")), observations: observations))
  }

  // Observations.

  static func exit(
    code: Int? = 0, signal: String? = nil, deadline: String? = nil, seconds: Double = 0.5, descendants: Int = 0
  ) -> Observation {
    .exit(Exit(code: code, signal: signal, deadline: deadline, seconds: seconds, descendants: descendants))
  }

  static func stderr(_ text: String) -> Observation { .stream(Stream(name: "stderr", head: text)) }

  static func raised(
    _ type: String, bases: [String] = ["Exception", "BaseException"], during: Step, message: String = "no"
  ) -> Observation {
    .raised(Raised(type: type, bases: bases, message: message, during: during, traceback: ["words.py:3 f"]))
  }

  static let panic = raised("PanicException", bases: ["BaseException"], during: .call, message: "index out of bounds")

  /// A process that took these steps, finished and ended.
  static func run(_ steps: [Step] = [.initialise, .import, .setup, .call], _ more: [Observation] = []) -> [Observation]
  {
    steps.map(Observation.step) + more + [.step(.done), exit()]
  }

  /// A process that got as far as these steps, and ended so.
  static func died(in step: Step, _ end: Observation, _ more: [Observation] = []) -> [Observation] {
    [Step.initialise, .import, .setup, .call, .after, .finalise, .unload, .done].filter { $0 <= step }
      .map(Observation.step) + more + [end]
  }

  /// Readings after windows of equal length, the first at the end of the warm-up.
  static func series(_ fact: String, growth: [Double], calls window: Double = 1000, from start: Double? = nil) -> Series
  {
    var (calls, values) = ([start ?? window + 2], [5000.0])
    for step in growth {
      calls.append(calls[calls.count - 1] + window)
      values.append(values[values.count - 1] + step)
    }
    return Series(fact: fact, calls: calls, values: values)
  }

  /// Readings of a counter that is a function of the calls made.
  static func series(_ fact: String, windows: Int = 16, calls window: Double = 1000, _ value: (Double) -> Double)
    -> Series
  {
    let calls = (0...windows).map { window + 2 + Double($0) * window }
    return Series(fact: fact, calls: calls, values: calls.map(value))
  }

  /// A growth probe's run in which only these counters moved.
  static func rounds(_ moved: [Series] = [], raised: Double = 0, windows: Int = 16) -> [Observation] {
    let facts = ["live-heap-blocks", "live-heap-bytes", "mapped-bytes", "open-descriptors", "threads"]
    let still = facts.filter { fact in !moved.contains { $0.fact == fact } }
      .map { series($0, growth: Array(repeating: 0, count: windows)) }
    let calls = (still + moved).compactMap(\.calls.last).max() ?? 0
    return run(
      more: (still + moved).map(Observation.series) + [
        .fact("calls", .number(calls)), .fact("raised-calls", .number(raised)),
      ])
  }

  static func run(more: [Observation]) -> [Observation] { run([.initialise, .import, .setup, .call], more) }

  static func drift(
    _ kind: Drift.Kind = .object, _ object: String = "str 'abc'", growth: [Double], calls window: Double = 1000
  ) -> Observation {
    let readings = series("", growth: growth, calls: window)
    return .drift(Drift(kind: kind, object: object, reached: "text", calls: readings.calls, values: readings.values))
  }

  static func heartbeat(
    ratio: Double, share: Double? = nil, gap: Double, call: Double, noise: Double = 1, control: Double = 0.98,
    before: Double? = nil, rest: Double? = nil
  ) -> [Observation] {
    let rests = [("gap-rest-ms", before), ("longest-rest-ms", rest)]
    return rests.compactMap { name, value in value.map { .fact(name, .number($0)) } } + [
      .fact("hold-ratio", .number(ratio)), .fact("hold-share", .number(share ?? ratio)),
      .fact("worst-gap-ms", .number(gap)), .fact("call-ms", .number(call)), .fact("noise-gap-ms", .number(noise)),
      .fact("control-held-ratio", .number(control)), .fact("control-released-ratio", 0.03),
    ]
  }
}

extension CheckOutcome {
  var facts: [String] { findings.compactMap { $0.facts["fact"]?.string } }
}
