import Model

/// `package/archive-sound`: is the file the archive that installers and audits take it for?
struct ArchiveSoundQuestion: PackageQuestion {
  static let probe = "package/archive-sound"
  private let artifact: Artifact

  init(_ circumstances: Circumstances) { artifact = circumstances.artifact }

  func answer(_ wheel: Wheel) -> [Observation] { wheel.figures + bounded(ArchiveSound(wheel: wheel).defects) }

  func answer(_ package: NodePackage) -> [Observation] {
    package.figures + bounded(trailer(package) + NodePackageSound(package: package).defects)
  }

  private func trailer(_ package: NodePackage) -> [Defect] {
    guard !package.isFolder, package.isWhole else { return [] }
    let most = ArchiveLimits().unpackedBytes(forArchiveOf: package.size)
    let defect = try? GzipTrailer.defect(at: artifact.path, atMost: most)
    return defect.map { [$0] } ?? []
  }

  func answer(_ library: SharedObject) -> [Observation] { library.figures + bounded(library.archiveSound) }

  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] { answer(object) }

  func answer(_ addon: ForeignBinary) -> [Observation] {
    let isProgram = addon.images.contains { $0.type != .sharedObject }
    return addon.figures
      + bounded(
        isProgram
          ? [
            Defect(
              kind: "not-a-shared-object", message: "\(addon.path) is a program or an object file, which no host loads."
            )
          ]
          : [])
  }

  func answer(_ module: BareModule) -> [Observation] { module.figures }

  func answer(_ error: PackagingError) -> [Observation] {
    guard let kind = error.defectKind else { return [.unmeasured(error.description)] }
    return bounded([Defect(kind: kind, message: "\(artifact.fileName): \(error.description)")])
  }
}
