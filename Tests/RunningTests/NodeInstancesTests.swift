import Model
import Testing

@testable import Running

@Suite struct NodeInstancesTests {
  private static let sound = """
    #include "control.h"
    static void give_back(napi_env env, void *block, void *hint) {
      (void)env;
      (void)hint;
      free(block);
    }
    napi_value control_call(napi_env env) {
      napi_value object;
      napi_create_object(env, &object);
      napi_wrap(env, object, malloc(16), give_back, NULL, NULL);
      return object;
    }

    """

  @Test(arguments: NodeBench.runtimes)
  func `a worker and, where the host is ours, a second environment use it as the first did`(runtime: Runtime)
    async throws
  {
    let outcome = try await NodeBench.run("load/imports-twice", Self.sound, on: runtime)
    let second: [Value] = runtime.id.hasSuffix("embedded") ? ["a second environment"] : []
    #expect(
      outcome.values("instance") == ["a worker"] + second + ["the first environment, after a worker had come and gone"])
    let once: [Step] = [.import, .setup, .call]
    #expect(outcome.host.steps == [.initialise] + once + once + second.flatMap { _ in once } + [.call, .done])
    #expect(outcome.raised == [])
  }

  @Test func `what a worker raises is passed on, with its step`() async throws {
    let source = """
      import { isMainThread } from "node:worker_threads";
      if (!isMainThread) throw new TypeError("main thread only");
      export function call() {}

      """
    let outcome = try await NodeBench.run("load/imports-twice", source, on: try NodeBench.runtime("node-22"))
    #expect(outcome.raised.map(\.type) == ["TypeError"])
    #expect(outcome.raised.first?.during == .import)
    #expect(outcome.host.steps.last == .done)
  }

  @Test(arguments: NodeBench.runtimes)
  func `the last record of an unload comes once the environment is down`(runtime: Runtime) async throws {
    let sound = try await NodeBench.run("load/unloads", Self.sound, on: runtime)
    #expect(sound.values("worker") == ["used"])
    #expect(sound.host.steps.suffix(2) == [.unload, .done])
    #expect(sound.host.exit?.code == 0)
    let source = """
      #include "control.h"
      static void leave(void *status) { _exit(*(int *)status); }
      napi_value control_call(napi_env env) {
        static int status = 3;
        napi_add_env_cleanup_hook(env, leave, &status);
        return NULL;
      }

      """
    let leaves = try await NodeBench.run("load/unloads", source, on: runtime)
    #expect(leaves.host.steps.last == .unload)
    #expect(leaves.host.exit?.code == 3)
  }
}
