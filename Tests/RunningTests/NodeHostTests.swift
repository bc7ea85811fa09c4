import Foundation
import Model
import Testing

@testable import Running

@Suite struct NodeHostTests {
  private static let contained = "panic/contained"

  @Test func `every runtime that the toolchain provides is here`() {
    #expect(NodeBench.runtimes.map(\.id) == ["node-18-embedded", "node-20", "node-22", "node-24"])
  }

  @Test(arguments: NodeBench.runtimes)
  func `every step is told before it is taken`(runtime: Runtime) async throws {
    let outcome = try await NodeBench.run(
      "panic/usable-after", "export function call() {}\nexport function after() {}\n", options: #"{"after": true}"#,
      on: runtime)
    #expect(outcome.host.steps == [.initialise, .import, .setup, .call, .after, .done])
    #expect(outcome.host.exit?.code == 0)
    #expect(outcome.raised == [])
    #expect(outcome.values("node").first?.string?.hasPrefix("v\(runtime.version).") == true)
  }

  @Test(arguments: NodeBench.runtimes)
  func `what is thrown arrives with its classes, its code and its own lines`(runtime: Runtime) async throws {
    let outcome = try await NodeBench.run(
      Self.contained,
      """
      class Malformed extends RangeError {
        code = "ERR_MALFORMED";
      }
      function parse() {
        throw new Malformed("at 3");
      }
      export function call() {
        parse();
      }

      """, on: runtime)
    let raised = try #require(outcome.raised.first)
    #expect(raised.type == "Malformed")
    #expect(raised.bases == ["RangeError", "Error", "ERR_MALFORMED"])
    #expect(raised.message == "at 3")
    #expect(raised.during == .call)
    #expect(raised.traceback.map { $0.split(separator: " ").last } == ["parse", "Module.call", "Object.call"])
    #expect(raised.traceback.first?.contains("/control.mjs:6:9 ") == true)
    #expect(raised.traceback.last?.hasPrefix("<tried>:2:") == true)
    #expect(outcome.host.steps.last == .done)
  }

  @Test(arguments: [
    ("throw 'half \\ud800 pair'", "string", "half \u{FFFD} pair"),
    ("throw null", "null", "null"),
    ("throw Object.create(null)", "object", "<its text could not be had>"),
    (
      "throw new Proxy({}, { getPrototypeOf() { throw 1; }, get() { throw 2; } })", "object",
      "<its text could not be had>"
    ),
    (
      "throw Object.assign(new Error(), { message: { toString() { throw 3; } } })", "Error",
      "<its text could not be had>"
    ),
    ("throw new Error('x'.repeat(1e6))", "Error", String(repeating: "x", count: 2000)),
  ])
  func `something hostile that is thrown still arrives`(body: String, type: String, message: String) async throws {
    let outcome = try await NodeBench.run(
      Self.contained, "export function call() {\n  \(body);\n}\n", on: try NodeBench.runtime("node-20"))
    #expect(outcome.raised.map(\.type) == [type])
    #expect(outcome.raised.first?.message == message)
    #expect(outcome.host.steps.last == .done)
  }

  @Test(arguments: [
    (
      "setTimeout(() => { throw new TypeError('late'); }, 1); return new Promise(() => {});", "UncaughtException",
      "TypeError: late"
    ),
    ("Promise.reject(new TypeError('alone')); return new Promise(() => {});", "UnhandledRejection", "TypeError: alone"),
    (
      "return new Promise(() => {});", "UnsettledPromise",
      "the promise is never settled, and nothing is left that could settle it"
    ),
  ])
  func `what nobody can catch is none of the declared errors`(
    body: String, type: String, message: String
  ) async throws {
    for runtime in NodeBench.runtimes {
      let outcome = try await NodeBench.run(
        Self.contained, "export function call() {\n  \(body)\n}\n", options: #"{"raises": "TypeError"}"#, on: runtime)
      #expect(outcome.raised.map(\.type) == [type], "\(runtime.id)")
      #expect(outcome.raised.first?.bases == [])
      #expect(outcome.raised.first?.message == message)
      #expect(outcome.raised.first?.during == .call)
    }
  }

  @Test(arguments: NodeBench.runtimes)
  func `a process that the artifact ends is not done`(runtime: Runtime) async throws {
    let outcome = try await NodeBench.run(
      Self.contained, "export function call() {\n  process.exit(0);\n}\n", on: runtime)
    #expect(outcome.host.steps.last == .call)
    #expect(outcome.host.exit?.code == 0)
  }

  @Test(arguments: NodeBench.runtimes)
  func `a trap of WebAssembly is an error of JavaScript's, and a crash stays a crash`(runtime: Runtime) async throws {
    // (module (memory 1) (func (export "call") (drop (i32.load (i32.const 0x7fffffff)))))
    let trap = """
      const bytes = new Uint8Array([
        0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 8, 1, 4, 99, 97, 108, 108, 0, 0,
        10, 14, 1, 12, 0, 65, 255, 255, 255, 255, 7, 40, 2, 0, 26, 11,
      ]);
      export const { call } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;

      """
    let trapped = try await NodeBench.run(Self.contained, trap, on: runtime)
    #expect(trapped.raised.map(\.type) == ["RuntimeError"])
    #expect(trapped.raised.first?.bases.contains("WebAssembly.RuntimeError") == true)
    #expect(trapped.host.exit?.signal == nil)
    let crash = """
      #include "control.h"
      napi_value control_call(napi_env env) { *(volatile int *)env = 0, *(volatile int *)8 = 1; return NULL; }

      """
    let crashed = try await NodeBench.run(Self.contained, crash, on: runtime)
    #expect(crashed.host.exit?.signal == "SIGSEGV")
    #expect(crashed.host.stacks?.contains(": SIGSEGV at address 0x8\n") == true)
    #expect(crashed.host.stacks?.contains("/control.node+0x") == true)
  }

  @Test func `a runtime that is another version than it says is not used`() async throws {
    var runtime = try NodeBench.runtime("node-20")
    runtime.version = "19"
    let outcome = try await NodeBench.run(Self.contained, "export function call() {}\n", on: runtime)
    #expect(outcome.host.exit?.code == 99)
    #expect(outcome.host.steps == [.initialise])
    #expect(
      outcome.host.stream("stderr")?.head.contains("and its description says 19; run: make install-tools") == true)
  }
}
