import Foundation
import Judging
import Model
import Running
import SystemPackage

/// A control of a probe on a runtime: an artifact of ours whose verdict is known beforehand.
struct ControlCell: Sendable {
  var probe: Probe
  /// Path below the probe's folder, without the host's extension.
  var stem: String
  var runtime: Runtime
  /// The fact that the finding has to name; nil where the control has to pass.
  var fact: String?
  /// Planted beside others in every run: forked from one template with them, whose import each makes for itself.
  var isCanary = false

  /// Every control of the probe whose file is there for the runtime's host; none where the runtime can't answer the probe,
  /// and never claims to.
  static func all(of probe: Probe, on runtime: Runtime) -> [ControlCell] {
    guard probe.hosts.contains(runtime.host), probe.needs.allSatisfy(runtime.capabilities.contains) else { return [] }
    let passing = probe.controls.mustPass.map { ControlCell(probe: probe, stem: $0, runtime: runtime, fact: nil) }
    let failing = probe.controls.mustFail.sorted { $0.key < $1.key }
      .map { ControlCell(probe: probe, stem: $0.key, runtime: runtime, fact: $0.value) }
    return (passing + failing).filter { $0.file != nil }
  }

  static func canary(of probe: Probe, on runtime: Runtime) -> ControlCell? {
    let controls = all(of: probe, on: runtime).filter { $0.fact != nil }
    var canary = probe.canaries.lazy.compactMap { stem in controls.first { $0.stem == stem } }.first
    canary?.isCanary = true
    return canary
  }

  /// The first that is there counts: a defect in C where a host has both kinds.
  private static let endings: [HostKind: [String]] = [
    .python: ["py", "python.c"], .native: ["c"], .node: ["node.c", "mjs"], .wasm: ["wat"],
  ]

  private var candidates: [FilePath] {
    (ControlCell.endings[runtime.host] ?? []).map { FilePath("\(probe.folder)/\(stem).\($0)") }
  }

  private var file: FilePath? { candidates.first { FileManager.default.fileExists(atPath: $0.string) } }

  var name: String { "\(probe.id) \(stem.split(separator: "/").last ?? "") on \(runtime.id)" }

  /// One that measures time gets three tries: a machine that was too noisy for one is not blind.
  func outcome(_ asker: CellAsker) async -> ControlOutcome {
    var outcome = await ask(asker)
    for _ in 1..<(probe.timing ? 3 : 1) where outcome != .right { outcome = await ask(asker) }
    return outcome
  }

  private func ask(_ asker: CellAsker) async -> ControlOutcome {
    guard let file else { return .wrong("its file is gone") }
    let prepared: (Staged, Exercise)
    do throws(RunningError) {
      prepared = try await prepare(file, asker.runner)
    } catch { return .wrong(error.description) }
    if let obstacle = prepared.0.control?.obstacle(on: runtime) { return .notAsked(obstacle) }
    guard let result = await asker.ask(cell(prepared.1, file), of: .staged(prepared.0, fit: .anywhere, reading: nil))
    else {
      return .wrong("it was interrupted")
    }
    if result.verdict == .skipped { return .notAsked(result.reason ?? "") }
    return disappointment(result).map(ControlOutcome.wrong) ?? .right
  }

  private func prepare(_ file: FilePath, _ runner: CellRunner) async throws(RunningError) -> (Staged, Exercise) {
    switch runtime.host {
    case .native:
      let control = try await NativeControl(file: file, compiler: runner.compiler)
      return (Staged(artifact: control.artifact), control.exercise)
    case .node:
      let control = try await NodeControl(file: file, compiler: runner.compiler)
      return (control.staged, control.exercise)
    case .wasm:
      let control = try await WasmControl(file: file, compiler: runner.compiler)
      return (Staged(artifact: control.artifact), control.exercise)
    default:
      let control = try PythonControl(file: file)
      let artifact = Artifact(path: file.string, sha256: "")
      var staged = Staged(artifact: artifact, modules: ["control"], control: control)
      staged.importsAhead = !isCanary
      return (staged, control.exercise)
    }
  }

  private static let kinds: [HostKind: ArtifactKind] = [.native: .cABI, .node: .nodeAddon, .wasm: .wasm]

  private func cell(_ exercise: Exercise, _ file: FilePath) -> Cell {
    let asked = probe.asks == .artifact ? nil : exercise
    let target = Target(
      id: "control", kind: ControlCell.kinds[runtime.host] ?? .wheel, source: .file(file.string),
      exercises: [exercise], timeout: exercise.timeout)
    return Cell(
      id: CellID(target: "control", runtime: runtime.id, probe: probe.id, exercise: exercise.name), target: target,
      runtime: runtime, probe: probe, exercise: asked)
  }

  /// Nil where the control came out as it has to; else what came instead.
  private func disappointment(_ result: CellResult) -> String? {
    let facts = result.findings.compactMap { $0.facts["fact"]?.string }
    guard let fact else {
      return result.verdict == .passed
        ? nil : "has to pass, and \(result.verdict.rawValue): \(result.findings.first?.message ?? result.reason ?? "")"
    }
    if facts.contains(fact) { return nil }
    let came =
      facts.isEmpty ? result.reason ?? result.verdict.rawValue : "a finding about \(facts.joined(separator: ", "))"
    return "has to be caught for \(fact), and came out as \(result.verdict.rawValue): \(came)"
  }
}
