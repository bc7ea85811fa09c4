import Model

/// An artifact as it was read, once, for all questions.
enum PackageContent {
  case wheel(Wheel)
  case package(NodePackage)
  case library(SharedObject)
  case addon(Addon, SharedObject)
  /// An addon of macOS's or Windows'.
  case foreign(ForeignBinary)
  case module(BareModule)

  /// Errors: those of the readers.
  init?(
    _ artifact: Artifact, kind: ArtifactKind, limits: ArchiveLimits = ArchiveLimits()
  ) throws(PackagingError) {
    switch ArtifactForm(artifact, kind: kind) {
    case .wheel: self = .wheel(try readWheel(at: artifact.path, limits: limits))
    case .package: self = .package(try readNodePackage(at: artifact.path, limits: limits))
    case .library: self = .library(SharedObject(path: artifact.path, elf: try readELF(at: artifact.path)))
    case .addon:
      if let binary = try readForeign(at: artifact.path) {
        self = .foreign(binary)
        return
      }
      let elf = try readELF(at: artifact.path)
      let object = SharedObject(path: artifact.path, elf: elf)
      self = .addon(Addon(path: object.name, elf: elf), object)
    case .module:
      self = .module(BareModule(name: artifact.fileName, wasm: try readWasm(at: artifact.path)))
    case .unknown: return nil
    }
  }
}

extension Artifact {
  /// The last component of its path.
  var fileName: String { path.split(separator: "/").last.map(String.init) ?? path }
}
