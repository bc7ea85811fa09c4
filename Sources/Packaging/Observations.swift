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
      return figures(of: wheel) + bounded(ArchiveSound(wheel: wheel).defects)
    case ("package/tag-truth", .wheel):
      let wheel = try readWheel(at: artifact.path)
      return figures(of: wheel) + bounded(TagTruth(wheel: wheel).defects)
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
  return .defect(Defect(kind: kind, message: "\(name): \(error.description)").printable)
}

/// The first 20 defects of each kind, and how many more there are: a damaged wheel may have 200,000.
private func bounded(_ defects: [Defect]) -> [Observation] {
  let most = 20
  var counts: [String: Int] = [:]
  var kept: [Defect] = []
  for defect in defects {
    counts[defect.kind, default: 0] += 1
    if counts[defect.kind, default: 0] <= most { kept.append(defect) }
  }
  for (kind, count) in counts.sorted(by: { $0.key < $1.key }) where count > most {
    let severity = kept.first { $0.kind == kind }?.severity ?? .error
    kept.append(Defect(kind: kind, severity: severity, message: "There are \(count - most) more of the kind \(kind)."))
  }
  return kept.map { .defect($0.printable) }
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

extension Defect {
  fileprivate var printable: Defect {
    var defect = self
    defect.message = message.printable
    defect.member = member?.printable
    return defect
  }
}
