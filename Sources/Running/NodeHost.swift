import Foundation
import Model
import SystemPackage

/// A Node host as a command line: a stock `node`, or a program of ours on a libnode, that runs bootstrap.cjs.
package struct NodeHost: Sendable {
  package let compiler: HostCompiler

  package init(compiler: HostCompiler) { self.compiler = compiler }

  /// Writes the job into `workingDirectory` and says how to start the host on it.
  package func launch(
    cell: Cell, staged: Staged, workingDirectory: String, record: Bool = false
  ) async throws(RunningError) -> HostLaunch {
    guard let runtime = cell.runtime else { throw .noHost(host: "none", cell: cell.id.description) }
    let script = FilePath(cell.probe.folder).appending("probe.mjs")
    guard script.isReadable else {
      throw .probeHasNoScript(probe: cell.probe.id, host: "node", path: script.string)
    }
    let file = "\(workingDirectory)/job.json"
    let job = NodeJob(
      probe: script.string, site: staged.site ?? workingDirectory, modules: staged.modules,
      artifact: staged.artifact.path, version: runtime.version, record: record, exercise: JobExercise(cell.exercise))
    try JobFile.write(job, to: file)
    let bootstrap = compiler.harnesses.appending("Hosts/Node/bootstrap.cjs").string
    let heap = cell.probe.needs.contains(.heapInstrument)
    let agent = try await agent().string
    return HostLaunch(
      executable: try await program(runtime), arguments: (heap ? NodeHost.calm : []) + [bootstrap, agent, file],
      environment: environment(cell, runtime, home: workingDirectory),
      preload: heap ? [try await compiler.heapInstrument().string] : [], workingDirectory: workingDirectory,
      reads: [job.site, staged.artifact.path, compiler.harnesses.appending("Hosts/Node").string, script.string, agent]
        + (await runtime.reads(cache: compiler.cache)))
  }

  /// With these a call that keeps nothing reads exactly 0: V8's own threads, its timers, its compilers and what it throws
  /// away when idle all take and give back blocks of the native heap when they please. Known to V8 10.2 to 13.6 (Node 18 to
  /// 24). Only where blocks are counted, since they make JavaScript slower than users have it.
  private static let calm = [
    "--single-threaded", "--no-memory-reducer", "--no-flush-bytecode", "--no-opt", "--no-sparkplug",
    "--no-lazy-feedback-allocation",
  ]

  /// The agent resolves Node-API and libuv in whatever loads it. Its copy of the unwinder stays to itself.
  package func agent() async throws(RunningError) -> FilePath {
    let parts = ["agent", "records", "rounds", "hold", "alive", "hang", "trap", "fork_whole"]
    return try await compiler.sharedObject(
      "node-agent",
      sources: parts.map { "Hosts/Node/\($0).c" } + HostCompiler.wireSources + [
        "Instruments/Growth/growth.c", "Instruments/Growth/process.c", "Instruments/Growth/survivors.c",
        "Instruments/Heartbeat/heartbeat.c",
      ], flags: Compilation.strict + ["-static-libgcc", "-Wl,--exclude-libs,ALL"], libraries: ["-ldl", "-lpthread"])
  }

  /// What the runtime is found by: `node` itself, or the libnode that the embedded host loads.
  private func program(_ runtime: Runtime) async throws(RunningError) -> String {
    guard let libnode = EmbeddedNode(library: runtime.library) else { return runtime.library }
    return try await compiler.compile(try libnode.host()).string
  }

  private func environment(_ cell: Cell, _ runtime: Runtime, home: String) -> [String: String] {
    let clean = ["PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"]
    return clean.merging(runtime.environment) { $1 }.merging(cell.exercise?.environment ?? [:]) { $1 }
  }
}

/// What bootstrap.cjs is told.
struct NodeJob: Encodable {
  var probe: String
  /// Absolute path of the folder that has `node_modules`.
  var site: String
  var modules: [String]
  /// Absolute path of the artifact itself, for one that is no module.
  var artifact: String
  /// The major version that the runtime has to be.
  var version: String
  var record: Bool
  var exercise: JobExercise
}
