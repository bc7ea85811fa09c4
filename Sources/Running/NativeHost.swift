import Model
import SystemPackage

/// The native host as a command line: a C program that loads the artifact and asks it one probe.
package struct NativeHost: Sendable {
  package let compiler: HostCompiler

  package init(compiler: HostCompiler) { self.compiler = compiler }

  /// Compiles what the cell needs and says how to start it; `record` asks for the second pass, which traces survivors.
  ///
  /// - Throws: `exerciseDoesNotCompile` where the exercise and the artifact's header disagree.
  package func launch(
    cell: Cell, artifact: Artifact, workingDirectory: String, record: Bool = false
  ) async throws(RunningError) -> HostLaunch {
    let host = try await program()
    let probe = try await compiler.probe(cell.probe, host: "native").string
    var arguments = ["--artifact", artifact.path, "--probe", probe]
    var reads = SharedLibraries.beside(artifact.path) + [probe]
    if let exercise = cell.exercise {
      let compiled = try await self.exercise(
        exercise, header: artifact.header ?? cell.target.header, language: cell.target.kind == .cxx ? .cxx : .c)
      arguments += ["--exercise", compiled.string] + (exercise.once ? ["--once"] : [])
      reads.append(compiled.string)
    }
    return HostLaunch(
      executable: host.string, arguments: arguments + (record ? ["--record"] : []),
      environment: environment(cell, home: workingDirectory),
      preload: try await compiler.instruments(cell.probe).map(\.string),
      workingDirectory: workingDirectory, reads: reads)
  }

  private func environment(_ cell: Cell, home: String) -> [String: String] {
    let clean = ["PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"]
    return clean.merging(cell.runtime?.environment ?? [:]) { $1 }.merging(cell.exercise?.environment ?? [:]) { $1 }
  }
}

extension NativeHost {
  /// libgcc is linked in: libgcc_s in the process would hide that an artifact forgot to name it.
  package func program() async throws(RunningError) -> FilePath {
    try await compiler.program(
      "native-host",
      sources: ["Hosts/Native/host.c", "Hosts/Native/run.c", "Hosts/Native/unload.c"] + HostCompiler.verbSources
        + HostCompiler.guardingSources,
      flags: Compilation.strict + ["-static-libgcc"], libraries: ["-ldl", "-lpthread"])
  }

  func exercise(
    _ exercise: Exercise, header: String?, language: Compilation.Language
  ) async throws(RunningError) -> FilePath {
    let code = NativeExercise(exercise: exercise, header: header, language: language)
    let file = try compiler.store(source: code.source, as: code.fileName)
    let folders = header.map { [FilePath($0).removingLastComponent().string] } ?? []
    do throws(RunningError) {
      return try await compiler.compile(
        Compilation(
          name: "exercise", product: .sharedObject, language: language, sources: [file.string],
          flags: Compilation.lenient + [include] + folders.flatMap { ["-I", $0] }, headerFolders: folders))
    } catch .hostDoesNotCompile(_, _, let output) {
      throw .exerciseDoesNotCompile(exercise: exercise.name, output: output)
    }
  }

  private var include: String { "-I\(compiler.harnesses.appending("Hosts/Native").string)" }
}
