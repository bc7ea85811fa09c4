import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// What each control gives in the native host; the verdicts on it are Judging's.
@Suite struct NativeControlTests {
  private func run(_ probe: String, _ name: String, record: Bool = false) async throws -> NativeBench.Outcome {
    let needs: [Capability] = probe.hasPrefix("ownership/") ? [.heapInstrument] : []
    let probe = NativeBench.probe(probe, needs: needs)
    let control = try await NativeControl(
      file: FilePath(probe.folder).appending("controls/\(name).c"), compiler: NativeBench.compiler)
    return try await NativeBench.run(probe, control.artifact, control.exercise, record: record)
  }

  private func growth(_ outcome: NativeBench.Outcome) throws -> Double {
    let series = try #require(outcome.series("live-heap-blocks"))
    let values = (try #require(series.values.first), try #require(series.values.last))
    let calls = (try #require(series.calls.first), try #require(series.calls.last))
    return (values.1 - values.0) / (calls.1 - calls.0)
  }

  @Test(arguments: ["ownership/call-growth", "ownership/error-growth"])
  func `a leak of one block a call is one block a call, and a free is none`(probe: String) async throws {
    #expect(try growth(try await run(probe, "leaks")) == 1)
    #expect(try growth(try await run(probe, "frees")) == 0)
  }

  @Test func `survivors are traced to the function that allocated them`() async throws {
    let outcome = try await run("ownership/call-growth", "leaks", record: true)
    let group = try #require(outcome.survivors.first)
    #expect(outcome.survivors.count == 1)
    #expect(group.blocks == group.calls)
    #expect(group.frames.first?.module.hasSuffix("/control-leaks.so") == true)
    #expect(try await run("ownership/call-growth", "frees", record: true).survivors == [])
  }

  @Test func `what loads gets to its end, and an unresolved symbol fails the import`() async throws {
    #expect(try await run("load/imports", "loads").raised == [])
    let outcome = try await run("load/imports", "unresolved")
    #expect(outcome.raised.map(\.type) == ["dlopen"])
    #expect(outcome.raised.first?.message.contains("undefined symbol: defined_nowhere") == true)
  }

  @Test func `dlclose unmaps what can go, and a crash in a destructor is in the step of unloading`() async throws {
    let outcome = try await run("load/unloads", "unloads")
    #expect(outcome.fact("still-mapped") == false)
    #expect(outcome.status == .exited(0))
    let crash = try await run("load/unloads", "crashes")
    #expect(crash.steps.last == .unload)
    #expect(crash.status == .signaled(11))
    #expect(crash.stacks.contains("/control-crashes.so+0x"))
  }

  @Test func `an artifact that may not be unmapped stays mapped`() async throws {
    let artifact = try await NativeBench.artifact("int f(void) { return 1; }\n", libraries: ["-Wl,-z,nodelete"])
    let outcome = try await NativeBench.run(NativeBench.probe("load/unloads"), artifact, nil)
    #expect(outcome.fact("still-mapped") == true)
    #expect(outcome.steps == [.initialise, .import, .unload, .done])
  }

  @Test func `a thread that outlives the artifact calls its destructor where nothing is mapped`() async throws {
    let artifact = try await NativeBench.artifact(
      """
      #include <pthread.h>
      static void forget(void *value) { *(int *)value = 0; }
      int words_use(void) {
        static int value; pthread_key_t key;
        return pthread_key_create(&key, forget) || pthread_setspecific(key, &value);
      }

      """, header: "int words_use(void);\n")
    let exercise = Exercise(name: "use", call: "words_use()")
    let outcome = try await NativeBench.run(NativeBench.probe("load/unloads"), artifact, exercise)
    #expect(outcome.fact("still-mapped") == false)
    #expect(outcome.steps.last == .unload)
    #expect(outcome.stacks.contains("#0 \(artifact.path)+0x"))
    #expect(outcome.status == .signaled(11))
  }

  @Test func `a destructor that never returns misses the exit's deadline, and its stack is taken`() async throws {
    let probe = NativeBench.probe("load/exits")
    let control = try await NativeControl(
      file: FilePath(probe.folder).appending("controls/hangs.c"), compiler: NativeBench.compiler)
    let launch = try await NativeHost(compiler: NativeBench.compiler).launch(
      cell: NativeBench.cell(probe, control.exercise), artifact: control.artifact,
      workingDirectory: NativeBench.cache.string)
    var limits = Limits(cell: .seconds(30))
    limits.exit = .milliseconds(300)
    let observations = try await Supervision(compiler: NativeBench.compiler).run(launch, limits: limits)
    #expect(observations.contains(.step(.done)))
    #expect(observations.contains { if case .exit(let exit) = $0 { exit.deadline == "exit" } else { false } })
    #expect(
      observations.contains {
        if case .stacks(let text) = $0 { text.contains("\(control.artifact.path)+0x") } else { false }
      })
  }

  @Test func `every probe of this host has a control that passes and one that fails`() throws {
    let probes = NativeBench.repository.appending("Harnesses/Probes")
    let files = try #require(FileManager.default.enumerator(atPath: probes.string)).compactMap { $0 as? String }
    let folders = files.filter { $0.hasSuffix("/probe.c") }.map { $0.dropLast("probe.c".count) }
    #expect(folders.count >= 7)
    for folder in folders {
      #expect(files.filter { $0.hasPrefix("\(folder)controls/") && $0.hasSuffix(".c") }.count >= 2, "\(folder)")
    }
  }

  @Test func `destructors run after the last record`() async throws {
    let outcome = try await run("load/exits", "leaves")
    #expect(outcome.steps.last == .done)
    #expect(outcome.status == .exited(0))
  }

  @Test func `an abort ends at the call, an error code is the declared error`() async throws {
    let aborted = try await run("panic/contained", "aborts")
    #expect(aborted.steps.last == .call)
    #expect(aborted.status == .signaled(6))
    let contained = try await run("panic/contained", "contained")
    #expect(contained.steps.last == .done)
    #expect(contained.raised.map(\.type) == ["-1"])
  }

  @Test func `a lock that the error left held shows in after`() async throws {
    #expect(try await run("panic/usable-after", "usable").raised.map(\.during) == [.call])
    #expect(try await run("panic/usable-after", "poisoned").raised.map(\.during) == [.call, .after])
  }

  @Test func `a control without its first line is refused`() async throws {
    let file = try NativeBench.compiler.store(source: "int control_call(void) { return 0; }\n", as: "bare.c")
    await #expect {
      _ = try await NativeControl(file: file, compiler: NativeBench.compiler)
    } throws: { error in
      if case .controlOptionsMalformed = error as? RunningError { true } else { false }
    }
  }
}
