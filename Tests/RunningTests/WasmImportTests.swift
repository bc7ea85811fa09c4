import Foundation
import Model
import Testing

@testable import Running

@Suite(.enabled(if: WasmBench.isHere, "wasmtime is unpacked by make install-tools")) struct WasmImportTests {
  private func load(_ text: String) async throws -> PythonBench.Outcome {
    try await WasmBench.run("load/imports", text, nil)
  }

  private func load(bytes: [UInt8]) async throws -> PythonBench.Outcome {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = "\(scratch.path)/module.wasm"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return try await WasmBench.run("load/imports", Artifact(path: file, sha256: ""), nil)
  }

  @Test func `imports that nobody provides are all named, with their types`() async throws {
    let outcome = try await load(
      """
      (module
        (import "env" "f" (func (param i32 i64) (result f32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
        (import "env" "memory" (memory 1)))
      """)
    let raised = try #require(outcome.raised.first)
    #expect(raised.type == "LinkError")
    #expect(raised.during == .import)
    #expect(raised.message.hasPrefix("env.f, a function (i32, i64) -> (f32); env.memory, a memory: nobody provides it"))
    #expect(!raised.message.contains("proc_exit"))
  }

  @Test func `a function of WASI with other types than its own is refused`() async throws {
    let outcome = try await load("(module (import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i64))))")
    #expect(outcome.raised.map(\.type) == ["LinkError"])
    #expect(outcome.raised.first?.message.contains("proc_exit") == true)
  }

  @Test func `a component is told apart from a module`() async throws {
    let outcome = try await load("(component)")
    #expect(outcome.raised.map(\.type) == ["CompileError"])
    #expect(outcome.raised.first?.message.hasPrefix("it is a component (version 0d 00 01 00) and not a module") == true)
  }

  @Test(arguments: [
    (Array("hello world".utf8), "it is no WebAssembly: it has 11 bytes, of which the first are 68 65 6c 6c"),
    ([], "it is no WebAssembly: it has 0 bytes"),
    ([0, 0x61, 0x73, 0x6d, 9, 0, 0, 0], "its version is 09 00 00 00, and that of a module is 01 00 00 00"),
  ])
  func `what is no module is told by its first bytes`(bytes: [UInt8], message: String) async throws {
    let outcome = try await load(bytes: bytes)
    #expect(outcome.raised.map(\.type) == ["CompileError"])
    #expect(outcome.raised.first?.message.hasPrefix(message) == true)
  }

  @Test func `a module that is cut off does not compile`() async throws {
    let outcome = try await load(bytes: [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 0x20])
    #expect(outcome.raised.map(\.type) == ["CompileError"])
    #expect(outcome.host.steps == [.initialise, .import, .done])
  }

  @Test func `a start function that never ends misses the deadline, and its frames are the stacks`() async throws {
    let endless = "(module (func $spin (loop $again (br $again))) (func $go (call $spin)) (start $go))"
    let outcome = try await WasmBench.run("load/imports", endless, nil, deadline: .milliseconds(500))
    #expect(outcome.host.exit?.deadline == "cell")
    #expect(outcome.host.steps.last == .import)
    let frames = outcome.host.stacks?.split(separator: "\n").filter { $0.hasPrefix("#") } ?? []
    #expect(frames.map { $0.prefix { $0 != "+" } } == ["#0 spin", "#1 go"])
  }

  @Test func `a trap of the start function is raised at import`() async throws {
    let outcome = try await load("(module (func $go unreachable) (start $go))")
    #expect(outcome.raised.map(\.type) == ["unreachable"])
    #expect(outcome.raised.map(\.during) == [.import])
  }

  @Test func `a program that ends before it can be called is told, whatever its status`() async throws {
    let leaves = """
      (module
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (func (export "_initialize") (call $exit (i32.const 0))))
      """
    #expect(try await load(leaves).raised.map(\.type) == ["exit(0)"])
  }

  @Test func `a reactor is initialised before it is called`() async throws {
    let reactor = """
      (module
        (global $ready (mut i32) (i32.const 0))
        (func (export "_initialize") (global.set $ready (i32.const 7)))
        (func (export "ready") (result i32) (global.get $ready)))
      """
    let exercise = Exercise(name: "ready", call: "ready() == i32:7")
    #expect(try await WasmBench.run("panic/contained", reactor, exercise).raised == [])
  }
}

@Suite(.enabled(if: WasmBench.isHere, "wasmtime is unpacked by make install-tools")) struct WasmProgramTests {
  /// Writes its arguments and its environment to stdout, and ends with the number of its arguments.
  static let program = """
    (module
      (import "wasi_snapshot_preview1" "args_sizes_get" (func $argument_sizes (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "args_get" (func $arguments (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environment_sizes (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "environ_get" (func $environment (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func (export "_start")
        (drop (call $argument_sizes (i32.const 0) (i32.const 12)))
        (drop (call $arguments (i32.const 256) (i32.const 1024)))
        (i32.store (i32.const 8) (i32.const 1024))
        (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 40)))
        (drop (call $environment_sizes (i32.const 4) (i32.const 12)))
        (drop (call $environment (i32.const 512) (i32.const 4096)))
        (i32.store (i32.const 8) (i32.const 4096))
        (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 40)))
        (call $exit (i32.sub (i32.load (i32.const 0)) (i32.const 1)))))
    """

  @Test func `a program gets its arguments and its environment, and what it writes is kept`() async throws {
    let exercise = Exercise(
      name: "words", call: "_start(\"--panic\", \"two words\", \"é\")", raises: "exit(3)", environment: ["WORDS": "1"])
    let outcome = try await WasmBench.run("panic/contained", Self.program, exercise)
    #expect(outcome.raised.map(\.type) == ["exit(3)"])
    #expect(outcome.raised.map(\.bases) == [[]])
    let written = outcome.host.stream("stdout")?.head.split(separator: "\0").map(String.init) ?? []
    #expect(Array(written.dropFirst().prefix(3)) == ["--panic", "two words", "é"])
    #expect(written.contains("WORDS=1"))
  }

  @Test func `a program that ends with 0 has returned`() async throws {
    let outcome = try await WasmBench.run("panic/contained", Self.program, Exercise(name: "none", call: "_start()"))
    #expect(outcome.raised == [])
  }

  @Test func `each start has an instance of its own`() async throws {
    let once = """
      (module
        (global $started (mut i32) (i32.const 0))
        (func (export "_start") (if (global.get $started) (then unreachable)) (global.set $started (i32.const 1))))
      """
    let outcome = try await WasmBench.run("panic/contained", once, Exercise(name: "twice", call: "_start(); _start()"))
    #expect(outcome.raised == [])
  }
}
