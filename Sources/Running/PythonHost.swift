import Foundation
import Model
import SystemPackage

/// The Python host as a command line: an interpreter of ours that loads the runtime's libpython.
package struct PythonHost: Sendable {
  package let compiler: HostCompiler

  package init(compiler: HostCompiler) { self.compiler = compiler }

  /// Writes the job into `workingDirectory` and says how to start the host on it.
  ///
  /// `path` goes in front of `sys.path`; `modules` are what the artifact offers for import.
  package func launch(
    cell: Cell, runtime: Runtime, path: [String], modules: [String], workingDirectory: String, record: Bool = false
  ) async throws(RunningError) -> HostLaunch {
    let file = try await job(cell, runtime, path: path, modules: modules, in: workingDirectory, record: record)
    var launch = try await launch(cell, runtime, path: path, home: workingDirectory)
    launch.arguments += ["--job", file]
    return launch
  }

  /// Writes the job into `folder` and returns its path.
  func job(
    _ cell: Cell, _ runtime: Runtime, path: [String], modules: [String], in folder: String, record: Bool
  ) async throws(RunningError) -> String {
    let script = FilePath(cell.probe.folder).appending("probe.py")
    guard script.isReadable else {
      throw .probeHasNoScript(probe: cell.probe.id, host: "python", path: script.string)
    }
    let job = PythonJob(
      probe: script.string, path: path, modules: modules, neighbours: try await neighbours(of: cell.probe),
      interpreter: runtime.interpreter ?? "", record: record,
      exercise: JobExercise(cell.exercise), order: cell.order)
    let file = "\(folder)/job.json"
    try JobFile.write(job, to: file)
    return file
  }

  /// A template that the cell can be forked from, in a folder that is not known yet: with `modules` imported already, or
  /// none.
  func template(
    _ cell: Cell, _ runtime: Runtime, path: [String], modules: [String], control: PythonControl?
  ) async throws(RunningError) -> TemplateStart {
    let job = PythonJob(
      path: modules.isEmpty ? [] : path, modules: modules, interpreter: runtime.interpreter ?? "",
      imports: !modules.isEmpty)
    return TemplateStart(
      launch: try await launch(cell, runtime, path: path, home: TemplateStart.home),
      limits: Limits(cell: PythonHost.patience), job: job, control: modules.isEmpty ? nil : control)
  }

  /// An import that takes longer is left to the cells themselves.
  private static let patience = Duration.seconds(10)

  /// All but the job.
  private func launch(
    _ cell: Cell, _ runtime: Runtime, path: [String], home: String
  ) async throws(RunningError) -> HostLaunch {
    let bootstrap = compiler.harnesses.appending("Hosts/Python/bootstrap.py").string
    let own = runtime.loader.map(OwnLoader.init)
    let instruments = try await compiler.instruments(cell.probe).map(\.string)
    let preloaded = try await runtime.isProgram ? [preloadedHost().string] : []
    return HostLaunch(
      executable: runtime.isProgram ? runtime.library : try await program(own).string,
      arguments: ["--library", runtime.library, "--bootstrap", bootstrap] + (own?.hostArguments ?? []),
      environment: environment(cell, runtime, path: path, home: home, counted: !instruments.isEmpty),
      preload: preloaded + instruments, workingDirectory: home,
      // A template is asked other probes, too.
      reads: path + (try await neighbours(of: cell.probe))
        + ["Hosts/Python", "Probes", "Measures"].map { compiler.harnesses.appending($0).string }
        + (await runtime.reads(cache: compiler.cache)))
  }

  package func program(_ own: OwnLoader? = nil) async throws(RunningError) -> FilePath {
    try await compiler.program(
      "python-host", sources: Self.sources, flags: Compilation.strict + ["-static-libgcc"],
      libraries: Self.libraries + (own?.linkerArguments ?? []))
  }

  /// For a runtime that is a program itself: preloaded, it takes the place of the program's own main.
  private func preloadedHost() async throws(RunningError) -> FilePath {
    try await compiler.sharedObject(
      "python-host", sources: Self.sources + ["Hosts/Python/preloaded.c"],
      flags: Compilation.strict + ["-static-libgcc", "-Wl,--exclude-libs,ALL", "-Dmain=python_host_main"],
      libraries: Self.libraries)
  }

  /// Small libraries with static thread-local storage, where the probe asks what the artifact does beside others.
  private func neighbours(of probe: Probe) async throws(RunningError) -> [String] {
    guard probe.expects.contains(.cohabits) else { return [] }
    var libraries: [String] = []
    for name in ["neighbour-1", "neighbour-2"] {
      let library = try await compiler.sharedObject(
        name, sources: ["Hosts/Python/neighbour.c"], flags: Compilation.strict + ["-ftls-model=initial-exec"])
      libraries.append(library.string)
    }
    return libraries
  }

  private static let libraries = ["-ldl", "-lpthread"]
  private static let sources: [String] = {
    let python = [
      "host", "again", "observation_module", "python_api", "rounds", "gil_hold", "interrupt", "declared", "inherited",
      "guard_window",
    ]
    let template = ["template", "fitness"].map { "Hosts/Template/\($0).c" } + Supervision.sources
    let instruments = [
      "Growth/growth", "Growth/process", "Growth/survivors", "References/watch", "Heartbeat/heartbeat",
      "Heartbeat/hold", "Heartbeat/sampler",
    ]
    return python.map { "Hosts/Python/\($0).c" } + instruments.map { "Instruments/\($0).c" }
      + HostCompiler.wireSources + HostCompiler.guardingSources + template
  }()

  /// With PYTHONMALLOC=malloc every Python object is a block of the instrument; other probes keep the allocator that
  /// users have. The hash seed is fixed, so that two runs do the same.
  /// The artifact's folder is on PYTHONPATH, where sub-interpreters and child processes look, too.
  private func environment(
    _ cell: Cell, _ runtime: Runtime, path: [String], home: String, counted: Bool
  ) -> [String: String] {
    var environment = [
      "PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PYTHONNOUSERSITE": "1",
      "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONPATH": path.joined(separator: ":"),
    ]
    if counted, !runtime.capabilities.contains(.freeThreaded) { environment["PYTHONMALLOC"] = "malloc" }
    environment.merge(runtime.environment) { $1 }
    environment.merge(cell.exercise?.environment ?? [:]) { $1 }
    if let own = runtime.loader.map(OwnLoader.init) { own.add(to: &environment) }
    return environment
  }
}

extension Runtime {
  /// Not a libpython: an interpreter that has all of it in itself, as PyPI's and many others' do.
  fileprivate var isProgram: Bool { FilePath(library).lastComponent?.string.contains(".so") == false }
}

/// What bootstrap.py is told; it reads it as a Python expression, which JSON is.
struct PythonJob: Encodable, Hashable {
  /// Nothing is asked in a template.
  var probe = ""
  var path: [String]
  var modules: [String]
  /// Libraries that a probe loads beside the artifact; absolute.
  var neighbours: [String] = []
  var interpreter: String
  var record = false
  /// Whether a template imports the modules before it is forked.
  var imports = false
  var exercise = JobExercise(nil)
  var order = Value.null
}
