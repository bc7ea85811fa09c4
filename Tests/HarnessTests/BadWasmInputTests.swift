import Foundation
import Model
import Testing

/// One run of modules that are no good, each in its own way, on both runtimes.
private struct BadWasmInputRun: Sendable {
  static let shared = Task { try await BadWasmInputRun() }

  let run: HarnessRun

  /// Bytes of the binary format, https://webassembly.github.io/spec/core/binary/modules.html
  private static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
  private static let type: [UInt8] = [0x01, 0x04, 0x01, 0x60, 0x00, 0x00]
  private static let function: [UInt8] = [0x03, 0x02, 0x01, 0x00]

  /// Exports `go`, the function with this index.
  private static func export(_ index: UInt8) -> [UInt8] { [0x07, 0x06, 0x01, 0x02, 0x67, 0x6f, 0x00, index] }

  private static let modules: [String: [UInt8]] = [
    "sound": header + type + function + export(0) + [0x0a, 0x04, 0x01, 0x02, 0x00, 0x0b],
    // (import "env" "gone" (func))
    "unprovided": header + type
      + [0x02, 0x0c, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x04, 0x67, 0x6f, 0x6e, 0x65, 0x00, 0x00] + function + export(1)
      + [0x0a, 0x04, 0x01, 0x02, 0x00, 0x0b],
    // A start function of (loop (br 0)).
    "endless": header + type + function + export(0) + [0x08, 0x01, 0x00]
      + [0x0a, 0x09, 0x01, 0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b],
    "component": [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00],
  ]

  init() async throws {
    let bench = try Workbench()
    for (name, bytes) in Self.modules {
      try Data(bytes).write(to: URL(fileURLWithPath: bench.path("\(name).wasm")))
    }
    let targets = Self.modules.keys.sorted().map { name in
      """
        \(name):
          kind: wasm
          artifact: \(name).wasm
          hosts: [wasmtime]
          exercises: { use: { call: go(), probes: [panic/contained] } }
      """
    }
    try bench.write(matrix: "defaults: { timeout: 3s }\ntargets:\n\(targets.joined(separator: "\n"))\n")
    run = try await bench.run("run", "load/imports", "panic/contained", "package")
  }
}

extension HarnessTests {
  @Suite struct BadWasmInputTests {
    private func run() async throws -> HarnessRun { try await BadWasmInputRun.shared.value.run }
    private func imports(_ name: String) async throws -> Finding {
      try await run().finding("\(name)/wasmtime/load/imports/-")
    }
    private func kinds(_ name: String, _ probe: String) async throws -> [Value?] {
      try await run().cell("\(name)/-/package/\(probe)/-").findings.map { $0.facts["fact"] }
    }

    @Test func `a sound module beside them passes, and the run fails`() async throws {
      let verdicts = try await run().verdicts.filter { $0.key.hasPrefix("sound/") }
      #expect(Set(verdicts.values).isSubset(of: [.passed, .skipped]) && verdicts.count > 5, "\(verdicts)")
      #expect(try await run().exit == 1)
    }

    @Test func `an import that nobody provides is named, by the file and by the runtime`() async throws {
      #expect(try await imports("unprovided").message.contains("env.gone"))
      #expect(try await kinds("unprovided", "entry-point") == ["import-not-provided"])
      #expect(try await run().cell("unprovided/wasmtime/panic/contained/use").verdict == .notEstablished)
    }

    @Test func `a start function that never ends is stopped with its frames`() async throws {
      let finding = try await imports("endless")
      #expect(finding.message.hasPrefix("never came back from import: stopped after "), "\(finding.message)")
      #expect(finding.where.contains { $0.contains("wasm") }, "\(finding.where)")
    }

    @Test func `a component is told apart from a module`() async throws {
      #expect(try await kinds("component", "archive-sound") == ["component-not-module"])
      #expect(try await imports("component").message.contains("component"))
    }
  }
}
