/// What a run came to; encoded, it is results.json of schema `harness-results/1`.
package struct Results: Sendable, Equatable, Codable {
  package static let schemaName = "harness-results/1"

  package var schema: String
  package var run: Run
  package var targets: [TargetResult]
  package var cells: [CellResult]
  package init(run: Run, targets: [TargetResult], cells: [CellResult]) {
    self.schema = Results.schemaName
    self.run = run
    self.targets = targets
    self.cells = cells
  }

  package struct Run: Sendable, Equatable, Codable {
    /// ISO 8601, UTC.
    package var started: String
    package var seconds: Double
    package var harness: String
    package var machine: [String: Value]
    /// `caught`, `blind: <what was missed>`, or `not planted`.
    package var canaries: String
    /// What the artifacts' code ran in: `bubblewrap`, `none (--no-sandbox)`, or `none` where none was asked for.
    package var sandbox: String
    /// True where a signal cut the run short; one that --fail-fast ended is finished.
    package var interrupted: Bool
    package init(
      started: String, seconds: Double, harness: String, machine: [String: Value], canaries: String,
      sandbox: String = "none", interrupted: Bool = false
    ) {
      self.started = started
      self.seconds = seconds
      self.harness = harness
      self.machine = machine
      self.canaries = canaries
      self.sandbox = sandbox
      self.interrupted = interrupted
    }
  }
}

package struct TargetResult: Sendable, Equatable, Codable {
  package var id: String
  /// Nil where it could not be had; `facts["error"]` says why.
  package var artifact: Artifact?
  package var facts: [String: Value]
  package init(id: String, artifact: Artifact?, facts: [String: Value] = [:]) {
    self.id = id
    self.artifact = artifact
    self.facts = facts
  }

  /// It could not be had. A release of several files has none of its own, and `facts["parts"]` names them.
  package var isMissing: Bool { artifact == nil && facts["parts"] == nil }
}

package struct CellResult: Sendable, Equatable {
  package var id: CellID
  package var verdict: Verdict
  package var reason: String?
  package var findings: [Finding]
  package var seconds: Double
  package var exit: Exit?
  /// The one command that runs this cell again.
  package var `repeat`: String
  package init(
    id: CellID, verdict: Verdict, reason: String? = nil, findings: [Finding] = [], seconds: Double = 0,
    exit: Exit? = nil, repeat: String
  ) {
    self.id = id
    self.verdict = verdict
    self.reason = reason
    self.findings = findings
    self.seconds = seconds
    self.exit = exit
    self.repeat = `repeat`
  }
}

extension CellResult: Codable {
  private enum Key: String, CodingKey {
    case id, target, runtime, probe, exercise, verdict, reason, findings, seconds, exit, `repeat`
  }
  private struct ExitStatus: Codable {
    var code: Int?
    var signal: String?
    private enum Key: String, CodingKey { case code, signal }
    init(_ exit: Exit) {
      code = exit.code
      signal = exit.signal
    }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(code, forKey: .code)
      try container.encode(signal, forKey: .signal)
    }
  }

  package init(from decoder: any Decoder) throws {
    let cell = try decoder.container(keyedBy: Key.self)
    let status = try cell.decodeIfPresent(ExitStatus.self, forKey: .exit)
    self.init(
      id: CellID(
        target: try cell.decode(String.self, forKey: .target),
        runtime: try cell.decodeIfPresent(String.self, forKey: .runtime),
        probe: try cell.decode(String.self, forKey: .probe),
        exercise: try cell.decodeIfPresent(String.self, forKey: .exercise)),
      verdict: try cell.decode(Verdict.self, forKey: .verdict),
      reason: try cell.decodeIfPresent(String.self, forKey: .reason),
      findings: try cell.decode([Finding].self, forKey: .findings),
      seconds: try cell.decode(Double.self, forKey: .seconds),
      exit: status.map { Exit(code: $0.code, signal: $0.signal, deadline: nil, seconds: 0) },
      repeat: try cell.decode(String.self, forKey: .repeat))
  }

  /// Absent parts are written as null, so that every cell has every key.
  package func encode(to encoder: any Encoder) throws {
    var cell = encoder.container(keyedBy: Key.self)
    try cell.encode(id.description, forKey: .id)
    try cell.encode(id.target, forKey: .target)
    try cell.encode(id.runtime, forKey: .runtime)
    try cell.encode(id.probe, forKey: .probe)
    try cell.encode(id.exercise, forKey: .exercise)
    try cell.encode(verdict, forKey: .verdict)
    try cell.encode(reason, forKey: .reason)
    try cell.encode(findings, forKey: .findings)
    try cell.encode(seconds, forKey: .seconds)
    try cell.encode(exit.map(ExitStatus.init), forKey: .exit)
    try cell.encode(`repeat`, forKey: .repeat)
  }
}
