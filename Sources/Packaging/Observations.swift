import Model

/// What Packaging sees of an artifact for one probe, ending with the step `done`.
///
/// Probes: `package/archive-sound`, `package/tag-truth`. Any other, a kind that is not read yet, and a file that this
/// user can't read are `unmeasured`.
package func observations(for probe: String, artifact: Artifact, kind: ArtifactKind) -> [Observation] {
  observe(probe, artifact, kind) + [.step(.done)]
}

private func observe(_ probe: String, _ artifact: Artifact, _ kind: ArtifactKind) -> [Observation] {
  do throws(PackagingError) {
    switch (probe, kind) {
    case ("package/archive-sound", .wheel):
      let wheel = try readWheel(at: artifact.path)
      return figures(of: wheel) + ArchiveSound(wheel: wheel).defects.map(Observation.defect)
    case ("package/tag-truth", .wheel):
      let wheel = try readWheel(at: artifact.path)
      return figures(of: wheel) + TagTruth(wheel: wheel).defects.map(Observation.defect)
    case ("package/archive-sound", .cABI), ("package/archive-sound", .cxx):
      let object = SharedObject(path: artifact.path, elf: try readELF(at: artifact.path))
      return object.figures + object.archiveSound.map(Observation.defect)
    case ("package/tag-truth", .cABI), ("package/tag-truth", .cxx):
      let object = SharedObject(path: artifact.path, elf: try readELF(at: artifact.path))
      return object.figures + object.tagTruth.map(Observation.defect)
    default:
      return [.unmeasured("\(probe) has no answer for a \(kind.rawValue) yet")]
    }
  } catch {
    return [unread(error, probe, artifact)]
  }
}

/// What is no archive at all has no tags to be wrong about: only archive-sound makes a finding of it.
private func unread(_ error: PackagingError, _ probe: String, _ artifact: Artifact) -> Observation {
  let name = artifact.path.split(separator: "/").last.map(String.init) ?? artifact.path
  guard probe == "package/archive-sound", let kind = error.defectKind else { return .unmeasured(error.description) }
  return .defect(Defect(kind: kind, message: "\(name): \(error.description)"))
}

private func figures(of wheel: Wheel) -> [Observation] {
  [.fact("members", .number(Double(wheel.members.count))), .fact("binaries", .number(Double(wheel.binaries.count)))]
}

extension PackagingError {
  /// The defect that the artifact has where it can't be read at all; nil where that isn't the artifact's fault.
  fileprivate var defectKind: String? {
    switch self {
    case .notAZip: "not-a-zip"
    case .truncatedZip, .malformedELF: "truncated"
    case .notAnELF: "not-an-elf"
    case .unreadable, .badRecipe, .notPacked: nil
    }
  }
}
