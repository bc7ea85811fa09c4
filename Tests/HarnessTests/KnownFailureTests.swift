import Model
import Testing

/// `known:` in Matrix.yaml, on package probes, which need no host.
@Suite struct KnownFailureTests {
  private func bench(known: String) throws -> Workbench {
    let bench = try Workbench()
    try bench.wheel("sound", module: "")
    try bench.write("this is text\n", to: "text-1.0-py3-none-any.whl")
    try bench.write(
      matrix: """
        targets:
          sound: { kind: wheel, artifact: sound-*.whl }
          text: { kind: wheel, artifact: text-*.whl }
        known:
          - \(known)

        """)
    return bench
  }

  @Test func `a known failure is told with its link and fails nothing`() async throws {
    let run = try await bench(known: "{ cell: text/*, because: https://bugs.example/7 }")
      .run("run", "package/archive-sound")
    #expect(run.verdicts == ["sound/-/package/archive-sound/-": .passed, "text/-/package/archive-sound/-": .known])
    #expect(try run.cell("text/-/package/archive-sound/-").reason == "https://bugs.example/7")
    #expect(run.stdout.contains("https://bugs.example/7"))
    #expect(run.exit == 0)
  }

  @Test func `a known failure that has gone fails the run and names the line to remove`() async throws {
    let run = try await bench(known: "{ cell: sound/*/archive-sound/*, because: https://bugs.example/7 }")
      .run("run", "--only", "sound/*/archive-sound/*")
    #expect(run.verdicts == ["sound/-/package/archive-sound/-": .unexpectedPass])
    #expect(try run.cell("sound/-/package/archive-sound/-").reason?.contains("remove line 6") == true)
    #expect(run.exit == 1)
  }

  @Test func `more findings than are known fail the run`() async throws {
    let bench = try bench(known: "{ cell: sound/*, because: https://bugs.example/7, at-most: 1 }")
    try bench.wheel("sound", module: "", metadata: "Metadata-Version: 2.1\nName: other\nVersion: 2.0\n")
    let run = try await bench.run("run", "--only", "sound/*/archive-sound/*")
    let cell = try run.cell("sound/-/package/archive-sound/-")
    #expect(cell.findings.map { $0.facts["fact"] } == ["name-mismatch", "version-mismatch"])
    #expect(cell.verdict == .failed)
    #expect(run.exit == 1)
  }

  @Test func `a known failure past its day is an error with its line`() async throws {
    let run = try await bench(known: "{ cell: text/*, because: https://bugs.example/7, until: 2020-01-01 }").run("run")
    #expect(run.exit == 2)
    #expect(run.stderr.contains("Matrix.yaml:6:"), "\(run.stderr)")
    #expect(run.stderr.contains("2020-01-01"))
    #expect(run.results == nil)
  }

  @Test func `a known failure that matches no cell is an error with its line`() async throws {
    let run = try await bench(known: "{ cell: txet/*, because: https://bugs.example/7 }").run("run")
    #expect(run.exit == 2)
    #expect(run.stderr.contains("Matrix.yaml:6:"), "\(run.stderr)")
  }
}
