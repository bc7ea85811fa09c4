import Model
import Testing

@testable import Planning

@Suite struct ProbeCatalogueTests {
  /// The complaints about a catalogue of one probe `group/asked`, whose folder also has these empty files.
  private func complaints(_ yaml: String, files: [String] = ["probe.py"], group: String = "group") throws -> [Complaint]
  {
    let scratch = try ScratchFolder()
    try scratch.write(yaml, to: "\(group)/asked/probe.yaml")
    for file in files { try scratch.write("", to: "\(group)/asked/\(file)") }
    do {
      _ = try ProbeCatalogue.load(folder: scratch.path)
      return []
    } catch .invalid(let complaints) {
      return complaints
    }
  }

  @Test func addingAProbeTouchesOneFolderAndMakesItsCells() throws {
    let scratch = try ScratchFolder()
    try scratch.write("question: Is it there?", to: "load/there/probe.yaml")
    try scratch.write("", to: "load/there/probe.py")
    let before = try plan(over: scratch.path)
    try scratch.write("question: Is it new?", to: "load/new/probe.yaml")
    try scratch.write("", to: "load/new/probe.py")
    let after = try plan(over: scratch.path)
    #expect(before == ["words/cpython-3.11/load/there/go"])
    #expect(after == ["words/cpython-3.11/load/new/go", "words/cpython-3.11/load/there/go"])
  }

  private func plan(over folder: String) throws -> [String] {
    let matrix = Matrix.matrix(
      forWheel: "/w.whl", id: "words", exercises: [Exercise(name: "go", call: "f()")], requires: [])
    let probes = try ProbeCatalogue.load(folder: folder)
    return try Planner.plan(matrix: matrix, probes: probes, runtimes: Samples.runtimes).cells.map(\.id.description)
  }

  @Test func everyKeyOfAProbeArrivesInItsPlace() throws {
    let scratch = try ScratchFolder()
    try scratch.write(
      """
      question: Does it keep memory?
      rule: 4
      hosts: [python, native, wasm]
      asks: succeeding-exercise
      needs: [heap-instrument, heartbeat]
      expects:
        - settles: { fact: live-heap-blocks, per-call: 0.5 }
        - settles: { fact: open-descriptors }
        - settles: { fact: linear-memory-bytes, per-call: 1, hosts: [wasm] }
        - steady: { kinds: [type], per-call: 0.1 }
        - reaches: import
        - raises-as-declared
        - contains-panic
        - works-after
        - lets: { fact: hold-ratio, holds: 0.6, releases: 0.1 }
        - exits
        - sound
        - equals: { fact: mapped, value: false }
        - equals: { fact: n, value: [1, "1", null] }
      severity: warning
      explain: Because.
      covers: [3, 41]
      controls: { must-pass: [controls/frees], must-fail: { controls/leaks: live-heap-blocks } }
      canary: [controls/leaks, controls/frees]
      timing: true
      """, to: "ownership/growth/probe.yaml")
    for file in ["probe.py", "probe.c", "controls/frees.py", "controls/leaks.c"] {
      try scratch.write("", to: "ownership/growth/\(file)")
    }
    let expects: [Model.Expectation] = [
      .settles(fact: "live-heap-blocks", perCall: 0.5), .settles(fact: "open-descriptors", perCall: 0.02),
      .settles(fact: "linear-memory-bytes", perCall: 1, hosts: [.wasm]),
      .steady(kinds: [.type], perCall: 0.1), .reaches(.import), .raisesAsDeclared, .containsPanic, .worksAfter,
      .lets(fact: "hold-ratio", holds: 0.6, releases: 0.1), .exits, .sound,
      .equals(fact: "mapped", value: false), .equals(fact: "n", value: .array([1, "1", .null])),
    ]
    let probe = Probe(
      id: "ownership/growth", question: "Does it keep memory?", rule: 4, hosts: [.python, .native, .wasm],
      asks: .succeedingExercise, needs: [.heapInstrument, .heartbeat], expects: expects, severity: .warning,
      explain: "Because.", covers: [3, 41],
      controls: .init(mustPass: ["controls/frees"], mustFail: ["controls/leaks": "live-heap-blocks"]),
      canaries: ["controls/leaks", "controls/frees"], timing: true, folder: "\(scratch.path)/ownership/growth")
    #expect(try ProbeCatalogue.load(folder: scratch.path) == [probe])
  }

  @Test func aQuestionIsEnoughAndTheScriptsSayTheHosts() throws {
    let scratch = try ScratchFolder()
    for name in ["load/a", "package/b", "package/c"] { try scratch.write("question: Why?", to: "\(name)/probe.yaml") }
    for name in ["load/a/probe.mjs", "load/a/probe.c", "package/c/probe.py"] { try scratch.write("", to: name) }
    try scratch.write("", to: "README.md")
    try scratch.write("", to: "load/__pycache__/x.pyc")
    let probes = try ProbeCatalogue.load(folder: scratch.path)
    #expect(probes.map(\.id) == ["load/a", "package/b", "package/c"])
    #expect(probes.map(\.hosts) == [[.node, .native, .wasm], [], [.python]])
    #expect(probes.map(\.asks) == [.exercise, .package, .exercise])
    #expect(probes.map(\.severity) == [.error, .error, .error])
  }

  @Test(
    arguments: [
      ("rule: 4", "no `question`", nil), ("question: Q\nneds: []", "key `neds`", "needs"),
      ("question: Q\nneeds: [heap-instrment]", "capability `heap-instrment`", "heap-instrument"),
      ("question: Q\nexpects: [setles: { fact: x }]", "expectation `setles`", "settles"),
      ("question: Q\nexpects: [settles]", "`settles` alone", nil),
      ("question: Q\nexpects: [reaches: imprt]", "step `imprt`", "import"),
      ("question: Q\nexpects: [settles: { per-call: 1 }]", "no `fact`", nil),
      ("question: Q\nexpects: [steady: { kinds: [tpye] }]", "kind `tpye`", "type"),
      ("question: Q\nexpects: [exits: 3]", "`3`", nil), ("question: Q\nhosts: [pyhton]", "host `pyhton`", "python"),
      ("question: Q\nhosts: [native]", "host `native`", nil), ("question: Q\nrule: 8", "`8`", nil),
      ("question: Q\nseverity: eror", "severity `eror`", "error"),
      ("question: Q\nasks: packge", "subject `packge`", "package"), ("question: Q\ntiming: 1", "`1`", nil),
      ("question: Q\ncontrols: { must-pass: [controls/x] }", "the control `controls/x`, which isn't there", nil),
      ("question: Q\ncontrols: { must-fail: { controls/y: f } }", "the control `controls/y`, which isn't there", nil),
      ("question: Q\nquestion: R", "`question` a second time (first on line 1)", nil), ("- question", "a list", nil),
    ] as [(String, String, String?)])
  func aMistakeInAProbeIsTold(yaml: String, found: String, nearest: String?) throws {
    let complaints = try complaints(yaml)
    #expect(complaints.map(\.found) == [found])
    #expect(complaints.map(\.nearest) == [nearest])
    #expect(complaints.first?.file.hasSuffix("/group/asked/probe.yaml") == true)
  }

  @Test func aProbeThatNothingRunsIsTold() throws {
    #expect(try complaints("question: Q", files: []).map(\.found) == ["no script"])
    #expect(try complaints("question: Q", files: [], group: "package").isEmpty)
  }

  @Test func aFolderWithoutProbeYamlIsTold() throws {
    let scratch = try ScratchFolder()
    try scratch.write("question: Q", to: "load/typo/probe.yml")
    #expect(throws: PlanningError.self) { try ProbeCatalogue.load(folder: scratch.path) }
  }
}
