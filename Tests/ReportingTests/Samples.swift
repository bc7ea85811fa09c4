import Model

/// One cell of each verdict, as a run of two sample targets could give them.
enum Samples {
  static let leak = Finding(
    rule: "ownership/call-growth", severity: .error, message: "keeps 1 heap block, 24 bytes, of every call",
    facts: ["blocks-per-call": 1, "bytes-per-call": 24.0, "windows-growing": "16 of 16", "ratio": 0.123456],
    where: (1...15).map { "words::frame\($0) (src/lib.rs:\($0))" })

  static func cell(_ verdict: Verdict) -> CellResult {
    let id = CellID(target: "words-py", runtime: "cpython-3.11", probe: probe(of: verdict), exercise: "tokenize")
    return CellResult(
      id: id, verdict: verdict, reason: reason(of: verdict), findings: findings(of: verdict), seconds: 0.41,
      exit: exit(of: verdict), repeat: "harness run --only '\(id)'")
  }

  private static func probe(of verdict: Verdict) -> String {
    switch verdict {
    case .warned, .known: "ownership/type-references"
    case .broken: "panic/contained"
    case .notEstablished, .skipped: "blocking/host-held"
    default: "ownership/call-growth"
    }
  }

  private static func reason(of verdict: Verdict) -> String? {
    switch verdict {
    case .notEstablished: "machine too noisy: 12 ms of noise, 10 ms of budget"
    case .skipped: "the exercise may not be repeated"
    case .known: "https://github.com/PyO3/pyo3/issues/6223"
    case .broken: "the host ended before its last record, at the step import"
    case .unexpectedPass: "known entry of line 31 in Matrix.yaml"
    default: nil
    }
  }

  private static func findings(of verdict: Verdict) -> [Finding] {
    let reference = Finding(
      rule: "ownership/type-references", severity: .warning, message: "leaks 1 reference to the type per instance",
      facts: ["object": "<class 'words.Counter'>", "per-call": 1])
    switch verdict {
    case .failed: return [leak]
    case .warned, .known: return [reference]
    default: return []
    }
  }

  private static func exit(of verdict: Verdict) -> Exit? {
    switch verdict {
    case .skipped: nil
    case .broken: Exit(code: nil, signal: "SIGSEGV", deadline: nil, seconds: 0)
    default: Exit(code: 0, signal: nil, deadline: nil, seconds: 0)
    }
  }

  static let start = Results.Run(
    started: "2026-11-22T10:00:00Z", seconds: 0, harness: "0.1.0", machine: ["cores": 2, "system": "Debian 12"],
    canaries: "caught")

  /// Every verdict once, and a package cell that has neither runtime nor exercise.
  static var results: Results {
    var run = start
    run.seconds = 12.34
    let sound = CellResult(
      id: CellID(target: "words-c", runtime: nil, probe: "package/archive-sound", exercise: nil), verdict: .passed,
      seconds: 0.004, repeat: "harness run --only 'words-c/-/package/archive-sound/-'")
    let artifact = Artifact(
      path: "/tmp/words-1.0-cp311-cp311-linux_x86_64.whl", sha256: String(repeating: "ab", count: 32))
    return Results(
      run: run,
      targets: [
        TargetResult(id: "words-py", artifact: artifact, facts: ["tag": "cp311-cp311-linux_x86_64"]),
        TargetResult(id: "words-c", artifact: artifact),
      ],
      cells: Verdict.allCases.map(cell) + [sound])
  }

  /// The events of that run.
  static var events: [Event] {
    [.runStarted(cells: 9, runtimes: ["cpython-3.11"]), .buildStarted(target: "words-py")]
      + [.buildFinished(target: "words-py", seconds: 42.5, cached: false), .buildStarted(target: "words-c")]
      + [.buildFinished(target: "words-c", seconds: 0.1, cached: true)]
      + results.cells.flatMap { [.cellStarted($0.id), .cellFinished($0)] } + [.runFinished(results)]
  }
}
