import Model
import Testing

@testable import Planning

@Suite struct MatrixDecoderTests {
  @Test func everyKeyOfTheDesignArrivesInItsPlace() throws {
    let matrix = try Samples.decode(
      """
      version: 1
      defaults: { timeout: 10s }
      targets:
        words-py:
          kind: wheel
          build: { packager: command, path: fixtures/../pyo3, command: make wheel }
          requires: ["numpy==1.26.4"]
          hosts: [cpython-3.11, cpython-3.11-debug]
          contract: { panic: unwind }
          exercises:
            tokenize:
              setup: |
                import words
                text = "a & b"
              call: words.tokenize(text)
              after: words.tokenize("x")
              raises: ValueError
              panics: contained
              blocks: 250ms
              async: true
              once: true
              probes: [ownership/*]
              timeout: 1.5s
              env: { RUST_BACKTRACE: "1", LEVEL: 2 }
            plain: { call: words.plain() }
      known:
        - cell: words-py/*/ownership/call-growth/*
          because: https://example.org/issues/1
          until: 2027-03-01
          at-most: 2
      """)
    let target = try #require(matrix.targets.first)
    #expect(target.id == "words-py")
    #expect(target.kind == .wheel)
    #expect(target.source == .build(Build(packager: .command, path: "/repo/pyo3", command: "make wheel")))
    #expect(target.requires == ["numpy==1.26.4"])
    #expect(target.hosts == ["cpython-3.11", "cpython-3.11-debug"])
    #expect(target.contract == Contract(panic: .unwind))
    let tokenize = Exercise(
      name: "tokenize", setup: "import words\ntext = \"a & b\"\n", call: "words.tokenize(text)",
      after: "words.tokenize(\"x\")", raises: "ValueError", panics: .contained, blocks: .atMost(.milliseconds(250)),
      isAsync: true, once: true, probes: ["ownership/*"], timeout: .milliseconds(1500),
      environment: ["RUST_BACKTRACE": "1", "LEVEL": "2"])
    #expect(target.exercises == [tokenize, Exercise(name: "plain", call: "words.plain()", timeout: .seconds(10))])
    #expect(
      matrix.known == [
        KnownEntry(
          cell: Glob("words-py/*/ownership/call-growth/*"), because: "https://example.org/issues/1",
          until: "2027-03-01", atMost: 2, line: 27)
      ])
  }

  @Test func aMatrixInJSONDecodes() throws {
    let matrix = try Samples.decode(
      #"""
      {"version":1,
       "targets": {
      	"nh3-0.2.18-with-numpy-1.26.4": {"kind": "wheel", "artifact": "/w/nh3.whl", "requires": [], "hosts": ["cpython-3.11"],
        "exercises": {"clean": {"setup": "import nh3\ns = '\u00e9 \ud83d\ude00 \\ud83d\\ude00 \/ &x *y'\n", "call": "nh3.clean(s)", "after": "",
          "probes": ["ownership/*"], "once": false}}}}}
      """#)
    let target = try #require(matrix.targets.first)
    #expect(target.id == "nh3-0.2.18-with-numpy-1.26.4")
    #expect(target.source == .file("/w/nh3.whl"))
    #expect(target.exercises.first?.setup == "import nh3\ns = 'é 😀 \\ud83d\\ude00 / &x *y'\n")
    #expect(target.exercises.first?.after == nil)
  }

  @Test func aHeaderBelongsToALibraryThatIsThereAlready() throws {
    let matrix = try Samples.decode(
      "{version: 1, targets: {t: {kind: c-abi, artifact: a.so, header: include/a.h}}}")
    #expect(matrix.targets.first?.header == "/repo/include/a.h")
    #expect(Samples.complaints(Samples.matrix(target: "header: a.h")).map(\.expected) == ["it with c-abi or cxx only"])
  }

  @Test func aMisspeltKeyNamesFileLineColumnAndTheNearestWord() {
    let complaints = Samples.complaints(Samples.matrix(exercise: "call: f()\n        timeuot: 10s"))
    #expect(complaints.count == 1)
    #expect(complaints.first?.file == "Matrix.yaml")
    #expect(complaints.first?.line == 10)
    #expect(complaints.first?.column == 9)
    #expect(complaints.first?.found == "key `timeuot`")
    #expect(complaints.first?.nearest == "timeout")
    #expect(
      complaints.first?.description.hasPrefix("Matrix.yaml:10:9: found key `timeuot`, expected one of setup, call")
        == true)
    #expect(complaints.first?.description.hasSuffix("; did you mean `timeout`?") == true)
  }

  @Test(arguments: [
    ("vresion: 1", "version"), ("defaults: { timout: 1s }", "timeout"), ("knwon: []", "known"),
  ])
  func aMisspeltKeyIsFoundAtEveryLevel(line: String, nearest: String) {
    let complaints = Samples.complaints(line + "\n" + Samples.matrix())
    #expect(complaints.contains { $0.line == 1 && $0.nearest == nearest })
  }

  @Test(arguments: [
    ("hosts: [cpython-3.1]", "host `cpython-3.1`", "cpython-3.11"),
    ("hosts: [cpython-3.11-debgu]", "host `cpython-3.11-debgu`", "cpython-3.11-debug"),
    ("contract: { panic: unwnid }", "panic strategy `unwnid`", "unwind"),
    ("contract: { panics: unwind }", "key `panics`", "panic"),
  ])
  func aMisspeltWordOfATargetIsTold(line: String, found: String, nearest: String) {
    let complaints = Samples.complaints(Samples.matrix(target: line))
    #expect(complaints.map(\.found) == [found])
    #expect(complaints.map(\.nearest) == [nearest])
    #expect(complaints.map(\.line) == [6])
  }

  @Test func aMisspeltKindOrPackagerIsTold() {
    let complaints = Samples.complaints(
      """
      version: 1
      targets:
        a: { kind: weel, build: { packager: maturn, path: . } }
      """)
    #expect(complaints.map(\.found) == ["kind `weel`", "packager `maturn`"])
    #expect(complaints.map(\.nearest) == ["wheel", "maturin"])
  }

  @Test func aHostThatCannotLoadTheKindIsTold() {
    let complaints = Samples.complaints(Samples.matrix(target: "hosts: [node-18]"))
    #expect(complaints.map(\.found) == ["host `node-18` (node) for a wheel"])
  }

  @Test func aFarWordGetsNoSuggestion() {
    #expect(Samples.complaints(Samples.matrix(target: "hosts: [windows]")).map(\.nearest) == [nil])
  }

  @Test(arguments: [
    "10", "10 s", "s", "-5s", "0s", "0.0ms", "1h", "1.s", ".5s", "1e3s", "9999999999s", "''", "[10s]", "~",
  ])
  func aTimeInAnotherFormIsTold(text: String) {
    let complaints = Samples.complaints(Samples.matrix(exercise: "call: f()\n        timeout: \(text)"))
    #expect(complaints.map(\.line) == [10])
    #expect(complaints.first?.expected.contains("250ms, 10s, 1.5s or 2m") == true)
  }

  @Test func timesHaveFourForms() {
    #expect(Duration(written: "250ms") == .milliseconds(250))
    #expect(Duration(written: "0.5ms") == .microseconds(500))
    #expect(Duration(written: "10s") == .seconds(10))
    #expect(Duration(written: "1.5s") == .milliseconds(1500))
    #expect(Duration(written: "2m") == .seconds(120))
    #expect(Duration(written: "1.5m") == .seconds(90))
  }

  @Test(arguments: [("never", Exercise.Blocks.never), ("allowed", .allowed), ("2m", .atMost(.seconds(120)))])
  func blocksIsAWordOrABudget(text: String, blocks: Exercise.Blocks) throws {
    let matrix = try Samples.decode(Samples.matrix(exercise: "call: f()\n        blocks: \(text)"))
    #expect(matrix.targets.first?.exercises.first?.blocks == blocks)
  }

  @Test func aPatternThatMatchesNoProbeIsTold() {
    let complaints = Samples.complaints(
      Samples.matrix(exercise: "call: f()\n        probes: [ownrship/*, load/imports]"))
    #expect(complaints.map(\.found) == ["`ownrship/*`, which matches no probe"])
    #expect(complaints.map(\.nearest) == ["ownership/*"])
  }

  @Test(arguments: [
    ("call: ''", "an empty `call`"), ("call: 5", "`5`"), ("call: [f]", "a list"), ("setup: x", "no `call`"),
    ("call:", "nothing"), ("call: f()\n        once: yes", "`yes`"), ("call: f()\n        env: [A]", "a list"),
    ("call: f()\n        async: 1", "`1`"), ("call: f()\n        raises: { a: b }", "a mapping"),
    ("call: f()\n        panics: abrot", "panic policy `abrot`"),
  ])
  func aValueOfAnotherTypeIsTold(exercise: String, found: String) {
    #expect(Samples.complaints(Samples.matrix(exercise: exercise)).map(\.found) == [found])
  }

  @Test(arguments: ["2", "\"1\"", "one", "[1]", "1.5"])
  func onlyVersionOneIsRead(version: String) {
    let complaints = Samples.complaints("version: \(version)\ntargets: { a: { kind: wheel, artifact: a.whl } }")
    #expect(complaints.map(\.line) == [1])
  }

  @Test func whatIsMissingIsTold() {
    #expect(Samples.complaints("{}").map(\.found) == ["no `version`", "no `targets`"])
    #expect(Samples.complaints("").map(\.found) == ["an empty document"])
    #expect(Samples.complaints("version: 1\ntargets: {}").map(\.found) == ["an empty mapping"])
    #expect(
      Samples.complaints("version: 1\ntargets: { a: { kind: wheel } }").map(\.found)
        == ["neither `build` nor `artifact` in `a`"])
    #expect(
      Samples.complaints(Samples.matrix(target: "build: { packager: cargo, path: . }")).map(\.found)
        == ["both `build` and `artifact`"])
    #expect(
      Samples.complaints("version: 1\ntargets: { a: { kind: wheel, build: { packager: command, path: . } } }").map(
        \.found)
        == ["no `command`"])
  }

  @Test(arguments: ["a/b", "a b", "'*'", "ä", "'-'", "''"])
  func anIdOfOtherCharactersIsTold(id: String) {
    let complaints = Samples.complaints("version: 1\ntargets: { ? \(id) : { kind: wheel, artifact: a.whl } }")
    #expect(complaints.map(\.expected) == ["letters, digits and . _ + - only"])
  }

  @Test func aSecondTargetOfTheSameIdIsToldWithBothLines() {
    let complaints = Samples.complaints(
      """
      version: 1
      targets:
        words: { kind: wheel, artifact: a.whl }
        words: { kind: wheel, artifact: b.whl }
      """)
    #expect(complaints.map(\.found) == ["`words` a second time (first on line 3)"])
    #expect(complaints.map(\.line) == [4])
    #expect(complaints.map(\.column) == [3])
  }

  @Test func everyDuplicateKeyIsToldBesideOtherMistakes() {
    let complaints = Samples.complaints(
      """
      version: 1
      targets:
        words:
          kind: wheel
          kind: wheel
          artifact: a.whl
          exercises:
            "go": { call: f(), call: g(), timeuot: 1s }
            "go": { call: f() }
            "go": { call: f() }
      version: 1
      """)
    #expect(complaints.map(\.line) == [5, 8, 8, 9, 10, 11])
    #expect(complaints.filter { $0.found.contains("second time") }.count == 5)
  }

  @Test func allComplaintsComeAtOnceInTheOrderOfTheFile() {
    let complaints = Samples.complaints(
      """
      version: 2
      targets:
        a b: { kind: whee, artifact: x }
        c: { kind: wheel, artifact: x, hosts: [nowhere], exercises: { go: { cal: f() } } }
      known:
        - { cell: x }
      """)
    #expect(complaints.map(\.line) == [1, 3, 3, 4, 4, 4, 6])
  }

  @Test(arguments: [
    ("2026-11-21", "`2026-11-21`, which is past"), ("2027-02-29", "`2027-02-29`"), ("soon", "`soon`"),
    ("2027-3-1", "`2027-3-1`"),
  ])
  func aDayThatIsPastOrNoneIsTold(until: String, found: String) {
    let known = "known:\n  - { cell: '*', because: link, until: \(until) }"
    let complaints = Samples.complaints(Samples.matrix(known: known))
    #expect(complaints.map(\.found) == [found])
  }

  @Test func todayItselfAndALeapDayAreFine() {
    for day in ["2026-11-22", "2028-02-29"] {
      #expect(Samples.complaints(Samples.matrix(known: "known: [{ cell: x, because: y, until: \(day) }]")).isEmpty)
    }
  }

  @Test func anEntryMayHoldUpToAVersionOfAFact() throws {
    let matrix = try Samples.decode(
      Samples.matrix(known: "known: [{ cell: x, because: y, up-to: { framework-pyo3: 0.29.0 } }]"))
    #expect(matrix.known.first?.upTo == ["framework-pyo3": "0.29.0"])
  }

  @Test(arguments: ["up-to: 0.29.0", "up-to: { framework-pyo3: [1] }", "upto: { framework-pyo3: 0.29.0 }"])
  func whatIsNoMappingOfFactsToVersionsIsTold(bound: String) {
    let complaints = Samples.complaints(Samples.matrix(known: "known: [{ cell: x, because: y, \(bound) }]"))
    #expect(complaints.count == 1)
  }

  @Test(arguments: ["at-most: 0", "at-most: -1", "at-most: two", "at-most: 1.5"])
  func aRatchetIsAWholeNumberFromOne(ratchet: String) {
    let complaints = Samples.complaints(Samples.matrix(known: "known: [{ cell: x, because: y, \(ratchet) }]"))
    #expect(complaints.count == 1)
  }

  @Test func theSamePatternTwiceAmongKnownIsTold() {
    let entry = "  - { cell: 'a/*', because: y }"
    let complaints = Samples.complaints(Samples.matrix(known: "known:\n\(entry)\n\(entry)"))
    #expect(complaints.map(\.found) == ["the known failure `a/*` a second time (first on line 11)"])
  }

  @Test func aFileThatIsNotThereIsToldWithTheRemedy() {
    #expect(throws: PlanningError.self) { try Samples.decoder.decode(path: "/nowhere/Matrix.yaml") }
    let error = #expect(throws: PlanningError.self) { try Samples.decoder.decode(path: "/") }
    #expect(error?.description.contains("harness init") == true)
  }
}
