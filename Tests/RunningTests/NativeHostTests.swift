import Model
import Testing

@testable import Running

@Suite struct NativeHostTests {
  static let words = """
    #include <stdlib.h>
    int words_count(const char *text) { int n = 0; while (*text) n += *text++ == ' '; return n; }
    int words_fail(void) { return -3; }
    int words_crash(void) { volatile int *nowhere = 0; return *nowhere; }
    int words_abort(void) { abort(); }
    int words_deeper(int n) { volatile char block[4096]; block[n % 4096] = 1; return words_deeper(n + 1) + block[0]; }
    int (*words_wild(void))(void) { return (int (*)(void))16; }

    """
  static let header = """
    enum { WORDS_OK = 0, WORDS_STATUS_INVALID = -3 };
    int words_count(const char *text);
    int words_fail(void);
    int words_crash(void);
    int words_abort(void);
    int words_deeper(int n);
    int (*words_wild(void))(void);

    """

  private func run(_ probe: String, _ exercise: Exercise) async throws -> NativeBench.Outcome {
    try await NativeBench.run(
      NativeBench.probe(probe), try await NativeBench.artifact(Self.words, header: Self.header), exercise)
  }

  @Test func `steps are told before they are taken, and the exit is clean`() async throws {
    let outcome = try await run("panic/contained", Exercise(name: "count", call: "words_count(\"a b\")"))
    #expect(outcome.steps == [.initialise, .import, .setup, .call, .done])
    #expect(outcome.raised == [])
    #expect(outcome.status == .exited(0))
    #expect(outcome.stacks == "")
  }

  @Test func `variables of setup are in sight of call and after`() async throws {
    let exercise = Exercise(
      name: "shared", setup: "#include <ctype.h>\nint seen = 0;\nconst char *text = \"a b c\";",
      call: "seen = words_count(text)", after: "HARNESS_EXPECT(seen == 2);\nHARNESS_EXPECT(isalpha(seen));")
    let outcome = try await run("panic/usable-after", exercise)
    #expect(outcome.steps == [.initialise, .import, .setup, .call, .after, .done])
    #expect(outcome.raised.map(\.message) == ["isalpha(seen)"])
    #expect(outcome.raised.map(\.during) == [.after])
    #expect(outcome.raised.map(\.type) == ["expectation"])
  }

  @Test func `an exercise that returns its declared constant has raised it`() async throws {
    let exercise = Exercise(name: "fail", call: "words_fail();", raises: "WORDS_STATUS_INVALID")
    let outcome = try await run("panic/contained", exercise)
    #expect(outcome.raised.map(\.type) == ["WORDS_STATUS_INVALID"])
    #expect(outcome.raised.map(\.during) == [.call])
  }

  @Test func `another value than the declared one is told with both`() async throws {
    let exercise = Exercise(
      name: "count", call: "int n = words_count(\"a b\"); n", raises: "WORDS_STATUS_INVALID")
    let outcome = try await run("panic/contained", exercise)
    #expect(outcome.raised.map(\.type) == ["unexpected-value"])
    #expect(outcome.raised.map(\.message) == ["the call returned 1, not WORDS_STATUS_INVALID (-3)"])
  }

  @Test func `a failed expectation in setup keeps the call from being made`() async throws {
    let exercise = Exercise(name: "early", setup: "HARNESS_EXPECT(1 == 2);", call: "words_crash()")
    let outcome = try await run("panic/contained", exercise)
    #expect(outcome.steps == [.initialise, .import, .setup, .done])
    #expect(outcome.raised.map(\.message) == ["1 == 2"])
  }

  @Test func `after runs though the call failed its expectation`() async throws {
    let exercise = Exercise(name: "on", call: "HARNESS_EXPECT(0);", after: "words_count(\"\")")
    let outcome = try await run("panic/usable-after", exercise)
    #expect(outcome.steps.contains(.after))
    #expect(outcome.raised.map(\.during) == [.call])
  }

  @Test func `code that leaves by return is told`() async throws {
    let outcome = try await run("panic/contained", Exercise(name: "leave", call: "return;"))
    #expect(outcome.raised.map(\.type) == ["return"])
  }

  @Test func `an artifact without a function of its header fails at the import`() async throws {
    let artifact = try await NativeBench.artifact(
      "int words_count(const char *t) { return !t; }\n", header: Self.header)
    let outcome = try await NativeBench.run(
      NativeBench.probe("panic/contained"), artifact, Exercise(name: "fail", call: "words_fail()"))
    #expect(outcome.steps == [.initialise, .import, .done])
    #expect(outcome.raised.map(\.type) == ["dlopen"])
    #expect(outcome.raised.first?.message.contains("words_fail") == true)
    #expect(outcome.raised.map(\.during) == [.import])
  }

  @Test func `rounds count the declared errors and tell none of them`() async throws {
    let exercise = Exercise(name: "fail", call: "words_fail()", raises: "WORDS_STATUS_INVALID")
    let outcome = try await run("ownership/error-growth", exercise)
    let calls = try #require(outcome.fact("calls")?.number)
    #expect(calls > 0)
    #expect(outcome.fact("raised-calls")?.number == calls)
    #expect(outcome.raised == [])
  }

  @Test func `rounds of a call that is not as declared end at once, without a series`() async throws {
    let exercise = Exercise(name: "fail", call: "words_fail()", raises: "WORDS_OK")
    let outcome = try await run("ownership/error-growth", exercise)
    #expect(outcome.series("threads") == nil)
    #expect(outcome.raised.map(\.type) == ["unexpected-value"])
    #expect(outcome.steps.last == .done)
  }

  @Test func `rounds without the heap instrument count descriptors and threads`() async throws {
    let exercise = Exercise(name: "opens", setup: "#include <fcntl.h>", call: "open(\"/dev/null\", O_RDONLY)")
    let outcome = try await NativeBench.run(
      NativeBench.probe("ownership/call-growth"), try await NativeBench.artifact(Self.words), exercise)
    let series = try #require(outcome.series("open-descriptors"))
    let first = (try #require(series.calls.first), try #require(series.values.first))
    #expect(zip(series.calls, series.values).allSatisfy { $0 - first.0 == $1 - first.1 })
    #expect(outcome.series("live-heap-blocks") == nil)
  }
}
