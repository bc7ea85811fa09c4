import Model

/// `package/entry-point`: does the host find what it looks for when it loads the package?
struct EntryPointQuestion: PackageQuestion {
  static let probe = "package/entry-point"

  private let tables: Tables

  init(_ circumstances: Circumstances) { tables = circumstances.tables }

  func answer(_ wheel: Wheel) -> [Observation] {
    let bound = UniFFIAgreement.all(wheel)
    let modules = wheel.loadedModules
    guard !modules.isEmpty || !bound.isEmpty || !wheel.unreadUniFFI.isEmpty else {
      return wheel.figures + [.skip("there is no extension module in the wheel that could have an entry point")]
    }
    return wheel.figures + bounded(WheelEntryPoint(wheel: wheel).defects + bound.flatMap(\.refusals))
      + untold(modules.filter { !$0.image.tellsSymbols && $0.image is ForeignImage }.map(\.path)) + wheel.unreadUniFFI
  }

  func answer(_ package: NodePackage) -> [Observation] {
    package.figures
      + told { () throws(PackagingError) in try NodeEntryPoint(package: package, tables: tables).defects() }
      + untold(package.addons.filter { !$0.image.tellsSymbols && $0.image is ForeignImage }.map(\.path))
  }

  func answer(_ library: SharedObject) -> [Observation] {
    library.figures + (library.elf.hasSections ? bounded(library.entryPoint) : [Self.stripped])
  }

  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    guard addon.image.tellsSymbols else { return object.figures + [Self.stripped] }
    return object.figures
      + told { () throws(PackagingError) in AddonEntryPoint(addon: addon, abi: try tables.nodeABI()).defects }
  }

  func answer(_ addon: ForeignBinary) -> [Observation] {
    addon.figures
      + told { () throws(PackagingError) in
        let abi = try tables.nodeABI()
        return once(addon.addons.flatMap { AddonEntryPoint(addon: $0, abi: abi).defects })
      } + untold(addon.images.contains(where: \.tellsSymbols) ? [] : [addon.path])
  }

  private static let stripped = Observation.unmeasured(
    "the section headers are stripped, and with them the table of exports")

  func answer(_ module: BareModule) -> [Observation] { module.figures + bounded(module.entryPoint) }
}
