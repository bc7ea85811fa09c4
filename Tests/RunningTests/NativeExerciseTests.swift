import Model
import Testing

@testable import Running

@Suite struct NativeExerciseTests {
  private func launch(_ exercise: Exercise) async throws -> HostLaunch {
    let artifact = try await NativeBench.artifact(NativeHostTests.words, header: NativeHostTests.header)
    return try await NativeHost(compiler: NativeBench.compiler).launch(
      cell: NativeBench.cell(NativeBench.probe("panic/contained"), exercise), artifact: artifact,
      workingDirectory: NativeBench.cache.string)
  }

  @Test(arguments: [
    (Exercise(name: "bad", call: "words_count(\n  missing)"), "Matrix.yaml exercise bad call:2:"),
    (Exercise(name: "bad", setup: "int a;\n\nint b = missing;", call: "1"), "Matrix.yaml exercise bad setup:3:"),
    (Exercise(name: "bad", call: "words_fail()", raises: "WORDS_MISSING"), "Matrix.yaml exercise bad raises:1:"),
    (Exercise(name: "bad", call: "1", after: "int b;;\nb = missing();"), "Matrix.yaml exercise bad after:2:"),
  ])
  func `a complaint of the compiler names the place in Matrix yaml`(exercise: Exercise, place: String) async throws {
    await #expect {
      _ = try await launch(exercise)
    } throws: { error in
      guard case .exerciseDoesNotCompile("bad", let output) = error as? RunningError else { return false }
      return output.contains(place)
    }
  }

  @Test func `a probe without a script for the host is named`() async throws {
    let artifact = try await NativeBench.artifact(NativeHostTests.words)
    await #expect {
      _ = try await NativeHost(compiler: NativeBench.compiler).launch(
        cell: NativeBench.cell(NativeBench.probe("no/such"), nil), artifact: artifact, workingDirectory: "/")
    } throws: { error in
      if case .probeHasNoScript("no/such", "native", _) = error as? RunningError { true } else { false }
    }
  }

  @Test func `the environment is the exercise's own on top of a clean one`() async throws {
    let launch = try await launch(Exercise(name: "ok", call: "1", environment: ["WORDS": "1"]))
    #expect(Set(launch.environment.keys) == ["PATH", "HOME", "TMPDIR", "LANG", "WORDS"])
    #expect(launch.preload == [])
  }
}

@Suite struct NativeCxxExerciseTests {
  static let words = """
    #include <stdexcept>
    struct Invalid : std::runtime_error { using runtime_error::runtime_error; };
    struct Narrow : Invalid { using Invalid::Invalid; };
    void words_fail() { throw Narrow("too narrow"); }
    void words_throw_number() { throw 7; }

    """
  static let header = """
    #include <stdexcept>
    struct Invalid : std::runtime_error { using runtime_error::runtime_error; };
    struct Narrow : Invalid { using Invalid::Invalid; };
    void words_fail();
    void words_throw_number();

    """

  private func run(_ exercise: Exercise) async throws -> NativeBench.Outcome {
    let artifact = try await NativeBench.artifact(Self.words, header: Self.header, language: .cxx)
    return try await NativeBench.run(NativeBench.probe("panic/usable-after"), artifact, exercise, kind: .cxx)
  }

  @Test func `an exception is told by its own type, with the declared one as its base`() async throws {
    let outcome = try await run(Exercise(name: "fail", call: "words_fail()", after: "int n = 1", raises: "Invalid"))
    let raised = try #require(outcome.raised.first)
    #expect(raised.type == "Narrow")
    #expect(raised.bases == ["Invalid"])
    #expect(raised.message == "too narrow")
    #expect(outcome.steps.contains(.after))
  }

  @Test func `what is thrown without being declared is told too`() async throws {
    let outcome = try await run(Exercise(name: "number", call: "words_throw_number()"))
    #expect(outcome.raised.map(\.type) == ["int"])
    #expect(outcome.raised.map(\.bases) == [[]])
  }

  @Test func `a failed expectation leaves only its own part`() async throws {
    let exercise = Exercise(name: "expect", call: "HARNESS_EXPECT(1 > 2)", after: "HARNESS_EXPECT(2 > 3)")
    let outcome = try await run(exercise)
    #expect(outcome.raised.map(\.message) == ["1 > 2", "2 > 3"])
    #expect(outcome.raised.map(\.during) == [.call, .after])
  }
}
