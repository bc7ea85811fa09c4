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

  /// With a `sandbox` no code of an artifact runs outside of it.
  package init(cache: FilePath, harnesses: FilePath, sandbox: Sandbox? = nil, log: ObservationLog? = nil) {
    compiler = HostCompiler(cache: cache, harnesses: harnesses)
    environments =
      sandbox == nil ? PythonEnvironments(cache: cache) : PythonEnvironments(cache: cache, unbuiltBy: harnesses)
    supervision = Supervision(compiler: compiler, sandbox: sandbox)
    self.log = log
  }

  /// Everything that was seen of the cell. `record` asks for the second pass, which traces survivors.
  package func run(_ cell: Cell, on staged: Staged, record: Bool = false) async throws(RunningError) -> [Observation] {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let launch = try await launch(cell, staged, scratch: scratch.path, record: record)
    var limits = Limits(cell: cell.exercise?.timeout ?? cell.target.timeout)
    limits.bound(to: Int(clamping: ProcessInfo.processInfo.physicalMemory), for: cell.runtime?.host)
    let log = log, id = cell.id
    return try await supervision.run(launch, limits: limits) { _, line in await log?.append(line, cell: id) }
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
    let site: String
    if let control = staged.control {
      site = try await control.stage(in: scratch, compiler: compiler)
    } else {
      site = try await environments.site(for: staged.artifact, requires: cell.target.requires, runtime: runtime)
    }
    return try await PythonHost(compiler: compiler).launch(
      cell: cell, runtime: runtime, path: [site], modules: staged.modules, workingDirectory: scratch, record: record)
  }
}

extension Limits {
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

extension PythonControl {
  fileprivate func stage(in scratch: String, compiler: HostCompiler) async throws(RunningError) -> String {
    let site = "\(scratch)/site"
    let module = try await extensionModule(compiler)
    do {
      try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
      if let module {
        try FileManager.default.copyItem(atPath: module.string, toPath: "\(site)/control.abi3.so")
      } else {
        try source.write(toFile: "\(site)/control.py", atomically: false, encoding: .utf8)
      }
    } catch {
      throw .cacheUnwritable(path: site, reason: error.localizedDescription)
    }
    return site
  }
}
