import Foundation
import Model
import Testing

extension HarnessTests {
  /// `harness check some.whl` without a word of what to call.
  @Suite struct SurveyTests {
    private static let module = """
      import os
      kept = []
      class Box:
        def __init__(self, text: str): self.text = text
        def open(self) -> str: return self.text
      def shout(text: str) -> str:
        return text.upper()
      def remember(text: str, loud: bool = False) -> None:
        if loud: kept.append(bytearray(64))
      def parse(number: str) -> int:
        return int(number)
      def measure(text: str) -> int:
        if text is None: os.abort()
        return len(text)
      def remove(path: str) -> None: os.remove(path)
      def leaves(path): raise SystemExit
      class Entries:
        def __init__(self, owner): self.kept = owner.kept
        def put_in(self, text: str) -> None: self.kept.append(bytearray(64))
      class _Settings:
        kept = []
        @property
        def entries(self): return Entries(self)
      def settings() -> _Settings: return _the_settings
      _the_settings = _Settings()
      """

    private func check(_ arguments: String...) async throws -> HarnessRun {
      let bench = try Workbench()
      try bench.wheel("plain", module: Self.module)
      return try await bench.run(
        ["check", "plain-1.0-py3-none-any.whl", "--host", "cpython-3.11", "--jobs", "2"] + arguments)
    }

    @Test func `a leak, a crash on None and the rest are told apart with no configuration`() async throws {
      let run = try await check("--verbose")
      #expect(run.exit == 1, "\(run.stderr)")
      let flagged = (run.results?.cells ?? []).filter { $0.verdict == .failed }
      #expect(
        Set(flagged.compactMap { $0.id.exercise?.prefix { $0 != "-" } }) == ["plain.remember", "plain.measure"],
        "\(flagged.map(\.id))")
      let leak = try #require(flagged.first { $0.id.probe == "ownership/call-growth" })
      #expect(leak.repeat.contains("--call 'plain.remember(") && leak.repeat.contains("True"), "\(leak.repeat)")
      let crash = try #require(flagged.first { $0.id.probe == "panic/hostile-arguments" })
      #expect(crash.findings[0].message == "killed by SIGABRT in the call: plain.measure(None)")
      #expect(!(run.results?.cells ?? []).contains { $0.verdict == .broken })
      let surface = try #require(run.results?.targets.first?.facts["surface"]?.object)
      #expect(surface["callables"] == 12 && surface["left-out"] == 1)
      #expect(surface["not-called"]?.object?["plain.remove"] == "removes files")
      #expect(run.stdout.contains("surface   12 callables"), "\(run.stdout)")
      #expect(run.stdout.contains("left out  plain.remove: removes files"))
    }

    @Test func `what is put into an object that outlives the calls is no leak`() async throws {
      let run = try await check("--only", "*/ownership/call-growth/*")
      #expect(run.verdicts.keys.contains { $0.contains("plain.shout") })
      let grown = run.verdicts.filter { $0.value == .failed }.keys
      #expect(grown.allSatisfy { $0.contains("plain.remember") }, "\(grown)")
      #expect(!run.verdicts.keys.contains { $0.contains("Entries.put_in") }, "\(run.verdicts.keys)")
    }

    @Test func `an exercise that was made can be asked alone, and --budget has to be a time`() async throws {
      let run = try await check("--only", "*/ownership/call-growth/plain.shout")
      #expect(run.exit == 0 && run.verdicts == ["plain-1.0/cpython-3.11/ownership/call-growth/plain.shout": .passed])
      let wrong = try await check("--budget", "soon")
      #expect(wrong.exit == 2 && wrong.stderr.contains("--budget"))
    }
  }
}
