import Crypto
import Foundation
import Model
import SystemPackage

/// The wasm hosts as command lines: a C program that loads wasmtime's library, or drives the `wasmkit` command.
package struct WasmHost: Sendable {
  package let compiler: HostCompiler

  package init(compiler: HostCompiler) { self.compiler = compiler }

  /// Bytes that one linear memory may have: a module that fills more is told, and the machine does not suffer.
  private static let memoryLimit = 1 << 30
  /// Where `raises: interrupted` says that the call does not end: long for a computation, short for who waits.
  private static let longestUninterrupted = Duration.seconds(1)

  /// Writes the exercise into `workingDirectory` and says how to start the host; `record` asks for the second pass.
  ///
  /// - Throws: `exerciseDoesNotCompile` where the exercise isn't calls of exports.
  package func launch(
    cell: Cell, runtime: Runtime, artifact: Artifact, workingDirectory: String, record: Bool = false
  ) async throws(RunningError) -> HostLaunch {
    let isLibrary = runtime.isLibrary
    let program = try await isLibrary ? libraryHost() : commandHost()
    var arguments = ["--library", runtime.library, "--artifact", artifact.path]
    let probe = try await compiler.probe(cell.probe, host: "wasm").string
    arguments += ["--probe", probe]
    var reads = [artifact.path, probe] + (await runtime.reads(cache: compiler.cache))
    if isLibrary {
      let compiled = try compiled(artifact, runtime)
      arguments += ["--memory-limit", "\(Self.memoryLimit)", "--compiled", compiled]
      reads.append(compiled)
    }
    if let exercise = cell.exercise {
      arguments += try options(of: exercise, in: workingDirectory) + (record ? ["--record"] : [])
    }
    let heap = isLibrary && cell.probe.needs.contains(.heapInstrument)
    return HostLaunch(
      executable: program.string, arguments: arguments, environment: environment(cell, runtime, home: workingDirectory),
      preload: heap ? [try await compiler.heapInstrument().string] : [], workingDirectory: workingDirectory,
      reads: reads)
  }

  private func options(of exercise: Exercise, in folder: String) throws(RunningError) -> [String] {
    let file = "\(folder)/exercise.calls"
    try Self.write(try WasmExercise(exercise: exercise).lines(), to: file)
    let interrupted = exercise.raises == "interrupted"
    let patience = min(exercise.timeout / 2, Self.longestUninterrupted).milliseconds
    return ["--exercise", file] + (exercise.once ? ["--once"] : [])
      + (interrupted ? ["--interrupt-ms", "\(patience)"] : [])
  }

  private func environment(_ cell: Cell, _ runtime: Runtime, home: String) -> [String: String] {
    let clean = ["PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"]
    return clean.merging(runtime.environment) { $1 }.merging(cell.exercise?.environment ?? [:]) { $1 }
  }

  /// Where the host keeps what it compiles, named after what goes into it.
  private func compiled(_ artifact: Artifact, _ runtime: Runtime) throws(RunningError) -> String {
    let folder = compiler.cache.appending("wasm")
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    } catch {
      throw .cacheUnwritable(path: folder.string, reason: error.localizedDescription)
    }
    var hash = SHA256()
    hash.update(data: Data(FileContent.stamp(runtime.library).utf8))
    hash.update(data: try FileContent.read(artifact.path))
    return folder.appending("\(hash.finalize().map { String(format: "%02x", $0) }.joined()).compiled").string
  }

  private static func write(_ text: String, to file: String) throws(RunningError) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    } catch {
      throw .cacheUnwritable(path: file, reason: error.localizedDescription)
    }
  }
}

extension WasmHost {
  /// libgcc is linked in: a signal handler walks stacks with it.
  package func libraryHost() async throws(RunningError) -> FilePath {
    let wasm = [
      "wasmtime_host", "wasmtime_api", "module_file", "failure", "interruption", "instance", "signature",
      "preparation", "run", "exercise_calls",
    ]
    return try await compiler.program(
      "wasmtime-host", sources: wasm.map { "Hosts/Wasm/\($0).c" } + HostCompiler.verbSources,
      flags: Compilation.strict + ["-static-libgcc"], libraries: ["-ldl", "-lpthread"])
  }

  func commandHost() async throws(RunningError) -> FilePath {
    let wasm = ["wasmkit_host", "wasmkit_output", "command", "module_file", "exercise_calls"]
    return try await compiler.program(
      "wasmkit-host", sources: wasm.map { "Hosts/Wasm/\($0).c" } + HostCompiler.verbSources,
      flags: Compilation.strict + ["-static-libgcc"], libraries: ["-ldl", "-lpthread"])
  }
}

extension Runtime {
  /// A library is loaded by the host; anything else is a command that it starts.
  fileprivate var isLibrary: Bool { library.hasSuffix(".so") }
}
