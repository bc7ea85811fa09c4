import Model
import SystemPackage
import Testing

@testable import Running

/// The verbs that the native host has in common with the wasm host.
@Suite struct NativeVerbTests {
  private func run(_ probe: String, _ name: String) async throws -> NativeBench.Outcome {
    let probe = NativeBench.probe(probe)
    let control = try await NativeControl(
      file: FilePath(probe.folder).appending("controls/\(name).c"), compiler: NativeBench.compiler)
    return try await NativeBench.run(probe, control.artifact, control.exercise)
  }

  @Test func `a library is closed, loaded again and used again`() async throws {
    let outcome = try await run("load/imports-twice", "works-again")
    #expect(outcome.steps == [.initialise, .import, .setup, .call, .import, .setup, .call, .done])
    #expect(outcome.fact("instance") == "a second load, after dlclose")
    #expect(outcome.fact("still-mapped") == false)
  }

  @Test func `a library that stays mapped says so, and is used again`() async throws {
    let artifact = try await NativeBench.artifact(
      "int f(void) { return 1; }\n", header: "int f(void);\n", libraries: ["-Wl,-z,nodelete"])
    let outcome = try await NativeBench.run(
      NativeBench.probe("load/imports-twice"), artifact, Exercise(name: "f", call: "f();"))
    #expect(outcome.fact("still-mapped") == true)
    #expect(outcome.steps.last == .done)
    #expect(outcome.raised == [])
  }

  @Test func `a crash of the second load is in the import`() async throws {
    let outcome = try await run("load/imports-twice", "crashes-again")
    #expect(outcome.steps.last == .import)
    #expect(outcome.status == .signaled(6))
  }

  @Test(arguments: [("holds", 60.0), ("short-hold", 1)])
  func `a call is measured with the heartbeat, beside two planted controls`(name: String, least: Double) async throws {
    let outcome = try await run("blocking/host-held", name)
    #expect(try #require(outcome.fact("call-ms")?.number) >= least)
    for fact in ["hold-ratio", "hold-share", "worst-gap-ms", "noise-gap-ms", "control-held-ratio"] {
      #expect(outcome.fact(fact)?.number != nil, "\(fact)")
    }
  }

  @Test func `what may be called once is measured once`() async throws {
    let source = "static int calls; int f(void) { return ++calls; }\n"
    let artifact = try await NativeBench.artifact(source, header: "int f(void);\n")
    let exercise = Exercise(name: "f", call: "HARNESS_EXPECT(f() == 1);", once: true)
    let outcome = try await NativeBench.run(NativeBench.probe("blocking/host-held"), artifact, exercise)
    #expect(outcome.raised == [])
    #expect(outcome.fact("call-ms") != nil)
  }
}
