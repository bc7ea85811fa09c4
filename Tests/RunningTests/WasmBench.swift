import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// Runs a module, written as text, in a wasm host under the supervisor.
struct WasmBench {
  /// The harness's own, in which the toolchain has unpacked wasmtime.
  static let cache: FilePath = {
    let environment = ProcessInfo.processInfo.environment
    let folder = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return FilePath(folder ?? "\(environment["HOME"] ?? "/")/.cache").appending("harness")
  }()
  static let compiler = HostCompiler(cache: cache, harnesses: NativeBench.compiler.harnesses)

  static let wasmtime: Runtime? = {
    let folder = cache.appending("wheels/wasmtime-50.0.1/wasmtime").string
    let found = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
      .first { $0.hasSuffix("/_libwasmtime.so") }
    return found.map {
      Runtime(
        id: "wasmtime", host: .wasm, version: "50.0.1", library: "\(folder)/\($0)",
        capabilities: [.heapInstrument, .heartbeat])
    }
  }()

  static let wasmkit: Runtime? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/wasmkit" }.first { FileManager.default.isExecutableFile(atPath: $0) }
      .map { Runtime(id: "wasmkit", host: .wasm, version: "0.1", library: $0) }
  }()

  static let isHere = wasmtime != nil
  static let hasBoth = isHere && wasmkit != nil

  static func module(_ text: String) async throws -> Artifact {
    let file = FilePath(NSTemporaryDirectory()).appending("module-\(UUID().uuidString).wat")
    defer { try? FileManager.default.removeItem(atPath: file.string) }
    try text.write(toFile: file.string, atomically: false, encoding: .utf8)
    return Artifact(
      path: try await WasmAssembler(compiler: compiler).assemble(file, source: text).string, sha256: "")
  }

  static func cell(_ probe: String, _ exercise: Exercise?, _ runtime: Runtime) -> Cell {
    let needs: [Capability] = probe.hasSuffix("-growth") ? [.heapInstrument] : []
    let probe = Probe(
      id: probe, question: "?", hosts: [.wasm], needs: needs,
      folder: NativeBench.repository.appending("Harnesses/Probes").appending(probe).string)
    return Cell(
      id: CellID(target: "t", runtime: runtime.id, probe: probe.id, exercise: exercise?.name),
      target: Target(id: "t", kind: .wasm, source: .file("t.wasm")), runtime: runtime, probe: probe,
      exercise: exercise)
  }

  static func run(
    _ probe: String, _ artifact: Artifact, _ exercise: Exercise?, on runtime: Runtime? = wasmtime,
    deadline: Duration = .seconds(30)
  ) async throws -> PythonBench.Outcome {
    let runtime = try #require(runtime)
    let scratch = try Scratch()
    defer { scratch.remove() }
    let launch = try await WasmHost(compiler: compiler).launch(
      cell: cell(probe, exercise, runtime), runtime: runtime, artifact: artifact, workingDirectory: scratch.path)
    var limits = Limits(cell: deadline)
    limits.data = 8 << 30
    let observations = try await Supervision(compiler: compiler).run(launch, limits: limits)
    return PythonBench.Outcome(host: SupervisedHost.Outcome(observations: observations))
  }

  static func run(
    _ probe: String, _ text: String, _ exercise: Exercise?, on runtime: Runtime? = wasmtime,
    deadline: Duration = .seconds(30)
  ) async throws -> PythonBench.Outcome {
    try await run(probe, try await module(text), exercise, on: runtime, deadline: deadline)
  }
}
