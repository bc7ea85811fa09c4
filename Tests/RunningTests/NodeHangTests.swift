import Foundation
import Model
import Testing

@testable import Running

/// The stacks of a cell that never comes back, JavaScript's first. Each control has itself asked for them once it hangs, and
/// killed later.
@Suite(.serialized) struct NodeHangTests {
  private static let asking = "sleep 0.3; kill -USR1 $PPID; sleep 4; kill -KILL $PPID"

  private static let module = """
    import { spawn } from "node:child_process";
    const ask = () => spawn("/bin/sh", ["-c", "\(asking)"], { stdio: "ignore" }).unref();

    """

  private func stacks(_ source: String, _ runtime: Runtime) async throws -> [Substring] {
    let outcome = try await NodeBench.run("panic/contained", source, on: runtime)
    #expect(outcome.host.exit?.signal == "SIGKILL")
    return try #require(outcome.host.stacks).split(separator: "\n")
  }

  @Test(arguments: NodeBench.runtimes)
  func `a loop of JavaScript is named by its line`(runtime: Runtime) async throws {
    let source = Self.module + "function spin() {\n  for (;;);\n}\nexport function call() {\n  ask();\n  spin();\n}\n"
    let lines = try await stacks(source, runtime)
    let heading = try #require(lines.firstIndex(of: "JavaScript"))
    #expect(lines[heading + 1].hasPrefix("    at spin ("))
    #expect(lines[heading + 1].contains("/control.mjs:5:"))
  }

  @Test(arguments: NodeBench.runtimes)
  func `native code that never returns is named with the line that called it`(runtime: Runtime) async throws {
    let source = """
      #include "control.h"
      napi_value control_call(napi_env env) {
        (void)env;
        if (system("(\(Self.asking)) &") != 0)
          abort();
        for (;;)
          pause();
      }

      """
    // The copy that tells JavaScript's stack may lack a lock that another thread held; the native stacks come anyway.
    var lines: [Substring] = []
    for _ in 1...3 where lines.first != "JavaScript" {
      lines = try await stacks(source, runtime)
      #expect(lines.contains { $0.contains("/control.node+0x") })
    }
    #expect(lines.first == "JavaScript")
    #expect(lines.dropFirst().first?.hasPrefix("    at Object.call (<tried>:2:") == true)
  }

  @Test(arguments: NodeBench.runtimes)
  func `a promise that is never settled is told with what the loop waits for`(runtime: Runtime) async throws {
    let source =
      Self.module
      + "export function call() {\n  ask();\n  setInterval(() => {}, 1000);\n  return new Promise(() => {});\n}\n"
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
