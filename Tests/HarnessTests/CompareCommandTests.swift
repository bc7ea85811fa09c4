import Foundation
import Model
import Testing

extension HarnessTests {
  /// `harness compare` on two wheels of one module each.
  @Suite struct CompareCommandTests {
    private func bench(_ old: String, _ new: String) throws -> Workbench {
      let bench = try Workbench()
      for (folder, module) in [("old", old), ("new", new)] {
        try bench.wheel("words", module: module)
        try FileManager.default.createDirectory(atPath: bench.path(folder), withIntermediateDirectories: true)
        try FileManager.default.moveItem(
          atPath: bench.path("words-1.0-py3-none-any.whl"), toPath: bench.path("\(folder)/words-1.0-py3-none-any.whl"))
      }
      return bench
    }

    private func compare(_ bench: Workbench, _ options: String...) async throws -> HarnessRun {
      try await bench.run(
        ["compare", "old/words-1.0-py3-none-any.whl", "new/words-1.0-py3-none-any.whl", "--json"] + options)
    }

    private func comparison(_ run: HarnessRun) throws -> Comparison {
      try JSONDecoder().decode(Comparison.self, from: Data(run.stdout.utf8))
    }

    private static let calls = ["--host", "cpython-3.11", "--setup", "import words", "--call", "words.count('a b')"]
    private static let sound = "def count(text):\n    return len(text.split())\n"

    @Test func `a release against itself breaks nothing, run or not`() async throws {
      let bench = try bench(Self.sound, Self.sound)
      #expect(try await compare(bench).exit == 0)
      let run = try await bench.run(
        ["compare", "old/words-1.0-py3-none-any.whl", "new/words-1.0-py3-none-any.whl", "--json"] + Self.calls)
      let told = try comparison(run)
      #expect(run.exit == 0, "\(told.changes)\(run.stderr)")
      #expect(told.changes.map(\.kind) == ["call-time"] && told.unmeasured == [], "\(told)")
    }

    @Test func `a leak that the new release has is an error, and one that it lost is told`() async throws {
      let leaking = "kept = []\n\n\ndef count(text):\n    kept.append(object())\n    return len(text.split())\n"
      let bench = try bench(Self.sound, leaking)
      let files = ["old/words-1.0-py3-none-any.whl", "new/words-1.0-py3-none-any.whl"]
      let run = try await bench.run(["compare"] + files + ["--json"] + Self.calls)
      #expect(run.exit == 1)
      let appeared = try comparison(run).changes.filter { $0.kind == "finding-appeared" }
      #expect(appeared.contains { $0.member == "cpython-3.11/ownership/call-growth/call" && $0.weight == .error })
      let back = try await bench.run(["compare"] + files.reversed() + ["--json"] + Self.calls)
      #expect(back.exit == 0)
      #expect(try comparison(back).changes.contains { $0.kind == "finding-gone" && $0.weight == .information })
    }

    @Test func `a call that takes twenty times as long is slower, and past a given budget an error`() async throws {
      let slow = "def count(text):\n    return sum(len(text.split()) for _ in range(60))\n"
      let bench = try bench(Self.sound, slow)
      let files = ["old/words-1.0-py3-none-any.whl", "new/words-1.0-py3-none-any.whl"]
      let run = try await bench.run(["compare"] + files + ["--json"] + Self.calls)
      let slower = try #require(try comparison(run).changes.first { $0.kind == "call-slower" })
      #expect(run.exit == 0 && slower.weight == .warning && (slower.facts["ratio"]?.number ?? 0) > 5, "\(slower)")
      let gated = try await bench.run(["compare"] + files + ["--json", "--time-budget", "50%"] + Self.calls)
      #expect(gated.exit == 1)
    }

    @Test func `what can't be read gates, and bad usage is told`() async throws {
      let bench = try bench(Self.sound, Self.sound)
      try bench.write("no archive", to: "new/words-1.0-py3-none-any.whl")
      #expect(try await compare(bench).exit == 1)
      #expect(try await compare(bench, "--size-budget", "much").exit == 2)
      #expect(try await bench.run("compare", "old/words-1.0-py3-none-any.whl", "missing.whl").exit == 2)
    }
  }
}
