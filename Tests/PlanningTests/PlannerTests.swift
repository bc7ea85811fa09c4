import Model
import Testing

@testable import Planning

@Suite struct PlannerTests {
  private static let subjects: [Probe] = Probe.Subject.allCases.map {
    Probe(id: "g/\($0.rawValue)", question: "?", hosts: $0.isOfFiles ? [] : [.python], asks: $0, folder: "/p")
  }

  private func ids(
    _ target: Target, probes: [Probe] = Samples.probes, runtimes: [Runtime] = Samples.runtimes,
    missing: [MissingRuntime] = Samples.missing
  ) throws -> [String] {
    let matrix = Matrix(targets: [target], known: [])
    return try Planner.plan(matrix: matrix, probes: probes, runtimes: runtimes, missing: missing).cells
      .map(\.id.description)
  }

  private func wheel(_ exercises: [Exercise] = [Exercise(name: "go", call: "f()")], hosts: [String] = []) -> Target {
    Target(id: "w", kind: .wheel, source: .file("/w.whl"), hosts: hosts, exercises: exercises)
  }

  @Test func cellsComeByTargetRuntimeProbeExercise() throws {
    let exercises = [Exercise(name: "b", call: "b()"), Exercise(name: "a", call: "a()")]
    let expected = [
      "w/-/package/archive-sound/-", "w/cpython-3.11/load/imports/-", "w/cpython-3.11/ownership/call-growth/b",
      "w/cpython-3.11/ownership/call-growth/a",
    ]
    #expect(try ids(wheel(exercises)) == expected)
  }

  @Test func whatAProbeAsksDecidesItsExercises() throws {
    let exercises = [
      Exercise(name: "plain", call: "f()"), Exercise(name: "fails", call: "f()", raises: "ValueError"),
      Exercise(name: "panics", call: "f()", raises: "PanicException", panics: .contained),
      Exercise(name: "aborts", call: "f()", panics: .abort), Exercise(name: "once", call: "f()", once: true),
      Exercise(name: "once-fails", call: "f()", raises: "ValueError", once: true),
      Exercise(name: "awaits", call: "await f()", isAsync: true), Exercise(name: "calls", call: "f(lambda: 0)"),
    ]
    let all = try ids(wheel(exercises), probes: PlannerTests.subjects)
    func names(_ subject: String) -> [String] {
      all.filter { $0.contains("/g/\(subject)/") }.compactMap { $0.split(separator: "/").last.map(String.init) }
    }
    #expect(names("package") == ["-"])
    #expect(names("artifact") == ["-"])
    #expect(names("exercise") == ["plain", "fails", "panics", "awaits", "calls"])
    #expect(names("failing-exercise") == ["fails", "panics"])
    #expect(names("succeeding-exercise") == ["plain", "awaits", "calls"])
    #expect(names("panicking-exercise") == ["panics"])
    #expect(names("async-exercise") == ["awaits"])
    #expect(names("calling-back-exercise") == ["calls"])
    #expect(names("single-call") == ["plain", "fails", "panics", "aborts", "once", "once-fails", "awaits", "calls"])
  }

  @Test(arguments: [([], false), (["g/*"], false), (["g/asked"], true)])
  func aProbeOnRequestIsAskedOfWhoNamesIt(patterns: [String], asked: Bool) throws {
    let probes = [
      Probe(id: "g/asked", question: "?", hosts: [.python], asks: .singleCall, onRequest: true, folder: "/p"),
      Probe(id: "g/other", question: "?", hosts: [.python], asks: .artifact, folder: "/p"),
    ]
    let made = try ids(wheel([Exercise(name: "go", call: "f()", probes: patterns)]), probes: probes)
    #expect(made.contains { $0.hasSuffix("/g/asked/go") } == asked)
  }

  @Test func anExercisesPatternsRestrictItsProbes() throws {
    let named = Exercise(name: "go", call: "f()", probes: ["*/single-*"])
    let cells = try ids(wheel([named]), probes: PlannerTests.subjects)
    #expect(
      cells == [
        "w/-/g/package/-", "w/-/g/package-set/-", "w/cpython-3.11/g/artifact/-", "w/cpython-3.11/g/single-call/go",
      ])
    let unfit = Exercise(name: "go", call: "f()", once: true, probes: ["g/exercise"])
    #expect(try ids(wheel([unfit]), probes: PlannerTests.subjects).count == 3)
  }

  @Test func aReleaseIsAskedOnceAndItsPartsNotByThemselves() throws {
    let parts = ["a", "b"].map { Target(id: $0, kind: .wheel, source: .file("/\($0).whl")) }
    let matrix = Matrix(targets: parts + [Target(id: "r", kind: .wheel, source: .set(parts))], known: [])
    let plan = try Planner.plan(matrix: matrix, probes: PlannerTests.subjects, runtimes: [])
    #expect(plan.cells.map(\.id.description) == ["a/-/g/package/-", "b/-/g/package/-", "r/-/g/package-set/-"])
    #expect(plan.cells.allSatisfy { $0.unrun == nil })
  }

  @Test func aTargetByItselfSkipsWhatIsAskedOfARelease() throws {
    let alone = Matrix(targets: [Target(id: "a", kind: .wheel, source: .file("/a.whl"))], known: [])
    let cells = try Planner.plan(matrix: alone, probes: PlannerTests.subjects, runtimes: []).cells
    #expect(cells.first { $0.probe.asks == .packageSet }?.unrun?.verdict == .skipped)
  }

  @Test(arguments: [
    (ArtifactKind.wheel, [HostKind.python]), (.nodeAddon, [.node]), (.cABI, [.native]), (.cxx, [.native]),
    (.wasm, [.node]), (.uniffi, [.python, .swift, .kotlin]),
  ])
  func aKindRunsInTheHostsThatLoadIt(kind: ArtifactKind, hosts: [HostKind]) throws {
    let runtimes = HostKind.allCases.map { Runtime(id: $0.rawValue, host: $0, version: "1", library: "/l") }
    let probe = Probe(id: "load/imports", question: "?", hosts: HostKind.allCases, asks: .artifact, folder: "/p")
    let target = Target(id: "t", kind: kind, source: .file("/t"))
    let expected = hosts.map { "t/\($0.rawValue)/load/imports/-" }
    #expect(try ids(target, probes: [probe], runtimes: runtimes, missing: []) == expected)
  }

  @Test(arguments: [
    (ArtifactSource.file("/t/module.wasm"), [HostKind.wasm]), (.file("/t/bundle"), [.node]),
    (.build(Build(packager: .cargo, path: "/t")), [.wasm]),
    (.build(Build(packager: .wasmBindgen, path: "/t")), [.node]),
    (.build(Build(packager: .command, path: "/t")), [.wasm, .node]),
  ])
  func aModuleRunsInWasmRuntimesAndABundleInNode(source: ArtifactSource, hosts: [HostKind]) {
    #expect(Target(id: "t", kind: .wasm, source: source).loadingHosts == hosts)
    #expect(Target(id: "t", kind: .wasm, source: source, hosts: ["node-20"]).loadingHosts == [.wasm, .node])
  }

  @Test func aDeclaredRuntimeThatIsMissingKeepsItsCellsUnrun() throws {
    let target = wheel(hosts: ["cpython-3.11-debug", "cpython-3.11"])
    let plan = try Planner.plan(
      matrix: Matrix(targets: [target], known: []), probes: [Samples.probes[0]], runtimes: Samples.runtimes,
      missing: Samples.missing)
    #expect(plan.cells.map(\.id.runtime) == ["cpython-3.11-debug", "cpython-3.11"])
    #expect(plan.cells[0].runtime == nil)
    #expect(plan.cells[0].unrun?.verdict == .skipped)
    #expect(plan.cells[0].unrun?.reason.contains("apt-get install python3.11-dbg") == true)
    #expect(plan.cells[1].unrun == nil)
  }

  @Test func anUndeclaredRuntimeThatIsMissingIsOnlyListed() throws {
    let plan = try Planner.plan(
      matrix: Matrix(targets: [wheel()], known: []), probes: Samples.probes, runtimes: Samples.runtimes,
      missing: Samples.missing)
    #expect(!plan.cells.contains { $0.id.runtime == "cpython-3.11-debug" })
    #expect(plan.missingRuntimes == Samples.missing)
  }

  @Test(arguments: [
    (HostKind.python, Exercise.Blocks.never, true), (.node, .allowed, true), (.native, .never, false),
    (.native, .allowed, false), (.native, .atMost(.milliseconds(50)), true), (.wasm, .never, false),
    (.wasm, .atMost(.milliseconds(50)), true),
  ])
  func onlyABudgetCanBeBrokenWhereNothingIsHeld(host: HostKind, blocks: Exercise.Blocks, planned: Bool) throws {
    let probe = Probe(
      id: "blocking/host-held", question: "?", hosts: [host], asks: .singleCall,
      expects: [.lets(fact: "hold-ratio", holds: 0.5, releases: 0.2)], folder: "/p")
    let kind: ArtifactKind = [.python: .wheel, .node: .nodeAddon, .wasm: .wasm][host] ?? .cABI
    let target = Target(
      id: "t", kind: kind, source: .file(host == .wasm ? "/t.wasm" : "/t"),
      exercises: [Exercise(name: "e", call: "f()", blocks: blocks)])
    let other = Probe(id: "panic/contained", question: "?", hosts: [host], asks: .singleCall, folder: "/p")
    let runtime = Runtime(id: "r", host: host, version: "1", library: "/l")
    let made = try ids(target, probes: [probe, other], runtimes: [runtime], missing: [])
    #expect(made == (planned ? ["t/r/blocking/host-held/e"] : []) + ["t/r/panic/contained/e"])
  }

  @Test func aMissingCapabilityLeavesTheCellNotEstablished() throws {
    let probe = Probe(
      id: "g/p", question: "?", hosts: [.python], needs: [.heapInstrument, .heartbeat], folder: "/p")
    var runtime = Samples.runtimes[0]
    runtime.capabilities = [.heartbeat]
    let matrix = Matrix(targets: [wheel()], known: [])
    let cell = try #require(Planner.plan(matrix: matrix, probes: [probe], runtimes: [runtime]).cells.first)
    #expect(
      cell.unrun
        == Cell.Unrun(verdict: .notEstablished, reason: "needs heap-instrument, which cpython-3.11 doesn't offer"))
  }

  @Test(arguments: [
    (Capability.freeThreaded, [Capability.heartbeat], "a Python with a global lock never runs two threads at once"),
    (.heartbeat, [.freeThreaded], "a free-threaded Python has no global lock that a call could keep"),
  ])
  func aQuestionThatARuntimeCanNotGetWrongIsSkipped(need: Capability, has: [Capability], reason: String) throws {
    let probe = Probe(id: "g/p", question: "?", hosts: [.python], needs: [need], folder: "/p")
    var runtime = Samples.runtimes[0]
    runtime.capabilities = has
    let matrix = Matrix(targets: [wheel()], known: [])
    let cell = try #require(Planner.plan(matrix: matrix, probes: [probe], runtimes: [runtime]).cells.first)
    #expect(cell.unrun == Cell.Unrun(verdict: .skipped, reason: reason))
  }

  @Test func aKnownFailureThatMatchesNoCellIsToldUnlessThePlanIsNarrowed() throws {
    let stale = KnownEntry(cell: Glob("w/*/ownership/call-growht/*"), because: "l", line: 7)
    let elsewhere = KnownEntry(cell: Glob("w/cpython-3.11-debug/*"), because: "l", line: 8)
    let matrix = Matrix(targets: [wheel()], known: [stale, elsewhere])
    let error = #expect(throws: PlanningError.self) {
      try Planner.plan(
        matrix: matrix, probes: Samples.probes, runtimes: Samples.runtimes, missing: Samples.missing, file: "M.yaml")
    }
    guard case .invalid(let complaints) = error else {
      Issue.record("not `invalid`")
      return
    }
    #expect(complaints.map(\.line) == [7])
    #expect(complaints.map(\.file) == ["M.yaml"])
    let narrowed = try Planner.plan(
      matrix: matrix, probes: Samples.probes, runtimes: Samples.runtimes, missing: Samples.missing,
      selection: Selection(selectors: ["load"]))
    #expect(narrowed.known == [stale, elsewhere])
  }

  @Test func aMatrixWithoutCellsSelectsNothing() {
    let error = #expect(throws: PlanningError.self) { try ids(wheel(), probes: []) }
    guard case .nothingSelected = error else {
      Issue.record("not `nothingSelected`")
      return
    }
  }
}
