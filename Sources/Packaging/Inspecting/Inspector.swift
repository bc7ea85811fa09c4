import Foundation
import Model

/// Tells what is in an artifact, in the words of `Inspection`.
struct Inspector {
  let circumstances: Circumstances

  func inspection(_ content: PackageContent?) -> Inspection {
    var inspection = withoutSurface(content)
    inspection.surface = content.map(surface) ?? []
    return inspection
  }

  /// The surface is the most of it, and not all that ask need it.
  func withoutSurface(_ content: PackageContent?) -> Inspection {
    var inspection = identity(content)
    if let content { addProvenance(of: content, to: &inspection) }
    return inspection
  }

  private func identity(_ content: PackageContent?) -> Inspection {
    switch content {
    case .wheel(let wheel): inspection(wheel)
    case .package(let package): inspection(package)
    case .library(let object): inspection(object, form: .library)
    case .addon(_, let object): inspection(object, form: .addon)
    case .foreign(let addon): inspection(addon)
    case .module(let module): inspection(module)
    case nil: Inspection(artifact: circumstances.artifact, form: .unreadable)
    }
  }

  func inspection(_ error: PackagingError) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: .unreadable, bytes: fileSize)
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
    inspection.identity.licence = licence(of: wheel)
    inspection.identity.requirements = wheel.metadata?.values("Requires-Dist").map(\.printable) ?? []
    inspection.members = Self.members(wheel.members)
    inspection.binaries =
      Self.binaries(wheel.binaries, wheel.members)
      + foreign(wheel.foreign, wheel.places, isForPython: true)
    inspection.modules = wheel.modules.map { Self.unit($0.wasm, path: $0.name, bytes: $0.wasm.size) }
    inspection.unread = wheel.damage.map(\.message)
    return inspection
  }

  private func inspection(_ package: NodePackage) -> Inspection {
    var inspection = Inspection(
      artifact: circumstances.artifact, form: package.isBareBundle ? .wasmBundle : .npmPackage, bytes: package.size)
    inspection.identity.name = package.name
    inspection.identity.version = package.manifest?.version
    inspection.identity.requires = package.manifest?.nodeRange
    inspection.identity.licence = package.manifest?.licence
    inspection.identity.requirements = package.manifest?.requirements ?? []
    inspection.members = Self.members(package.members)
    inspection.identity.tags = Self.platforms(package.manifest)
    inspection.binaries =
      Self.binaries(package.binaries, package.members)
      + foreign(package.foreign, package.places, isForPython: false)
    inspection.modules = package.modules.map { module in
      Self.unit(
        module.wasm, path: module.path, bytes: package.members.first { $0.path.hasSuffix(module.path) }?.size ?? 0)
    }
    inspection.unread = package.damage.map(\.message)
    return inspection
  }

  private func inspection(_ object: SharedObject, form: Inspection.Form) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: form, bytes: fileSize)
    inspection.identity.name = object.name
    inspection.binaries = [Self.binary(Wheel.Binary(path: object.name, elf: object.elf), bytes: fileSize)]
    return inspection
  }

  private func inspection(_ addon: ForeignBinary) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: .addon, bytes: fileSize)
    inspection.identity.name = addon.path
    inspection.binaries = foreign([addon], PackagePlaces(files: [String](), hasOthers: true), isForPython: false)
    return inspection
  }

  private func inspection(_ module: BareModule) -> Inspection {
    var inspection = Inspection(artifact: circumstances.artifact, form: .wasmModule, bytes: fileSize)
    inspection.identity.name = module.name
    inspection.modules = [Self.unit(module.wasm, path: module.name, bytes: fileSize)]
    return inspection
  }

  private var fileSize: Int {
    var status = stat()
    return stat(circumstances.artifact.path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// `License-Expression` is Metadata 2.4's; a `License` may be the whole text; classifiers are the oldest way.
  private func licence(of wheel: Wheel) -> String? {
    let text =
      wheel.metadata?.first("License-Expression") ?? wheel.metadata?.first("License")
      ?? wheel.metadata.flatMap { Self.classified($0.values("Classifier")) }
    return text.map { String($0.prefix { !$0.isNewline }.prefix(120)).printable }
  }

  /// `MIT License, Apache Software License`, of which each is its own classifier.
  private static func classified(_ classifiers: [String]) -> String? {
    let names = classifiers.filter { $0.hasPrefix("License :: ") }.compactMap { line in
      line.split(separator: ":").last.map { String($0.drop { $0 == " " }) }
    }
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  /// `linux`, `x64`, `glibc`: what package.json says that it is for.
  private static func platforms(_ manifest: PackageManifest?) -> [String] {
    manifest.map { $0.os + $0.cpu + $0.libc }?.map(\.printable) ?? []
  }

  static func unit(_ module: WasmModule, path: String, bytes: Int) -> Inspection.WasmUnit {
    let page = 1 << 16
    var told = Inspection.WasmUnit(path: path.printable, bytes: bytes)
    told.imports = module.imports.count
    told.importedNames = module.imports.prefix(1000).map { "\($0.module)#\($0.name)".printable }.sorted()
    told.exports = module.exports.count
    told.functions = module.functionCount
    told.features = module.targetFeatures.map(\.printable)
    told.producers = module.producers.mapValues { $0.map(\.printable) }
    told.minimumMemoryBytes = module.memories.first.map { Int(clamping: $0.minimum) &* page }
    told.maximumMemoryBytes = module.memories.first?.maximum.map { Int(clamping: $0) &* page }
    return told
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

  private static func hardening(_ elf: ELFFile) -> Inspection.Hardening {
    var told = Inspection.Hardening()
    told.relro = elf.linkage.isFullRelro ? .full : elf.linkage.hasRelro ? .partial : .none
    told.bindsNow = elf.linkage.bindsNow
    told.hasExecutableStack = elf.wantsExecutableStack
    told.hasTextRelocations = elf.linkage.hasTextRelocations
    told.usesStackProtector = elf.usesStackProtector
    told.usesFortify = elf.usesFortify
    told.staticTLSBytes = elf.linkage.usesStaticTLS ? elf.linkage.tlsBytes : nil
    told.searchPaths = elf.searchPaths.map(\.printable)
    return told
  }

  static func binary(_ binary: Wheel.Binary, bytes: Int) -> Inspection.Binary {
    var told = Inspection.Binary(path: binary.path.printable, bytes: bytes, machine: binary.elf.machine.description)
    told.soname = binary.elf.soname
    told.needed = binary.elf.needed
    told.allocators = binary.elf.allocators
    told.frameworks = binary.elf.frameworks
    told.versions = binary.elf.newestVersions
    if let level = binary.elf.neededLevel { told.versions["x86-64"] = "v\(level)" }
    told.panic = binary.elf.panicStrategy?.rawValue
    told.hardening = hardening(binary.elf)
    told.entryPoints = binary.elf.namedEntries
    told.exports = binary.elf.symbols.count(where: \.isDefined)
    told.isStripped = !binary.elf.hasSymbolTable
    told.hasDebugInformation = binary.elf.hasDWARF
    return told
  }
}

extension NativeImage {
  /// What the host looks for by name.
  fileprivate var namedEntries: [String]? {
    guard tellsSymbols else { return nil }
    return entryPoints.map(\.printable).sorted() + ["napi_register_module_v1"].filter(exports)
  }
}

extension Inspector {
  /// Each slice of a universal file.
  private func foreign(_ binaries: [ForeignBinary], _ places: PackagePlaces, isForPython: Bool) -> [Inspection.Binary] {
    guard !binaries.isEmpty else { return [] }
    let table = try? circumstances.tables.windowsLibraries()
    return binaries.flatMap { binary in
      zip(binary.images, Self.binaries(binary)).map { image, binary in
        var told = binary
        told.missingLibraries = Self.missing(binary.path, image, places, table, isForPython: isForPython)
        return told
      }
    }
  }

  /// As `package/linkage` finds them; nil without the table of what Windows has.
  private static func missing(
    _ path: String, _ image: ForeignImage, _ places: PackagePlaces, _ table: WindowsLibraries?, isForPython: Bool
  ) -> [String]? {
    let defects: [Defect]
    if let linkage = MachOLinkage(path, image, places) {
      defects = linkage.defects
    } else if let table, let linkage = PELinkage(path, image, places, table, isForPython: isForPython) {
      defects = linkage.defects
    } else {
      return image.needed.isEmpty ? [] : nil
    }
    return defects.filter { $0.kind == "library-not-bundled" }.compactMap { defect in
      if case .string(let name)? = defect.facts["library"] { name.printable } else { nil }
    }
  }

  private static func binaries(_ binary: ForeignBinary) -> [Inspection.Binary] {
    binary.images.map { image in
      var told = Inspection.Binary(
        path: binary.path.printable, bytes: image.notes.fileBytes, machine: image.machine.foreignName)
      told.format = binary.format.rawValue
      told.hardening = nil
      told.needed = image.needed
      told.entryPoints = image.namedEntries
      told.allocators = image.allocators
      told.frameworks = image.frameworks
      told.panic = image.panicStrategy?.rawValue
      told.exports = image.symbols.count(where: \.isDefined)
      told.isStripped = image.isStripped
      told.hasDebugInformation = image.notes.debugBytes > 0
      tell(image, of: &told)
      return told
    }
  }

  private static func tell(_ image: ForeignImage, of told: inout Inspection.Binary) {
    switch image.system {
    case .macOS(let loading):
      told.soname = loading.installName
      told.versions = loading.minimum.map { [loading.isOfiOS ? "iOS" : "macOS": "\($0)"] } ?? [:]
      told.protections = loading.isSigned ? ["signed"] : []
      told.searchPaths = loading.searchPaths
    case .emscripten(let loading): told.searchPaths = loading.searchPaths
    case .windows(let loading):
      told.versions = loading.minimum.map { ["Windows": "\($0)"] } ?? [:]
      let words = [
        (loading.isRelocated, "ASLR"), (loading.forbidsDataExecution, "DEP"), (loading.guardsControlFlow, "CFG"),
        (loading.isSigned, "signed"),
      ]
      told.protections = words.filter(\.0).map(\.1)
    }
  }
}
