import Model

/// Tells what is in an artifact, in the words of `Inspection`.
struct Inspector {
  let circumstances: Circumstances

  func inspection(_ content: PackageContent?) -> Inspection {
    switch content {
    case .wheel(let wheel): inspection(wheel)
    case .package(let package): inspection(package)
    case .library(let object): inspection(object, form: .library)
    case .addon(_, let object): inspection(object, form: .addon)
    case .module(let module): inspection(module)
    case nil: Inspection(artifact: circumstances.artifact, form: .unreadable)
    }
  }

  func inspection(_ error: PackagingError) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: .unreadable)
    inspection.unread = [error.description]
    return inspection
  }

  private func inspection(_ wheel: Wheel) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: .wheel, bytes: wheel.size)
    inspection.identity.name = wheel.metadata?.first("Name") ?? wheel.file?.distribution
    inspection.identity.version = wheel.metadata?.first("Version") ?? wheel.file?.version
    inspection.identity.tags = wheel.tags.map(\.description)
    inspection.identity.requires = wheel.metadata?.first("Requires-Python")
    inspection.identity.generator = wheel.wheel?.first("Generator")
    inspection.members = Self.members(wheel.members)
    inspection.binaries = Self.binaries(wheel.binaries, wheel.members)
    inspection.unread = wheel.damage.map(\.message)
    return inspection
  }

  private func inspection(_ package: NodePackage) -> Inspection {
    var inspection = Inspection(
      artifact: circumstances.artifact, form: package.isBareBundle ? .wasmBundle : .npmPackage, bytes: package.size)
    inspection.identity.name = package.name
    inspection.identity.version = package.manifest?.version
    inspection.identity.requires = package.manifest?.nodeRange
    inspection.members = Self.members(package.members)
    inspection.binaries = Self.binaries(package.binaries, package.members)
    inspection.unread = package.damage.map(\.message)
    return inspection
  }

  private func inspection(_ object: SharedObject, form: Inspection.Form) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: form)
    inspection.identity.name = object.name
    inspection.binaries = [Self.binary(Wheel.Binary(path: object.name, elf: object.elf), bytes: 0)]
    return inspection
  }

  private func inspection(_ module: BareModule) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: .wasmModule)
    inspection.identity.name = module.name
    return inspection
  }

  static func members(_ members: [ArchiveMember]) -> Inspection.Members {
    var told = Inspection.Members()
    told.count = members.count
    told.unpackedBytes = members.reduce(0) { $0 + $1.size }
    told.largest = members.sorted { $0.size > $1.size }.prefix(10)
      .map { Inspection.Member(path: $0.path.printable, bytes: $0.size) }
    return told
  }

  static func binaries(_ binaries: [Wheel.Binary], _ members: [ArchiveMember]) -> [Inspection.Binary] {
    let sizes = Dictionary(members.map { ($0.path, $0.size) }) { first, _ in first }
    return binaries.map { binary($0, bytes: sizes[$0.path] ?? 0) }
  }

  static func binary(_ binary: Wheel.Binary, bytes: Int) -> Inspection.Binary {
    var told = Inspection.Binary(path: binary.path.printable, bytes: bytes, machine: binary.elf.machine.description)
    told.soname = binary.elf.soname
    told.needed = binary.elf.needed
    told.allocators = binary.elf.allocators
    told.frameworks = binary.elf.frameworks
    told.exports = binary.elf.symbols.count(where: \.isDefined)
    told.isStripped = !binary.elf.hasSymbolTable
    told.hasDebugInformation = binary.elf.hasDWARF
    return told
  }
}
