import Model
import Testing

@testable import Running

/// Ratios leave room for a busy machine; durations are the call's own and at least what it sleeps.
@Suite(.serialized) struct NodeHoldTests {
  private static let facts = [
    "hold-ratio", "hold-share", "worst-gap-ms", "tick-gap-ms", "call-ms", "noise-gap-ms", "control-held-ratio",
    "control-released-ratio",
  ]

  private func run(_ source: String, _ runtime: Runtime) async throws -> NodeBench.Outcome {
    try await NodeBench.run("blocking/host-held", source, options: #"{"async": true}"#, on: runtime)
  }

  @Test(arguments: NodeBench.runtimes)
  func `work on the loop's thread holds it, in a promise too, for both witnesses`(runtime: Runtime) async throws {
    let outcome = try await run(
      "export async function call() {\n  const until = performance.now() + 60;\n  while (performance.now() < until);\n}\n",
      runtime)
    for fact in Self.facts { #expect(outcome.number(fact) != nil, "\(fact)") }
    let (ratio, call) = (try #require(outcome.number("hold-ratio")), try #require(outcome.number("call-ms")))
    #expect(ratio > 0.5)
    #expect(call >= 60)
    #expect(try #require(outcome.number("tick-gap-ms")) >= 55)
    #expect(try #require(outcome.number("worst-gap-ms")) <= call)
  }

  @Test(arguments: NodeBench.runtimes)
  func `a timer that is waited for leaves the loop to others`(runtime: Runtime) async throws {
    let outcome = try await run(
      "export function call() {\n  return new Promise((resolve) => setTimeout(resolve, 120));\n}\n", runtime)
    #expect(try #require(outcome.number("call-ms")) >= 119)
    #expect(try #require(outcome.number("hold-ratio")) < 0.5)
  }

  @Test func `a call whose answer was kept from the first one is judged by the first one`() async throws {
    let source = """
      let answer;
      export async function call() {
        const until = performance.now() + 60;
        while (!answer && performance.now() < until);
        answer = true;
      }

      """
    let outcome = try await run(source, try NodeBench.runtime("node-20"))
    #expect(try #require(outcome.number("call-ms")) >= 60)
  }
}
