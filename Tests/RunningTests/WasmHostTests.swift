import Foundation
import Model
import Testing

@testable import Running

@Suite(.enabled(if: WasmBench.isHere, "wasmtime is unpacked by make install-tools")) struct WasmHostTests {
  static let module = """
    (module
      (memory (export "memory") 1)
      (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
      (func (export "half") (param f64) (result f64) (f64.div (local.get 0) (f64.const 2)))
      (func (export "wide") (param i64) (result i64) (local.get 0))
      (func (export "first") (param i32) (result i32) (i32.load8_u (local.get 0)))
      (func (export "pair") (result i32 i32) (i32.const 1) (i32.const 2))
      (func $stop (export "stop") unreachable)
      (func (export "deeper") (call $stop))
      (func (export "outside") (drop (i32.load (i32.const 65536))))
      (func (export "divide") (param i32) (drop (i32.div_s (i32.const 1) (local.get 0))))
      (func $recurse (export "recurse") (call $recurse))
      (func $spin (export "spin") (loop $again (br $again)))
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
    """

  private func run(_ exercise: Exercise, _ probe: String = "panic/contained") async throws -> PythonBench.Outcome {
    try await WasmBench.run(probe, Self.module, exercise)
  }

  // MARK: - Calls

  @Test func `steps are told before they are taken, and values go in and out`() async throws {
    let calls = """
      sum = add(i32:40, i32:-2) == i32:38
      add(sum, sum) == i32:76
      half(f64:3) == f64:1.5; half(f64:nan) == f64:nan
      wide(i64:-9223372036854775808) == i64:0x8000000000000000
      """
    let outcome = try await run(Exercise(name: "add", call: calls))
    #expect(outcome.host.steps == [.initialise, .import, .setup, .call, .done])
    #expect(outcome.raised == [])
    #expect(outcome.host.exit?.code == 0)
  }

  @Test func `text is written to memory in setup, and is there in call and after`() async throws {
    let exercise = Exercise(
      name: "text", setup: "at = add(i32:60, i32:4)\nmemory[at] = \"A\"", call: "first(at) == i32:65",
      after: "first(i32:64) == i32:66")
    let outcome = try await run(exercise, "panic/usable-after")
    #expect(outcome.raised.map(\.message) == ["`first` returned i32:65, not i32:66"])
    #expect(outcome.raised.map(\.during) == [.after])
  }

  @Test func `another result is an unexpected value`() async throws {
    let outcome = try await run(Exercise(name: "add", call: "add(i32:1, i32:2) == i32:-3"))
    #expect(outcome.raised.map(\.type) == ["unexpected-value"])
    #expect(outcome.raised.map(\.message) == ["`add` returned i32:3, not i32:-3"])
  }

  @Test(arguments: [
    ("add(i64:1, i32:2)", "`add` is (i32, i32) -> (i32), and the exercise calls it with (i64, i32)"),
    ("add(i32:1)", "`add` is (i32, i32) -> (i32), and the exercise calls it with (i32)"),
    ("add(i32:1, i32:2) == f64:3", "`add` is (i32, i32) -> (i32), and the exercise expects f64"),
    ("x = pair()", "`pair` is () -> (i32, i32), and the exercise needs one result of it"),
    ("x = half(f64:1); add(x, i32:1)", "`add` is (i32, i32) -> (i32), and the exercise calls it with (f64, i32)"),
  ])
  func `a call that does not fit the export is refused at setup, with both types`(call: String, message: String)
    async throws
  {
    let outcome = try await run(Exercise(name: "e", call: call))
    #expect(outcome.raised.map(\.type) == ["type-mismatch"])
    #expect(outcome.raised.map(\.message) == [message])
    #expect(outcome.host.steps == [.initialise, .import, .setup, .done])
  }

  @Test func `a function that is not exported is named at setup`() async throws {
    let outcome = try await run(Exercise(name: "e", call: "subtract(i32:1)"))
    #expect(outcome.raised.map(\.message) == ["the module exports no function `subtract`"])
    #expect(outcome.raised.map(\.during) == [.setup])
  }

  // MARK: - Traps

  @Test(arguments: [
    ("stop()", "unreachable"), ("outside()", "out-of-bounds"), ("divide(i32:0)", "division-by-zero"),
    ("recurse()", "stack-exhausted"),
  ])
  func `a trap is raised by its name, and every one is a Trap`(call: String, type: String) async throws {
    let outcome = try await run(Exercise(name: "trap", call: call))
    #expect(outcome.raised.map(\.type) == [type])
    #expect(outcome.raised.map(\.bases) == [["Trap"]])
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `the frames of a trap are named, innermost first`() async throws {
    let outcome = try await run(Exercise(name: "trap", call: "deeper()"))
    let frames = try #require(outcome.raised.first).traceback
    #expect(frames.count == 2)
    #expect(frames.first?.hasPrefix("stop+0x") == true)
  }

  @Test func `an instance that has trapped goes on`() async throws {
    let exercise = Exercise(name: "on", call: "stop()", after: "add(i32:1, i32:1) == i32:2", raises: "Trap")
    let outcome = try await run(exercise, "panic/usable-after")
    #expect(outcome.raised.map(\.during) == [.call])
    #expect(outcome.host.steps.contains(.after))
  }

  @Test func `what is declared as interrupted is interrupted by the host itself`() async throws {
    let exercise = Exercise(name: "spin", call: "spin()", raises: "interrupted", timeout: .milliseconds(400))
    let outcome = try await run(exercise)
    #expect(outcome.raised.map(\.type) == ["interrupted"])
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `a call that never ends misses the deadline, and its frames are the stacks`() async throws {
    let outcome = try await WasmBench.run(
      "panic/contained", Self.module, Exercise(name: "spin", call: "spin()"), deadline: .milliseconds(500))
    #expect(outcome.host.exit?.deadline == "cell")
    #expect(outcome.host.steps.last == .call)
    #expect(outcome.host.stacks?.contains("#0 spin+0x") == true)
  }

  @Test func `a WASI function that never ends has the stacks of the threads`() async throws {
    let nap = """
      (module
        (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "nap")
          (i32.store (i32.const 16) (i32.const 1))
          (i64.store (i32.const 24) (i64.const 60000000000))
          (drop (call $poll (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200)))))
      """
    let outcome = try await WasmBench.run(
      "panic/contained", nap, Exercise(name: "nap", call: "nap()"), deadline: .milliseconds(500))
    #expect(outcome.host.exit?.deadline == "cell")
    #expect(outcome.host.stacks?.contains("/_libwasmtime.so+0x") == true)
  }

  // MARK: - Memory

  @Test func `memory grows up to the limit, and past it growth is refused`() async throws {
    // 1 GiB is 16,384 pages, of which one is there already.
    let outcome = try await run(
      Exercise(name: "grow", call: "grow(i32:16383) == i32:1; grow(i32:1) == i32:-1"))
    #expect(outcome.raised == [])
  }

  @Test func `a module that needs more than the limit at once is refused at import`() async throws {
    let outcome = try await WasmBench.run("load/imports", "(module (memory (export \"memory\") 20000))", nil)
    #expect(outcome.raised.map(\.type) == ["LinkError"])
    #expect(outcome.raised.first?.message.contains("memory") == true)
  }

  // MARK: - Rounds

  @Test func `linear memory is read after every window, beside the counters of the process`() async throws {
    let outcome = try await run(Exercise(name: "add", call: "add(i32:1, i32:2)"), "ownership/call-growth")
    let memory = try #require(outcome.series("linear-memory-bytes"))
    #expect(Set(memory.values) == [65536])
    #expect(try #require(outcome.series("live-heap-blocks")).growth.allSatisfy { $0 == 0 })
    #expect(outcome.number("calls") == memory.calls.last)
  }

  @Test func `traps that are declared are counted, and keep nothing`() async throws {
    let outcome = try await run(Exercise(name: "stop", call: "stop()", raises: "unreachable"), "ownership/error-growth")
    #expect(outcome.number("raised-calls") == outcome.number("calls"))
    #expect(outcome.raised == [])
    #expect(try #require(outcome.series("live-heap-bytes")).growth.allSatisfy { $0 == 0 })
  }

  @Test func `a memory that is not exported leaves its growth unmeasured`() async throws {
    let hidden = "(module (memory 1) (func (export \"f\")))"
    let outcome = try await WasmBench.run("ownership/call-growth", hidden, Exercise(name: "f", call: "f()"))
    #expect(outcome.host.observations.contains { if case .unmeasured = $0 { true } else { false } })
  }

  // MARK: - Compiling

  @Test func `what another version has compiled is compiled anew`() async throws {
    let artifact = try await WasmBench.module("(module (func (export \"unlike_others\")))")
    let runtime = try #require(WasmBench.wasmtime)
    let scratch = try Scratch()
    defer { scratch.remove() }
    let launch = try await WasmHost(compiler: WasmBench.compiler).launch(
      cell: WasmBench.cell("load/imports", nil, runtime), runtime: runtime, artifact: artifact,
      workingDirectory: scratch.path)
    let option = try #require(launch.arguments.firstIndex(of: "--compiled"))
    let kept = launch.arguments[option + 1]
    try Data("no module".utf8).write(to: URL(fileURLWithPath: kept))
    let outcome = try await WasmBench.run("load/imports", artifact, nil)
    #expect(outcome.raised == [])
    #expect(try Data(contentsOf: URL(fileURLWithPath: kept)).starts(with: [0x7f] + Data("ELF".utf8)))
  }

  @Test func `a library that is not wasmtime is refused before anything of the artifact runs`() async throws {
    var runtime = try #require(WasmBench.wasmtime)
    runtime.library = try await WasmBench.compiler.heapInstrument().string
    let outcome = try await WasmBench.run("load/imports", "(module)", nil, on: runtime)
    #expect(outcome.host.exit?.code == 99)
    #expect(outcome.host.steps == [.initialise])
    #expect(outcome.host.stream("stderr")?.head.contains("it is not version 50") == true)
  }
}
