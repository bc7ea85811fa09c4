import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// What each control gives in the wasmtime host; the verdicts on it are Judging's.
@Suite(.enabled(if: WasmBench.isHere, "wasmtime is unpacked by make install-tools")) struct WasmControlTests {
  private func run(_ probe: String, _ name: String) async throws -> PythonBench.Outcome {
    let file = NativeBench.repository.appending("Harnesses/Probes/\(probe)/controls/\(name).wat")
    let control = try await WasmControl(file: file, compiler: WasmBench.compiler)
    let exercise = probe == "load/imports" ? nil : control.exercise
    return try await WasmBench.run(probe, control.artifact, exercise, deadline: control.exercise.timeout)
  }

  @Test func `a leak of 16 bytes a call is 16 bytes of linear memory a call`() async throws {
    let memory = try #require(try await run("ownership/call-growth", "leaks-linear").series("linear-memory-bytes"))
    let last = (try #require(memory.calls.last), try #require(memory.values.last))
    #expect(abs(last.1 - 16 * last.0) <= 65536)
    #expect(memory.growth.allSatisfy { $0 > 0 })
  }

  @Test(arguments: [
    "ownership/call-growth frees", "ownership/call-growth bounded-cache", "ownership/error-growth frees",
  ])
  func `what is given back and what is bounded stands still`(control: String) async throws {
    let words = control.split(separator: " ").map(String.init)
    let memory = try #require(try await run(words[0], words[1]).series("linear-memory-bytes"))
    #expect(memory.growth.allSatisfy { $0 == 0 })
  }

  @Test func `a leak on the way out by a trap grows every second window at least`() async throws {
    let memory = try #require(try await run("ownership/error-growth", "leaks-linear").series("linear-memory-bytes"))
    let pairs = zip(memory.values.dropFirst(2), memory.values).map(-)
    #expect(pairs.allSatisfy { $0 > 0 })
  }

  @Test func `a second instance is told apart from an instance in a second store`() async throws {
    let outcome = try await run("load/imports-twice", "fails-again")
    let instances = outcome.host.observations.compactMap { observation -> Value? in
      if case .fact("instance", let name) = observation { name } else { nil }
    }
    #expect(instances == ["a second instance in the same store", "an instance in a second store"])
    let raised = try #require(
      outcome.host.observations.firstIndex { if case .raised = $0 { true } else { false } })
    let second = try #require(outcome.host.observations.firstIndex(of: .fact("instance", instances[1])))
    #expect(outcome.raised.map(\.type) == ["unreachable"])
    #expect(raised < second)
    #expect(try await run("load/imports-twice", "works-again").raised == [])
  }

  @Test func `a store that has gone leaves traps to be caught`() async throws {
    let outcome = try await run("load/unloads", "unloads")
    #expect(outcome.host.observations.contains(.fact("catches-traps-after", true)))
    #expect(outcome.host.steps.last == .done)
  }

  @Test(arguments: [("holds", 60.0), ("short-hold", 1)])
  func `a call is measured with the heartbeat, beside two planted controls`(name: String, least: Double) async throws {
    let outcome = try await run("blocking/host-held", name)
    #expect(try #require(outcome.number("call-ms")) >= least)
    for fact in ["hold-ratio", "hold-share", "worst-gap-ms", "noise-gap-ms", "control-held-ratio"] {
      #expect(outcome.number(fact) != nil, "\(fact)")
    }
  }

  @Test func `a global that a trap left set shows in after`() async throws {
    #expect(try await run("panic/usable-after", "usable").raised.map(\.during) == [.call])
    #expect(try await run("panic/usable-after", "poisoned").raised.map(\.during) == [.call, .after])
  }

  @Test func `a control without its first line is refused`() async throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = FilePath(scratch.path).appending("bare.wat")
    try "(module)".write(toFile: file.string, atomically: false, encoding: .utf8)
    await #expect {
      _ = try await WasmControl(file: file, compiler: WasmBench.compiler)
    } throws: { error in
      if case .controlOptionsMalformed = error as? RunningError { true } else { false }
    }
  }

  @Test func `a control that is no WebAssembly text is the harness's fault`() async throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = FilePath(scratch.path).appending("broken.wat")
    try ";; exercise: {}\n(modul)".write(toFile: file.string, atomically: false, encoding: .utf8)
    await #expect {
      _ = try await WasmControl(file: file, compiler: WasmBench.compiler)
    } throws: { error in
      if case .hostDoesNotCompile(_, _, let output) = error as? RunningError { output.contains("modul") } else { false }
    }
  }

  @Test func `every probe in C has a control in WebAssembly text that passes and one that fails`() throws {
    let probes = NativeBench.repository.appending("Harnesses/Probes")
    let files = try #require(FileManager.default.enumerator(atPath: probes.string)).compactMap { $0 as? String }
    let folders = files.filter { $0.hasSuffix("/probe.c") }.map { $0.dropLast("probe.c".count) }
    #expect(folders.count > 5)
    for folder in try folders.filter({ try isAskedOfWasm("\(probes.string)/\($0)probe.yaml") }) {
      #expect(files.filter { $0.hasPrefix("\(folder)controls/") && $0.hasSuffix(".wat") }.count >= 2, "\(folder)")
    }
  }

  /// A probe that names its hosts is asked of no others.
  private func isAskedOfWasm(_ description: String) throws -> Bool {
    let lines = try String(contentsOfFile: description, encoding: .utf8).split(separator: "\n")
    return lines.first { $0.hasPrefix("hosts:") }?.contains("wasm") ?? true
  }
}
