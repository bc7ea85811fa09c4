import Model
import Testing

@testable import Running

/// Modules are assembled with wasmtime's library and run by the `wasmkit` command.
@Suite(.enabled(if: WasmBench.hasBoth, "wasmkit is in the Swift toolchain")) struct WasmkitHostTests {
  private func run(_ exercise: Exercise?, _ probe: String = "panic/contained", _ module: String = WasmHostTests.module)
    async throws -> PythonBench.Outcome
  {
    try await WasmBench.run(probe, module, exercise, on: WasmBench.wasmkit)
  }

  private func skips(_ outcome: PythonBench.Outcome) -> Bool {
    outcome.host.observations.contains { if case .skip = $0 { true } else { false } }
  }

  @Test(arguments: ["add(i32:40, i32:-2) == i32:38", "half(f64:3) == f64:1.5", "wide(i64:-5) == i64:-5"])
  func `one call a process gives its result`(call: String) async throws {
    let outcome = try await run(Exercise(name: "call", call: call))
    #expect(outcome.raised == [])
    #expect(outcome.host.steps == [.initialise, .import, .setup, .call, .done])
  }

  @Test func `another result is an unexpected value`() async throws {
    let outcome = try await run(Exercise(name: "add", call: "add(i32:1, i32:2) == i32:-3"))
    #expect(outcome.raised.map(\.message) == ["`add` returned i32:3, not i32:-3"])
  }

  @Test(arguments: [
    ("stop()", "unreachable"), ("outside()", "out-of-bounds"), ("divide(i32:0)", "division-by-zero"),
    ("recurse()", "stack-exhausted"),
  ])
  func `a trap has the name that it has in wasmtime`(call: String, type: String) async throws {
    let outcome = try await run(Exercise(name: "trap", call: call))
    #expect(outcome.raised.map(\.type) == [type])
    #expect(outcome.raised.map(\.bases) == [["Trap"]])
  }

  @Test func `frames are those that the command prints`() async throws {
    let outcome = try await run(Exercise(name: "trap", call: "deeper()"))
    #expect(try #require(outcome.raised.first).traceback == ["stop", "deeper"])
  }

  @Test(arguments: [("add(i64:1, i32:2)", "type-mismatch"), ("subtract(i32:1)", "no-such-export")])
  func `what does not fit the export is told at setup`(call: String, type: String) async throws {
    let outcome = try await run(Exercise(name: "call", call: call))
    #expect(outcome.raised.map(\.type) == [type])
    #expect(outcome.raised.map(\.during) == [.setup])
  }

  @Test func `an import that nobody provides is told at import`() async throws {
    let outcome = try await run(nil, "load/imports", "(module (import \"env\" \"missing\" (func)))")
    #expect(outcome.raised.map(\.message) == ["unknown import env.missing"])
    #expect(outcome.raised.map(\.during) == [.import])
  }

  @Test func `a program gets its arguments and its environment, and its status is raised`() async throws {
    let exercise = Exercise(
      name: "words", call: "_start(\"--panic\", \"b\")", raises: "exit(2)", environment: ["WORDS": "1"])
    let outcome = try await run(exercise, "panic/contained", WasmProgramTests.program)
    #expect(outcome.raised.map(\.type) == ["exit(2)"])
    let written = outcome.host.stream("stdout")?.head.split(separator: "\0").map(String.init) ?? []
    #expect(Array(written.dropFirst().prefix(2)) == ["--panic", "b"])
    #expect(written.contains("WORDS=1"))
  }

  @Test func `what is declared as interrupted is ended by the host`() async throws {
    let exercise = Exercise(name: "spin", call: "spin()", raises: "interrupted", timeout: .milliseconds(400))
    #expect(try await run(exercise).raised.map(\.type) == ["interrupted"])
  }

  @Test func `a call that never ends misses the deadline and leaves no process behind`() async throws {
    let outcome = try await WasmBench.run(
      "panic/contained", WasmHostTests.module, Exercise(name: "spin", call: "spin()"), on: WasmBench.wasmkit,
      deadline: .milliseconds(500))
    #expect(outcome.host.exit?.deadline == "cell")
    #expect(outcome.host.steps.last == .call)
  }

  @Test(arguments: [
    ("panic/contained", Exercise(name: "two", call: "add(i32:1, i32:1); add(i32:1, i32:1)")),
    ("panic/contained", Exercise(name: "writes", setup: "memory[i32:0] = \"a\"", call: "first(i32:0)")),
    ("ownership/call-growth", Exercise(name: "add", call: "add(i32:1, i32:1)")),
    ("panic/usable-after", Exercise(name: "add", call: "stop()", after: "stop()", raises: "Trap")),
    ("load/unloads", Exercise(name: "add", call: "add(i32:1, i32:1)")),
    ("load/unloads", Exercise(name: "stop", call: "stop()", raises: "unreachable")),
  ])
  func `what needs an instance that lives on is skipped, with the reason`(probe: String, exercise: Exercise)
    async throws
  {
    #expect(skips(try await run(exercise, probe)))
  }
}
