import Model
import Testing

@testable import Running

@Suite struct NativeStacksTests {
  private func run(_ call: String, setup: String = "") async throws -> (NativeBench.Outcome, Artifact) {
    let artifact = try await NativeBench.artifact(NativeHostTests.words, header: NativeHostTests.header)
    let exercise = Exercise(name: "dies", setup: setup, call: call)
    return (try await NativeBench.run(NativeBench.probe("panic/contained"), artifact, exercise), artifact)
  }

  private func frame(_ index: Int, of outcome: NativeBench.Outcome) -> Substring? {
    outcome.stacks.split(separator: "\n").first { $0.hasPrefix("#\(index) ") }
  }

  @Test func `a crash tells the frame it died in, and dies of its signal`() async throws {
    let (outcome, artifact) = try await run("words_crash()")
    #expect(outcome.steps.last == .call)
    #expect(outcome.stacks.hasPrefix("thread "))
    #expect(outcome.stacks.contains(": SIGSEGV at address 0x0\n"))
    #expect(frame(0, of: outcome)?.hasPrefix("#0 \(artifact.path)+0x") == true)
    #expect(frame(1, of: outcome)?.contains("/exercise.so+0x") == true)
    #expect(outcome.status == .signaled(11))
  }

  @Test func `an abort is told, and dies of SIGABRT`() async throws {
    let (outcome, artifact) = try await run("words_abort()")
    #expect(outcome.stacks.contains(": SIGABRT\n"))
    #expect(outcome.stacks.contains(" \(artifact.path)+0x"))
    #expect(outcome.status == .signaled(6))
  }

  @Test func `an overflow of the stack is told on another stack, and cut`() async throws {
    let (outcome, artifact) = try await run("words_deeper(0)")
    #expect(frame(0, of: outcome)?.hasPrefix("#0 \(artifact.path)+0x") == true)
    #expect(frame(63, of: outcome) != nil)
    #expect(frame(64, of: outcome) == nil)
    #expect(outcome.stacks.contains(" more\n"))
    #expect(outcome.status == .signaled(11))
  }

  @Test func `a call to nowhere names its caller`() async throws {
    let (outcome, _) = try await run("words_wild()()")
    #expect(frame(0, of: outcome) == "#0 ?+0x10")
    #expect(frame(1, of: outcome)?.contains("/exercise.so+0x") == true)
  }

  @Test func `SIGUSR1 tells the stacks of all threads and lets the process live`() async throws {
    let (outcome, _) = try await run(
      "raise(SIGUSR1);",
      setup: """
        #include <signal.h>
        pthread_t thread;
        void *sleeper(void *nothing) { for (;;) pause(); }
        pthread_create(&thread, 0, sleeper, 0);
        """)
    let threads = outcome.stacks.split(separator: "\n").filter { $0.hasPrefix("thread ") }
    #expect(threads.count == 2)
    #expect(outcome.steps.last == .done)
    #expect(outcome.status == .exited(0))
  }
}
