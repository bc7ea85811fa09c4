import Model

/// What Packaging sees of an artifact for one probe, ending with the step `done`.
///
/// Probes: `package/archive-sound`, `package/tag-truth`, `package/entry-point`. One that doesn't apply to the kind is
/// skipped with the reason; a file that this user can't read is `unmeasured`.
package func observations(for probe: String, artifact: Artifact, kind: ArtifactKind) -> [Observation] {
  observe(probe, artifact, kind) + [.step(.done)]
}

private func observe(_ probe: String, _ artifact: Artifact, _ kind: ArtifactKind) -> [Observation] {
  guard let question = PackageQuestion(rawValue: probe) else {
    return [.unmeasured("Packaging knows no probe \(probe)")]
  }
  do throws(PackagingError) {
    switch ArtifactForm(artifact, kind: kind) {
    case .wheel: return answers(question, try readWheel(at: artifact.path))
    case .library: return answers(question, SharedObject(path: artifact.path, elf: try readELF(at: artifact.path)))
    case .addon: return try answers(question, addonAt: artifact.path)
    case .module: return try answers(question, moduleAt: artifact.path)
    case .package: return try answers(question, try readNodePackage(at: artifact.path), at: artifact.path)
    case .unknown: return [.skip("a \(kind.rawValue) package is not read yet")]
    }
  } catch {
    return [unread(error, question, artifact)]
  }
}

/// The package probes that have an answer here.
private enum PackageQuestion: String {
  case archiveSound = "package/archive-sound"
  case tagTruth = "package/tag-truth"
  case entryPoint = "package/entry-point"
}

private func answers(_ question: PackageQuestion, _ wheel: Wheel) -> [Observation] {
  let figures: [Observation] = [
    .fact("members", .number(Double(wheel.members.count))), .fact("binaries", .number(Double(wheel.binaries.count))),
  ]
  switch question {
  case .archiveSound: return figures + bounded(ArchiveSound(wheel: wheel).defects)
  case .tagTruth: return figures + bounded(TagTruth(wheel: wheel).defects)
  case .entryPoint where wheel.extensionModules.isEmpty:
    return figures + [.skip("there is no extension module in the wheel that could have an entry point")]
  case .entryPoint: return figures + bounded(WheelEntryPoint(wheel: wheel).defects)
  }
}

private func answers(_ question: PackageQuestion, _ object: SharedObject) -> [Observation] {
  switch question {
  case .archiveSound: return object.figures + bounded(object.archiveSound)
  case .tagTruth: return object.figures + bounded(object.tagTruth)
  case .entryPoint where !object.elf.hasSections:
    return object.figures + [.unmeasured("the section headers are stripped, and with them the table of exports")]
  case .entryPoint: return object.figures + bounded(object.entryPoint)
  }
}

private func answers(_ question: PackageQuestion, addonAt path: String) throws(PackagingError) -> [Observation] {
  let elf = try readELF(at: path)
  let object = SharedObject(path: path, elf: elf)
  let addon = Addon(Wheel.Binary(path: path.split(separator: "/").last.map(String.init) ?? path, elf: elf))
  switch question {
  case .archiveSound: return object.figures + bounded(object.archiveSound)
  case .tagTruth:
    let named = addon.nameDefect.map { [$0] } ?? []
    return object.figures + bounded(named.isEmpty ? object.tagTruth : named)
  case .entryPoint where !elf.hasSections:
    return object.figures + [.unmeasured("the section headers are stripped, and with them the table of exports")]
  case .entryPoint: return object.figures + bounded(AddonEntryPoint(addon: addon).defects)
  }
}

private func answers(_ question: PackageQuestion, moduleAt path: String) throws(PackagingError) -> [Observation] {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  // A file that is no module has no entry point to be wrong about, and a module no tags.
  if question == .tagTruth { return [.skip("a .wasm file has no tags: it is for every processor and system")] }
  let module = BareModule(name: name, wasm: try readWasm(at: path))
  return module.figures + (question == .entryPoint ? bounded(module.entryPoint) : [])
}

private func answers(
  _ question: PackageQuestion, _ package: NodePackage, at path: String
) throws(PackagingError) -> [Observation] {
  let figures: [Observation] = [
    .fact("members", .number(Double(package.members.count))),
    .fact("binaries", .number(Double(package.binaries.count))),
    .fact("modules", .number(Double(package.modules.count))),
  ]
  switch question {
  case .archiveSound:
    let most = ArchiveLimits().unpackedBytes(forArchiveOf: package.size)
    let trailer = package.isFolder || !package.isWhole ? nil : try GzipTrailer.defect(at: path, atMost: most)
    return figures + bounded((trailer.map { [$0] } ?? []) + NodePackageSound(package: package).defects)
  case .tagTruth:
    if let reason = NodeTagTruth.inapplicable(package) { return figures + [.skip(reason)] }
    return figures + bounded(NodeTagTruth(package: package)?.defects ?? [])
  case .entryPoint: return figures + bounded(NodeEntryPoint(package: package).defects)
  }
}

/// What is no archive at all has no tags and no entry to be wrong about: only archive-sound makes a finding of it.
private func unread(_ error: PackagingError, _ question: PackageQuestion, _ artifact: Artifact) -> Observation {
  let name = artifact.path.split(separator: "/").last.map(String.init) ?? artifact.path
  guard question == .archiveSound, let kind = error.defectKind else { return .unmeasured(error.description) }
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

extension Defect {
  fileprivate var printable: Defect {
    var defect = self
    defect.message = message.printable
    defect.member = member?.printable
    return defect
  }
}
