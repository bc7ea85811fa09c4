import Foundation
import Testing

/// The commands that run no artifact.
@Suite struct ReadingCommandTests {
  @Test func `list needs no Matrix yaml to name runtimes and probes`() async throws {
    let run = try await Workbench().run("list")
    #expect(run.exit == 0)
    for word in ["cpython-3.11", "native", "ownership/call-growth", "package/tag-truth"] {
      #expect(run.stdout.contains(word), "\(run.stdout)")
    }
  }

  @Test func `explain says what is asked, what holds, which controls prove it and how to fix it`() async throws {
    let run = try await Workbench().run("explain", "ownership/call-growth")
    #expect(run.exit == 0)
    for word in ["ownership/call-growth: ", "Holds where:", "controls/leaks", "must fail, naming live-heap-blocks"] {
      #expect(run.stdout.contains(word), "\(run.stdout)")
    }
    #expect(run.stdout.contains("How to fix"))
  }

  @Test func `every probe can be explained`() async throws {
    let bench = try Workbench()
    let probes = try FileManager.default.subpathsOfDirectory(atPath: Program.harnesses.appending("Probes").string)
      .filter { $0.hasSuffix("/probe.yaml") }.map { String($0.dropLast("/probe.yaml".count)) }
    #expect(probes.count >= 12)
    for probe in probes { #expect(try await bench.run("explain", probe).exit == 0) }
  }

  @Test func `doctor names what is found, and what is missing with the command that installs it`() async throws {
    let run = try await Workbench().run("doctor")
    #expect(run.exit == (run.stdout.contains("nothing is missing") ? 0 : 1))
    let rows = run.stdout.split(separator: "\n").map { $0.split(separator: " ") }
    let python = try #require(rows.first { $0.dropFirst().first == "cpython-3.11" })
    #expect(python.first == "found")
    #expect(python.last?.hasSuffix("/libpython3.11.so.1.0") == true)
    #expect(run.exit == 0 || run.stdout.contains("install with:"))
  }

  @Test(arguments: [["--help"], ["help", "run"], ["run", "--help"], ["check", "--help"]])
  func `help goes to stdout and is no failure`(arguments: [String]) async throws {
    let run = try await Workbench().run(arguments)
    #expect(run.exit == 0)
    #expect(run.stdout.contains("USAGE: harness"))
    #expect(run.stderr.isEmpty)
  }

  @Test func `the version is the one that results carry`() async throws {
    let bench = try Workbench()
    try bench.wheel("sound", module: "")
    try bench.write(matrix: "targets: { sound: { kind: wheel, artifact: sound-*.whl } }\n")
    let version = try await bench.run("--version").stdout.trimmingCharacters(in: .newlines)
    #expect(!version.isEmpty)
    #expect(try await bench.run("run", "package").results?.run.harness == version)
  }
}

extension HarnessTests {
  @Suite struct SelfCheckTests {
    @Test func `every control of every probe comes out as declared`() async throws {
      let bench = try Workbench()
      let hosts = try await found(bench).filter { !asOthers.contains($0) }.flatMap { ["--host", $0] }
      let run = try await bench.run(["self-check"] + hosts)
      #expect(run.exit == 0, "\(run.stdout)")
      #expect(run.stdout.contains(" controls, 0 wrong"))
      let silent = run.stdout.split(separator: "\n").filter {
        $0.hasPrefix("not asked") && !$0.contains(" on wasmkit: ") && !$0.hasSuffix("on a free-threaded runtime")
      }
      #expect(silent == [], "a runtime with an instance that lives on can be asked everything")
      #expect(run.stderr.isEmpty, "\(run.stderr)")
    }

    /// Pythons whose host is that of a neighbour in age: asked by hand when they are new, and not each time.
    private let asOthers = ["cpython-3.10", "cpython-3.12", "cpython-3.13", "cpython-3.13-debug", "cpython-3.14-debug"]

    private func found(_ bench: Workbench) async throws -> [String] {
      let list = try await bench.run("list").stdout.split(separator: "\n\n").first ?? ""
      let rows = list.split(separator: "\n").dropFirst().map { $0.split(separator: " ") }
      return rows.filter { $0.count > 2 && $0[2] != "missing" }.map { String($0[0]) }
    }

    @Test func `a control that comes out otherwise is named, and the check is broken`() async throws {
      let bench = try Workbench()
      try bench.copyHarnesses()
      let controls = "Harnesses/Probes/panic/contained/controls"
      try bench.write(try #require(bench.text("\(controls)/contained.py")), to: "\(controls)/aborts.py")
      let run = try await bench.run(
        "self-check", "panic/contained", environment: ["HARNESS_HOME": bench.folder.string])
      #expect(run.exit == 3)
      #expect(run.stdout.contains("WRONG  panic/contained aborts on cpython-3.11: has to be caught for exit"))
    }
  }
}
