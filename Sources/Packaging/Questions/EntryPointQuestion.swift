import Model

/// `package/entry-point`: does the host find what it looks for when it loads the package?
struct EntryPointQuestion: PackageQuestion {
  static let probe = "package/entry-point"

  private let tables: Tables

  init(_ circumstances: Circumstances) { tables = circumstances.tables }

  func answer(_ wheel: Wheel) -> [Observation] {
    let bound = UniFFIAgreement.all(wheel)
    let unread = wheel.unread.modules.told("the entry point")
    guard !wheel.extensionModules.isEmpty || !bound.isEmpty else {
      return wheel.figures + unread.orSkip("there is no extension module in the wheel that could have an entry point")
    }
    return wheel.figures + bounded(WheelEntryPoint(wheel: wheel).defects + bound.flatMap(\.refusals)) + unread
  }

  func answer(_ package: NodePackage) -> [Observation] {
    package.figures
      + told { () throws(PackagingError) in try NodeEntryPoint(package: package, tables: tables).defects() }
      + package.unread.addons.told("how it registers with Node")
  }

  func answer(_ library: SharedObject) -> [Observation] {
    library.figures + (library.elf.hasSections ? bounded(library.entryPoint) : [Self.stripped])
  }

  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    guard addon.elf.hasSections else { return object.figures + [Self.stripped] }
    return object.figures
      + told { () throws(PackagingError) in AddonEntryPoint(addon: addon, abi: try tables.nodeABI()).defects }
  }

  private static let stripped = Observation.unmeasured(
    "the section headers are stripped, and with them the table of exports")

  func answer(_ module: BareModule) -> [Observation] { module.figures + bounded(module.entryPoint) }
}
