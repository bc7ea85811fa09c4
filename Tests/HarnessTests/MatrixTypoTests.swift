import Foundation
import Testing

/// A Matrix.yaml with something wrong in it: told with its place before anything runs.
@Suite struct MatrixTypoTests {
  static let matrix = """
    version: 1
    targets:
      words:
        kind: wheel
        build: { packager: command, path: ., command: touch ran }
        hosts: [cpython-3.11]
        exercises:
          one:
            call: words.one()
            timeout: 5s
            probes: [load/imports]
          two:
            call: words.two()

    """

  struct Typo: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var right: String
    var wrong: String
    /// Where it is told, and in which words.
    var line: Int
    var says: [String]
  }

  static let typos = [
    Typo(
      testDescription: "key", right: "timeout: 5s", wrong: "timeuot: 5s", line: 10,
      says: ["`timeuot`", "did you mean `timeout`?"]),
    Typo(
      testDescription: "host", right: "[cpython-3.11]", wrong: "[cpyhton-3.11]", line: 6,
      says: ["`cpyhton-3.11`", "did you mean `cpython-3.11`?"]),
    Typo(
      testDescription: "probe", right: "load/imports", wrong: "load/import", line: 11,
      says: ["`load/import`", "did you mean `load/imports`?"]),
    Typo(testDescription: "duration", right: "5s", wrong: "5 parsecs", line: 10, says: ["`5 parsecs`", "250ms"]),
    Typo(testDescription: "duplicate", right: "two:", wrong: "one:", line: 12, says: ["`one`", "line 8"]),
  ]

  @Test(arguments: typos) func `a typo is told with its place and the nearest word, and nothing runs`(
    typo: Typo
  ) async throws {
    let bench = try Workbench()
    let text = Self.matrix.replacing(typo.right, with: typo.wrong)
    #expect(text != Self.matrix)
    try bench.write(text, to: "Matrix.yaml")
    let run = try await bench.run("run")
    #expect(run.exit == 2)
    let complaints = run.stderr.split(separator: "\n")
    #expect(complaints.count == 1, "\(run.stderr)")
    #expect(run.stderr.contains("Matrix.yaml:\(typo.line):"), "\(run.stderr)")
    for word in typo.says { #expect(run.stderr.contains(word), "\(run.stderr)") }
    #expect(run.stdout.isEmpty)
    #expect(run.results == nil)
    #expect(bench.text("ran") == nil)
  }

  @Test func `everything that is wrong is told at once`() async throws {
    let bench = try Workbench()
    try bench.write(
      Self.matrix.replacing("timeout", with: "timeuot").replacing("kind: wheel", with: "kind: weel"), to: "Matrix.yaml")
    let run = try await bench.run("run")
    #expect(run.exit == 2)
    #expect(run.stderr.contains("Matrix.yaml:4:"))
    #expect(run.stderr.contains("Matrix.yaml:10:"))
  }

  @Test func `a Matrix yaml that isn't there is named`() async throws {
    let run = try await Workbench().run("run", "--matrix", "absent.yaml")
    #expect(run.exit == 2)
    #expect(run.stderr.contains("absent.yaml"))
  }
}
