import Model
import Testing

@testable import Reporting

@Suite struct CellTextTests {
  private func text(_ cell: CellResult) -> [String] { CellText(paint: Paint(enabled: false)).lines(cell) }

  @Test(
    "the known: entry is a YAML scalar, quoted where it has to be",
    arguments: [
      ("words-py", "words-py/-/load/imports/call"),
      ("it's: #1", "'it''s: #1/-/load/imports/call'"),
      ("-words", "'-words/-/load/imports/call'"),
      ("größe", "'größe/-/load/imports/call'"),
    ])
  func advises(target: String, scalar: String) {
    var cell = Samples.cell(.failed)
    cell.id = CellID(target: target, runtime: nil, probe: "load/imports", exercise: "call")
    #expect(text(cell).contains("    - cell: \(scalar)"))
  }

  @Test(
    "the end of a process is told where it wasn't status 0",
    arguments: [
      (Exit(code: 3, signal: nil, deadline: nil, seconds: 0), "  exit: status 3"),
      (Exit(code: nil, signal: "SIGABRT", deadline: nil, seconds: 0), "  exit: killed by SIGABRT"),
      (
        Exit(code: nil, signal: "SIGKILL", deadline: "cell", seconds: 30),
        "  exit: the cell deadline passed, killed by SIGKILL"
      ),
    ])
  func ends(exit: Exit, line: String) {
    var cell = Samples.cell(.failed)
    cell.exit = exit
    #expect(text(cell).contains(line))
  }

  @Test func `status 0 is no news`() {
    #expect(!text(Samples.cell(.failed)).contains { $0.hasPrefix("  exit:") })
  }

  @Test func `a finding of another rule names it`() {
    var cell = Samples.cell(.failed)
    cell.findings[0].rule = "ownership/freed-once"
    #expect(text(cell).contains("  error (ownership/freed-once): keeps 1 heap block, 24 bytes, of every call"))
  }

  @Test func `lines of a message after the first are indented`() {
    var cell = Samples.cell(.failed)
    cell.findings[0].message = "one\ntwo"
    #expect(text(cell).contains("  error: one") && text(cell).contains("    two"))
  }

  @Test func `findings beyond ten are counted`() {
    var cell = Samples.cell(.failed)
    cell.findings = Array(repeating: Samples.leak, count: 12)
    #expect(text(cell).contains("  … 2 more findings, all of them in results.json"))
  }

  @Test func `facts beyond the limit are counted`() {
    var cell = Samples.cell(.failed)
    cell.findings[0].facts = Dictionary(uniqueKeysWithValues: (0..<40).map { ("fact-\($0)", 1) })
    #expect(text(cell).contains("    … 8 more"))
  }
}
