import Foundation
import Judging
import Model
import Packaging
import Running

/// A control of a package probe: a recipe of a package, packed into a scratch folder and judged.
struct PackageControl {
  var probe: Probe
  var stem: String
  /// The kind of defect that has to be found; nil where none may be.
  var kind: String?

  static func all(of probe: Probe) -> [PackageControl] {
    probe.controls.mustPass.map { PackageControl(probe: probe, stem: $0, kind: nil) }
      + probe.controls.mustFail.sorted { $0.key < $1.key }
      .map { PackageControl(probe: probe, stem: $0.key, kind: $0.value) }
  }

  var name: String { "\(probe.id) \(stem.split(separator: "/").last ?? "")" }

  /// Nil where the control came out as it has to.
  func disappointment(_ compiler: HostCompiler, _ reader: ArtifactReader) async -> String? {
    let folder = FileManager.default.temporaryDirectory.path + "/harness-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let text = try String(contentsOfFile: "\(probe.folder)/\(stem).yaml", encoding: .utf8)
      if probe.id == Comparing.probe {
        return verdict(try await compared(try ControlPair(json: text, name: stem), in: folder, compiler, reader))
      }
      let packed = try await pack(try ControlRecipe(json: text, name: stem), in: folder, compiler)
      var readings: [PackageReading] = []
      var reader = reader
      reader.ofRelease = probe.asks == .packageSet
      for file in packed { readings.append(try await reader.read(file.artifact, file.target)) }
      return verdict(
        probe.asks == .packageSet ? PackageSet.answer(readings) : readings.first?.answers[probe.id] ?? [])
    } catch { return "it could not be packed: \(error)" }
  }

  private func pack(
    _ recipe: ControlRecipe, in folder: String, _ compiler: HostCompiler
  ) async throws -> [(artifact: Artifact, target: Target)] {
    let objects = try await compiled(recipe, compiler)
    return try packControls(recipe, into: folder, compile: { objects[$0] ?? [] }).map { artifact, kind in
      let target = Target(
        id: "control", kind: kind, source: .file(artifact.path), contract: Contract(panic: recipe.panic))
      return (artifact, target)
    }
  }

  private func compared(
    _ pair: ControlPair, in folder: String, _ compiler: HostCompiler, _ reader: ArtifactReader
  ) async throws -> [Observation] {
    var readings: [Inspection] = []
    for (name, recipe) in [("old", pair.old), ("new", pair.new)] {
      let place = "\(folder)/\(name)"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      guard let packed = try await pack(recipe, in: place, compiler).first else { continue }
      readings.append(try await reader.inspect(packed.artifact, packed.target))
    }
    guard let old = readings.first, let new = readings.last else { return [.unmeasured("there is no file")] }
    var comparison = try await InspectionComparing(program: reader.program).compare(InspectionPair(old: old, new: new))
    await LayoutComparing().extend(&comparison, old, new)
    return comparison.observations
  }

  private func verdict(_ seen: [Observation]) -> String? {
    let target = Target(id: "control", kind: .wheel, source: .file(""))
    let cell = Cell(
      id: CellID(target: "control", runtime: nil, probe: probe.id, exercise: nil), target: target, runtime: nil,
      probe: probe, exercise: nil)
    let result = Judge.judge(cell, observations: seen, seconds: 0, repeat: "")
    let kinds = result.findings.compactMap { $0.facts["fact"]?.string }
    guard let kind else {
      return result.verdict == .passed
        ? nil : "has to pass, and \(result.verdict.rawValue): \(kinds) \(result.reason ?? "")"
    }
    return kinds.contains(kind)
      ? nil : "has to be caught for \(kind), and came out as \(result.verdict.rawValue) \(kinds)"
  }

  /// The shared objects of the recipe's C sources. Without builtins, since a control calls the newest glibc by name.
  private func compiled(_ recipe: ControlRecipe, _ compiler: HostCompiler) async throws -> [ControlRecipe.Source:
    [UInt8]]
  {
    var objects: [ControlRecipe.Source: [UInt8]] = [:]
    for case .compiled(let source) in ([recipe] + recipe.set).flatMap(\.members).map(\.content) {
      let file = try compiler.store(source: source.c, as: "control.c")
      let object = try await compiler.sharedObject(
        "control", sources: [file.string], flags: ["-fno-builtin"] + (source.hasDebugInformation ? ["-g"] : []),
        libraries: (try await needed(source.needs, compiler)) + source.link)
      objects[source] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: object.string)))
    }
    return objects
  }

  /// What links with libraries of these names, which have nothing in them.
  private func needed(_ sonames: [String], _ compiler: HostCompiler) async throws -> [String] {
    guard !sonames.isEmpty else { return [] }
    let empty = try compiler.store(source: "", as: "needed.c")
    var words = ["-Wl,--no-as-needed"]
    for soname in sonames {
      words.append(
        try await compiler.sharedObject(
          "needed", sources: [empty.string], flags: [], libraries: ["-Wl,-soname,\(soname)"]
        ).string)
    }
    return words
  }
}
