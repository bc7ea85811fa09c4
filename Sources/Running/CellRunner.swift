import Foundation
import Model
import SystemPackage

/// What a cell is run on: the file, and for scripting hosts the names it offers.
package struct Staged: Sendable {
  package var artifact: Artifact
  package var modules: [String]
  /// A module that takes the artifact's place: a control.
  package var control: PythonControl?
  /// The folder with `node_modules` that a Node host resolves the names from; absolute.
  package var site: String?
  /// Whether a template may import the modules for its cells; without, one template serves several artifacts.
  package var importsAhead = true
  package init(artifact: Artifact, modules: [String] = [], control: PythonControl? = nil, site: String? = nil) {
    self.artifact = artifact
    self.modules = modules
    self.control = control
    self.site = site
  }
}

/// Stages an artifact into a clean environment and runs one host per cell in it.
package struct CellRunner: Sendable {
  package let compiler: HostCompiler
  private let environments: PythonEnvironments
  private let supervision: Supervision
  private let log: ObservationLog?
  /// Nil where every cell starts a process of its own.
  private var templates: Templates?

  /// With a `sandbox` no code of an artifact runs outside of it.
  package init(cache: FilePath, harnesses: FilePath, sandbox: Sandbox? = nil, log: ObservationLog? = nil) {
    compiler = HostCompiler(cache: cache, harnesses: harnesses)
    environments =
      sandbox == nil ? PythonEnvironments(cache: cache) : PythonEnvironments(cache: cache, unbuiltBy: harnesses)
    supervision = Supervision(compiler: compiler, sandbox: sandbox)
    self.log = log
  }

  /// Runs `work` with a runner that forks hosts from templates where a host has them; they end with it. `jobs` is how many
  /// cells are asked at a time; 0 for no templates.
  package func withTemplates<Output: Sendable>(
    jobs: Int, _ work: (CellRunner) async -> Output
  ) async -> Output {
    guard jobs > 0 else { return await work(self) }
    return await Templates.serving(under: supervision, jobs: jobs) { templates in
      var runner = self
      runner.templates = templates
      return await work(runner)
    }
  }

  /// Everything that was seen of the cell. `record` asks for the second pass, which traces survivors; `fresh` for a process
  /// that is no fork.
  package func run(
    _ cell: Cell, on staged: Staged, record: Bool = false, fresh: Bool = false
  ) async throws(RunningError) -> [Observation] {
    if let templates, !fresh, let seen = try await fork(cell, staged, from: templates, record) { return seen }
    let scratch = try Scratch()
    defer { scratch.remove() }
    let launch = try await launch(cell, staged, scratch: scratch.path, record: record)
    let log = log, id = cell.id
    return try await supervision.run(launch, limits: limits(cell)) { _, line in await log?.append(line, cell: id) }
  }

  private func limits(_ cell: Cell) -> Limits {
    var limits = Limits(cell: cell.exercise?.timeout ?? cell.target.timeout)
    limits.bound(to: Int(clamping: ProcessInfo.processInfo.physicalMemory), for: cell.runtime?.host)
    return limits
  }

  /// Nil where no template can be had, or it was lost: then the cell gets a process of its own.
  private func fork(
    _ cell: Cell, _ staged: Staged, from templates: Templates, _ record: Bool
  ) async throws(RunningError) -> [Observation]? {
    guard cell.runtime?.host == .python else { return nil }
    for start in try await starts(cell, staged) {
      guard let template = await templates.take(start) else { continue }
      let order = try await order(cell, staged, in: template.scratch.path, record)
      let log = log, id = cell.id
      switch await template.ask(order, record: { _, line in await log?.append(line, cell: id) }) {
      case .observations(let seen):
        await templates.give(template)
        return seen
      case .lost(let reason), .unfit(let reason):
        template.end()
        await templates.lose(start, reason)
        return nil
      }
    }
    return nil
  }

  /// What to fork the cell from: where the artifact is imported already, or else before that.
  private func starts(_ cell: Cell, _ staged: Staged) async throws(RunningError) -> [TemplateStart] {
    guard let runtime = cell.runtime else { return [] }
    let path = [try await site(cell, staged, runtime, scratch: TemplateStart.home)]
    let host = PythonHost(compiler: compiler)
    var starts = [try await host.template(cell, runtime, path: path, modules: [], control: staged.control)]
    if cell.probe.afterImport, staged.importsAhead, !staged.modules.isEmpty {
      starts.insert(
        try await host.template(cell, runtime, path: path, modules: staged.modules, control: staged.control), at: 0)
    }
    for index in starts.indices { starts[index].limits = limits(cell).of(starts[index].limits.cell) }
    return starts
  }

  /// The job of the cell, in its template's folder, as the template takes it.
  private func order(
    _ cell: Cell, _ staged: Staged, in folder: String, _ record: Bool
  ) async throws(RunningError) -> [UInt8] {
    guard let runtime = cell.runtime else { throw .noHost(host: "none", cell: cell.id.description) }
    let path = [try await site(cell, staged, runtime, scratch: folder)]
    try await staged.control?.stage(in: folder, compiler: compiler)
    let job = try await PythonHost(compiler: compiler).job(
      cell, runtime, path: path, modules: staged.modules, in: folder, record: record)
    return supervision.order(job, limits: limits(cell))
  }

  private func launch(
    _ cell: Cell, _ staged: Staged, scratch: String, record: Bool
  ) async throws(RunningError) -> HostLaunch {
    switch cell.runtime?.host {
    case .python:
      try await launchPython(cell, staged, scratch: scratch, record: record)
    case .native:
      try await NativeHost(compiler: compiler).launch(
        cell: cell, artifact: staged.artifact, workingDirectory: scratch, record: record)
    case .node:
      try await NodeHost(compiler: compiler).launch(
        cell: cell, staged: staged, workingDirectory: scratch, record: record)
    case .wasm:
      try await launchWasm(cell, staged, scratch: scratch, record: record)
    case let host:
      throw .noHost(host: host?.rawValue ?? "none", cell: cell.id.description)
    }
  }

  private func launchWasm(
    _ cell: Cell, _ staged: Staged, scratch: String, record: Bool
  ) async throws(RunningError) -> HostLaunch {
    guard let runtime = cell.runtime else { throw .noHost(host: "none", cell: cell.id.description) }
    return try await WasmHost(compiler: compiler).launch(
      cell: cell, runtime: runtime, artifact: staged.artifact, workingDirectory: scratch, record: record)
  }

  private func launchPython(
    _ cell: Cell, _ staged: Staged, scratch: String, record: Bool
  ) async throws(RunningError) -> HostLaunch {
    guard let runtime = cell.runtime else { throw .noHost(host: "none", cell: cell.id.description) }
    try await staged.control?.stage(in: scratch, compiler: compiler)
    let site = try await site(cell, staged, runtime, scratch: scratch)
    return try await PythonHost(compiler: compiler).launch(
      cell: cell, runtime: runtime, path: [site], modules: staged.modules, workingDirectory: scratch, record: record)
  }

  /// The folder that goes on `sys.path`.
  private func site(
    _ cell: Cell, _ staged: Staged, _ runtime: Runtime, scratch: String
  ) async throws(RunningError) -> String {
    if staged.control != nil { return "\(scratch)/\(PythonControl.site)" }
    return try await environments.site(for: staged.artifact, requires: cell.target.requires, runtime: runtime)
  }
}

extension Limits {
  /// The same of the process, for this long.
  fileprivate func of(_ cell: Duration) -> Limits {
    var limits = self
    limits.cell = cell
    return limits
  }

  /// A runaway allocation is refused instead of killing the machine.
  ///
  /// V8 and wasm runtimes reserve many gigabytes that they never touch, so that theirs is a limit of what is writable.
  fileprivate mutating func bound(to memory: Int, for host: HostKind?) {
    switch host {
    case .node, .wasm, .browser: data = memory
    default: addressSpace = memory * 2
    }
  }
}
