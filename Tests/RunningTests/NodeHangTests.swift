import Foundation
import Model
import Testing

@testable import Running

/// The stacks of a cell that never comes back, JavaScript's first. One at a time, and with more time to answer than a run
/// gives, since a busy machine takes longer.
@Suite(.serialized) struct NodeHangTests {
  private func stacks(_ source: String, _ runtime: Runtime) async throws -> [Substring] {
    let control = try await NodeBench.control(source)
    let scratch = try Scratch()
    defer { scratch.remove() }
    let launch = try await NodeHost(compiler: NodeBench.compiler).launch(
      cell: NodeBench.cell("panic/contained", control.exercise, on: runtime), staged: control.staged,
      workingDirectory: scratch.path)
    let teardown = Teardown(steps: [Teardown.Step(signal: "USR1", wait: .seconds(3))])
    let observations = try await SupervisedHost.supervision.run(
      launch, limits: Limits(cell: .seconds(4)), teardown: teardown)
    let outcome = SupervisedHost.Outcome(observations: observations)
    #expect(outcome.exit?.deadline == "cell")
    return try #require(outcome.stacks).split(separator: "\n")
  }

  @Test(arguments: NodeBench.runtimes)
  func `a loop of JavaScript is named by its line`(runtime: Runtime) async throws {
    let lines = try await stacks("function spin() {\n  for (;;);\n}\nexport function call() {\n  spin();\n}\n", runtime)
    #expect(lines.first == "JavaScript")
    #expect(lines.dropFirst().first?.hasPrefix("    at spin (") == true)
    #expect(lines.dropFirst().first?.contains("/control.mjs:3:") == true)
  }

  @Test(arguments: NodeBench.runtimes)
  func `native code that never returns is named with the line that called it`(runtime: Runtime) async throws {
    let source = """
      #include "control.h"
      napi_value control_call(napi_env env) {
        (void)env;
        for (;;)
          pause();
      }

      """
    let lines = try await stacks(source, runtime)
    #expect(lines.first == "JavaScript")
    #expect(lines.dropFirst().first?.hasPrefix("    at Object.call (<tried>:2:") == true)
    #expect(lines.contains { $0.contains("/control.node+0x") })
  }

  @Test(arguments: NodeBench.runtimes)
  func `a promise that is never settled is told with what the loop waits for`(runtime: Runtime) async throws {
    let source = "export function call() {\n  setInterval(() => {}, 1000);\n  return new Promise(() => {});\n}\n"
    #expect(try await stacks(source, runtime).first == "JavaScript: the loop is idle and kept alive by Timeout")
  }

  @Test(arguments: [
    ("setInterval(() => {}, 1000)", "Timeout"),
    ("(await import('node:net')).createServer().listen(0, '127.0.0.1')", "TCPServerWrap"),
  ])
  func `what keeps a process from ending is named`(code: String, name: String) async throws {
    for runtime in NodeBench.runtimes {
      let outcome = try await NodeBench.run(
        "load/exits", "export async function call() {\n  \(code);\n}\n", on: runtime)
      #expect(outcome.values("keeps-loop-alive") == [.array([.string(name)])], "\(runtime.id)")
      #expect(outcome.host.steps.last == .done)
      #expect(outcome.host.exit?.deadline == "exit")
    }
  }
}
