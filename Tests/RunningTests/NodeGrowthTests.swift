import Model
import Testing

@testable import Running

@Suite struct NodeGrowthTests {
  private static let growth = "ownership/call-growth"

  private static let leak = """
    #include "control.h"
    static void *volatile block;
    napi_value control_call(napi_env env) {
      (void)env;
      block = malloc(16);
      return NULL;
    }

    """

  /// Of the windows that a verdict rests on, the later half of the last round.
  private func settled(_ series: Series) -> [Double] { series.growth.suffix(8) }

  @Test(arguments: NodeBench.runtimes)
  func `a call that keeps nothing reads 0 in every counter`(runtime: Runtime) async throws {
    let outcome = try await NodeBench.run(Self.growth, "export function call() {}\n", on: runtime)
    #expect(
      outcome.series.map(\.fact) == [
        "live-heap-blocks", "live-heap-bytes", "mapped-bytes", "process-heap-blocks", "process-heap-bytes",
        "open-descriptors", "threads", "unjoined-threads", "v8-heap-bytes", "external-bytes",
      ])
    // What V8 takes for itself and gives back is the process's, and not judged to the block.
    for series in outcome.series where !series.fact.hasPrefix("process-") {
      #expect(settled(series) == Array(repeating: 0, count: 8), "\(series.fact)")
    }
    for fact in ["live-heap-blocks", "live-heap-bytes", "mapped-bytes"] {
      #expect(try #require(outcome.series(fact)).growth.allSatisfy { $0 == 0 }, "\(fact) in every window")
    }
    #expect(outcome.host.steps.last == .done)
  }

  @Test(arguments: NodeBench.runtimes)
  func `a call that leaks a block leaks exactly one a call`(runtime: Runtime) async throws {
    let outcome = try await NodeBench.run(Self.growth, Self.leak, on: runtime)
    let blocks = try #require(outcome.series("live-heap-blocks"))
    let (grown, calls) = (settled(blocks).reduce(0, +), blocks.windows.suffix(8).reduce(0, +))
    #expect(grown == calls)
    #expect(outcome.number("raised-calls") == 0)
  }

  @Test(arguments: NodeBench.runtimes)
  func `survivors are traced to the function that allocated them`(runtime: Runtime) async throws {
    let outcome = try await NodeBench.run(Self.growth, Self.leak, on: runtime, record: true)
    let group = try #require(outcome.survivors.first)
    #expect(group.blocks == group.calls)
    #expect(group.frames.first?.module.hasSuffix("/control.node") == true)
  }

  @Test(arguments: NodeBench.runtimes)
  func `an object that is kept grows V8's heap by the same each call`(runtime: Runtime) async throws {
    let outcome = try await NodeBench.run(
      Self.growth, "const kept = [];\nexport function call() {\n  kept.push({ number: kept.length });\n}\n", on: runtime
    )
    let bytes = try #require(outcome.series("v8-heap-bytes"))
    let (first, last) = (try #require(bytes.values.first), try #require(bytes.values.last))
    let calls = try #require(bytes.calls.last) - (try #require(bytes.calls.first))
    // An object with one property takes 28 or 32 bytes, with room for more 56; its place in the array 8, or 12 with growth.
    #expect((24...80).contains((last - first) / calls))
  }

  @Test(arguments: NodeBench.runtimes)
  func `a buffer that is kept and memory that is declared count once each`(runtime: Runtime) async throws {
    let buffers = try await NodeBench.run(
      Self.growth, "const kept = new Set();\nexport function call() {\n  kept.add(new ArrayBuffer(4096));\n}\n",
      on: runtime)
    let kept = try #require(buffers.series("external-bytes"))
    #expect(kept.growth == kept.windows.map { $0 * 4096 })
    let declared = try await NodeBench.run(
      Self.growth,
      """
      #include "control.h"
      napi_value control_call(napi_env env) {
        int64_t now;
        napi_adjust_external_memory(env, 1024, &now);
        return NULL;
      }

      """, on: runtime)
    let bytes = try #require(declared.series("external-bytes"))
    #expect(bytes.growth == bytes.windows.map { $0 * 1024 })
  }

  @Test func `calls that are awaited are counted as others`() async throws {
    let source = "export async function call() {\n  await new Promise((resolve) => setImmediate(resolve));\n}\n"
    let outcome = try await NodeBench.run(
      Self.growth, source, options: #"{"async": true}"#, on: try NodeBench.runtime("node-22"))
    let bytes = try #require(outcome.series("v8-heap-bytes"))
    #expect(settled(bytes) == Array(repeating: 0, count: 8))
  }
}
