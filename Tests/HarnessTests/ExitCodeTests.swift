import Foundation
import Model
import Testing

/// What the program ends with, where no host is needed to tell.
@Suite struct ExitCodeTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.wheel("sound", module: "")
    try bench.write(matrix: "targets:\n  sound: { kind: wheel, artifact: sound-*.whl }\n")
    return bench
  }

  @Test func `nothing wrong is 0`() async throws {
    let run = try await bench().run("run", "package")
    #expect(run.exit == 0)
    #expect(run.stderr.isEmpty)
  }

  @Test(arguments: [
    (["run", "--frobnicate"], "--frobnicate"), (["run", "--jobs", "0"], "--jobs"), (["run", "sonud"], "sound"),
    (["run", "--only", "nothing/*"], "nothing/*"), (["explain", "load/import"], "load/imports"),
    (["frobnicate"], "frob"),
    (["check", "absent.whl"], "absent.whl"), (["check", "Matrix.yaml"], "Matrix.yaml"),
    (["self-check", "no/such"], "no/such"),
  ])
  func `bad usage is 2, and says what is wrong`(arguments: [String], says: String) async throws {
    let run = try await bench().run(arguments)
    #expect(run.exit == 2)
    #expect(run.stderr.contains(says), "\(run.stderr)")
    #expect(run.results == nil)
  }

  @Test func `no Harnesses folder is 3, and says what to set`() async throws {
    let bench = try bench()
    try bench.write("question: [\n", to: "Harnesses/Probes/load/broken/probe.yaml")
    let run = try await bench.run("list", environment: ["HARNESS_HOME": bench.folder.string])
    #expect(run.exit == 3)
    #expect(run.stderr.contains("load/broken/probe.yaml"), "\(run.stderr)")
  }

  @Test func `nothing selected is 4, and points to the list`() async throws {
    let run = try await bench().run("run", "native")
    #expect(run.exit == 4)
    #expect(run.stderr.contains("harness list"), "\(run.stderr)")
    #expect(run.results == nil)
  }

  @Test func `an output folder that can't be written is 3`() async throws {
    let bench = try bench()
    try bench.write("a file", to: "out")
    let run = try await bench.run("run", "package")
    #expect(run.exit == 3)
    #expect(run.stderr.contains(bench.path("out")), "\(run.stderr)")
  }
}

extension HarnessTests {
  @Suite struct GateTests {
    private static let module = """
      import ctypes


      class Thing:
          pass


      def keep():
          ctypes.pythonapi.Py_IncRef(ctypes.py_object(Thing))

      """

    @Test(arguments: [[], ["--gate"]]) func `a warning counts with the gate only`(gate: [String]) async throws {
      let bench = try Workbench()
      try bench.wheel("keeping", module: Self.module)
      try bench.write(
        matrix: """
          targets:
            keeping:
              kind: wheel
              artifact: keeping-*.whl
              hosts: [cpython-3.11]
              exercises: { keep: { setup: import keeping, call: keeping.keep() } }

          """)
      let run = try await bench.run(["run", "ownership/type-references"] + gate)
      #expect(run.verdicts == ["keeping/cpython-3.11/ownership/type-references/keep": .warned])
      #expect(run.exit == (gate.isEmpty ? 0 : 1))
    }

    @Test(arguments: [[], ["--gate"]])
    func `what was not established counts with the gate only`(gate: [String]) async throws {
      let bench = try Workbench()
      try bench.wheel("sound", module: "")
      try bench.write(
        matrix: """
          targets:
            sound:
              kind: wheel
              artifact: sound-*.whl
              hosts: [cpython-3.11]
              exercises: { use: { setup: import absent, call: absent.answer() } }

          """)
      let run = try await bench.run(["run", "ownership/call-growth"] + gate)
      let cell = try run.cell("sound/cpython-3.11/ownership/call-growth/use")
      #expect(cell.verdict == .notEstablished)
      #expect(cell.reason == "setup raised ModuleNotFoundError: No module named 'absent'")
      #expect(run.exit == (gate.isEmpty ? 0 : 1))
    }

    @Test(arguments: [[], ["--gate"]])
    func `a declared host that is missing counts with the gate only`(gate: [String]) async throws {
      let bench = try Workbench()
      try bench.copyHarnesses()
      let runtime = try String(
        contentsOfFile: Program.harnesses.appending("Runtimes/cpython-3.11.yaml").string, encoding: .utf8)
      try bench.write(
        runtime.replacing("libpython3.11", with: "libpython9.9").replacing("make install-tools", with: "get python"),
        to: "Harnesses/Runtimes/cpython-9.9.yaml")
      try bench.wheel("sound", module: "")
      try bench.write(
        matrix: """
          targets:
            sound: { kind: wheel, artifact: sound-*.whl, hosts: [cpython-9.9] }

          """)
      let run = try await bench.run(
        ["run", "load/imports", "package"] + gate, environment: ["HARNESS_HOME": bench.folder.string])
      let cell = try run.cell("sound/cpython-9.9/load/imports/-")
      #expect(cell.verdict == .skipped)
      #expect(cell.reason?.contains("get python") == true, "\(cell)")
      #expect(run.exit == (gate.isEmpty ? 0 : 1))
    }
  }

  /// Runs with a copy of Harnesses in which something of ours is broken.
  @Suite struct BrokenHarnessTests {
    private func bench() throws -> Workbench {
      let bench = try Workbench()
      try bench.copyHarnesses()
      try bench.wheel("sound", module: "def answer():\n    return 42\n")
      try bench.write(
        matrix: """
          targets:
            sound:
              kind: wheel
              artifact: sound-*.whl
              hosts: [cpython-3.11]
              exercises: { use: { setup: import sound, call: sound.answer() } }

          """)
      return bench
    }

    private func run(_ bench: Workbench) async throws -> HarnessRun {
      try await bench.run("run", "panic/contained", environment: ["HARNESS_HOME": bench.folder.string])
    }

    @Test func `every canary is caught where nothing is broken`() async throws {
      let run = try await run(bench())
      #expect(run.results?.run.canaries == "caught")
      #expect(run.verdicts == ["sound/cpython-3.11/panic/contained/use": .passed])
      #expect(run.exit == 0)
    }

    @Test func `a host that can't start is broken, not the artifact's failure`() async throws {
      let bench = try bench()
      try bench.write("raise RuntimeError('damaged')\n", to: "Harnesses/Hosts/Python/bootstrap.py")
      let run = try await run(bench)
      let cell = try run.cell("sound/cpython-3.11/panic/contained/use")
      #expect(cell.verdict == .broken)
      #expect(cell.reason?.contains("damaged") == true, "\(cell)")
      #expect(run.exit == 3)
    }

    @Test func `a canary that is not caught makes the run blind`() async throws {
      let bench = try bench()
      let controls = "Harnesses/Probes/ownership/call-growth/controls"
      try bench.write(try #require(bench.text("\(controls)/frees.py")), to: "\(controls)/leaks.py")
      let run = try await run(bench)
      #expect(run.results?.run.canaries == "blind: ownership/call-growth leaks on cpython-3.11")
      #expect(run.stdout.contains("BLIND: the canary of ownership/call-growth on cpython-3.11 was not caught"))
      #expect(run.verdicts == ["sound/cpython-3.11/panic/contained/use": .passed])
      #expect(run.exit == 3)
    }

    @Test func `a probe that is added is one folder, and nothing else is touched`() async throws {
      let bench = try bench()
      let folder = "Harnesses/Probes/load/added"
      try bench.write("question: Is it one folder?\nexpects: [{ reaches: done }]\n", to: "\(folder)/probe.yaml")
      try bench.write("import_artifact()\nsetup()\ncall()\n", to: "\(folder)/probe.py")
      let run = try await bench.run("run", "load/added", environment: ["HARNESS_HOME": bench.folder.string])
      #expect(run.verdicts == ["sound/cpython-3.11/load/added/use": .passed])
      #expect(run.exit == 0)
    }
  }
}
