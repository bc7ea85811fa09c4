import Model
import Testing

@testable import Reporting

@Suite struct ConsoleReporterTests {
  private static let pipe = ConsoleMode(live: false, colour: false, detail: .ordinary)
  private static let verbose = ConsoleMode(live: false, colour: false, detail: .verbose)

  private func console(_ mode: ConsoleMode, _ events: [Event], reports: [String] = [], width: Int = 80) -> Recorded {
    let output = Recorded()
    let clock = HandClock()
    var reporter = ConsoleReporter(mode: mode, output: output, reports: reports, width: { width }, elapsed: clock.now)
    for event in events {
      reporter.receive(event)
      clock.advance(by: 0.25)
    }
    return output
  }

  @Test(arguments: Verdict.allCases) func `each verdict has its own rendering`(_ verdict: Verdict) throws {
    try expectSnapshot(
      console(Self.verbose, [.cellFinished(Samples.cell(verdict))]).text, "console-\(verdict.rawValue).txt")
  }

  @Test(arguments: Verdict.allCases) func `each verdict has its own colour`(_ verdict: Verdict) throws {
    let mode = ConsoleMode(live: false, colour: true, detail: .verbose)
    try expectSnapshot(
      console(mode, [.cellFinished(Samples.cell(verdict))]).visible, "console-\(verdict.rawValue)-colour.txt")
  }

  @Test func `a pipe gets plain lines for what matters`() throws {
    let output = console(Self.pipe, Samples.events, reports: [".harness/results.json"])
    #expect(!output.text.contains("\u{1B}"))
    try expectSnapshot(output.text, "run-pipe.txt")
  }

  @Test func `a terminal gets a live line and colour`() throws {
    let mode = ConsoleMode(live: true, colour: true, detail: .ordinary)
    try expectSnapshot(console(mode, Samples.events).visible, "run-terminal.txt")
  }

  @Test func `quiet leaves what makes the run fail, and the counts`() throws {
    let mode = ConsoleMode(live: false, colour: false, detail: .quiet)
    try expectSnapshot(console(mode, Samples.events).text, "run-quiet.txt")
  }

  @Test func `with a gate, quiet shows what fails it`() throws {
    let mode = ConsoleMode(live: false, colour: false, detail: .quiet, gate: true)
    try expectSnapshot(console(mode, Samples.events).text, "run-quiet-gate.txt")
  }

  @Test func `verbose shows every cell`() {
    let text = console(Self.verbose, Samples.events).text
    for cell in Samples.results.cells { #expect(text.contains("\(cell.verdict.words)  \(cell.id)")) }
  }

  @Test func `findings told in the same words before are one line`() {
    let first = failed(), again = failed(exercise: "another"), elsewhere = failed(probe: "load/other")
    var other = failed(exercise: "a third")
    other.findings[0].message += " and more"
    let text = console(Self.pipe, [first, again, other, elsewhere].map(Event.cellFinished)).text
    let line = text.split(separator: "\n").first { $0.contains(again.id.description) }
    #expect(line?.hasSuffix("as \(first.id)") == true)
    #expect(text.components(separatedBy: Samples.leak.message).count == 4, "in full but for the repetition")
  }

  @Test func `a death is told once for an exercise, whichever probe saw it`() {
    let cells = [failed(), failed(probe: "load/other"), failed(exercise: "another")].map { cell in
      var cell = cell
      cell.findings[0].facts["fact"] = "exit"
      return cell
    }
    let text = console(Self.pipe, cells.map(Event.cellFinished)).text
    #expect(text.contains("\(cells[1].id)") && text.contains("as \(cells[0].id)"))
    #expect(text.components(separatedBy: Samples.leak.message).count == 3)
  }

  private func failed(probe: String = "ownership/call-growth", exercise: String = "tokenize") -> CellResult {
    var cell = Samples.cell(.failed)
    cell.id = CellID(target: "words-py", runtime: "cpython-3.11", probe: probe, exercise: exercise)
    return cell
  }

  @Test func `a build that fails shows its last 30 lines and where the whole log is`() throws {
    let event = Event.buildFailed(
      target: "words-py", message: "maturin ended with status 1", log: "/tmp/logs/words-py.log",
      tail: (1...31).map { "\u{1B}[1m\u{1B}[31merror\u{1B}[0m: line \($0)" })
    let text = console(Self.pipe, [event]).text
    #expect(!text.contains("line 1\n") && text.contains("line 2\n") && text.contains("line 31\n"))
    try expectSnapshot(text, "build-failed.txt")
  }

  @Test func `a blind run says so`() throws {
    var results = Samples.results
    results.run.canaries = "blind: blocking/host-held on cpython-3.11"
    let missed = Event.canaryMissed(runtime: "cpython-3.11", probe: "blocking/host-held", reason: "verdict was passed")
    try expectSnapshot(console(Self.pipe, [missed, .runFinished(results)]).text, "run-blind.txt")
  }

  @Test func `an interrupted run says what was not run`() throws {
    var results = Samples.results
    results.run.interrupted = true
    results.cells = [Samples.cell(.passed)]
    let events: [Event] = [.runStarted(cells: 120, runtimes: []), .interrupted, .runFinished(results)]
    try expectSnapshot(console(Self.pipe, events).text, "run-interrupted.txt")
  }

  @Test func `reasons are grouped and counted, most frequent first`() {
    var results = Samples.results
    let noisy = (0..<12).map { _ in Samples.cell(.notEstablished) }
    var other = Samples.cell(.notEstablished)
    other.reason = "a debug runtime is needed"
    results.cells = [other] + noisy
    let text = console(Self.pipe, [.runFinished(results)]).text
    #expect(
      text.contains(
        """
          12 not established: machine too noisy: 12 ms of noise, 10 ms of budget
          1 not established: a debug runtime is needed
        """))
  }

  @Test func `the live line is redrawn at most ten times a second`() {
    let output = Recorded()
    let clock = HandClock()
    let mode = ConsoleMode(live: true, colour: false, detail: .ordinary)
    var reporter = ConsoleReporter(mode: mode, output: output, width: { 80 }, elapsed: clock.now)
    for _ in 0..<2_000 {
      reporter.receive(.cellFinished(Samples.cell(.passed)))
      clock.advance(by: 0.001)
    }
    #expect((15...20).contains(output.writes.count), "two seconds, \(output.writes.count) redraws")
  }

  @Test func `the clock of the live line moves while nothing happens`() {
    let output = Recorded()
    let clock = HandClock()
    let mode = ConsoleMode(live: true, colour: false, detail: .quiet)
    var reporter = ConsoleReporter(mode: mode, output: output, width: { 80 }, elapsed: clock.now)
    reporter.receive(.runStarted(cells: 3, runtimes: []))
    clock.advance(by: 61)
    reporter.tick()
    #expect(output.text == "\r\u{1B}[2K0/3  0:00\r\u{1B}[2K0/3  1:01")
  }

  @Test func `a hostile artifact reaches the terminal as harmless, bounded text`() {
    var cell = Samples.cell(.failed)
    let attack = "\u{1B}]0;owned\u{7}\u{1B}[2J\u{8}\r\u{9B}31m\u{202E}" + String(decoding: [0xFF, 0xC0], as: UTF8.self)
    cell.findings = [
      Finding(
        rule: attack, severity: .error, message: attack + String(repeating: "A", count: 5_000_000),
        facts: [attack: .string(attack + String(repeating: "B", count: 1_000_000))],
        where: (0..<10_000).map { _ in attack + String(repeating: "\n", count: 100) })
    ]
    cell.reason = attack + String(repeating: "\n", count: 100_000)
    cell.repeat = attack
    let text = console(Self.pipe, [.cellFinished(cell)]).text
    let controls = text.unicodeScalars.filter { $0 != "\n" && $0.properties.generalCategory == .control }
    #expect(controls.isEmpty)
    #expect(!text.unicodeScalars.contains("\u{202E}"))
    #expect(text.utf8.count < 30_000, "\(text.utf8.count) bytes")
    #expect(text.contains(#"\u{1B}]0;owned\u{7}\u{8}\u{D}\u{9B}31m\u{202E}"#))
  }
}
