import Model

/// `package/linkage`: is what the loader has to find, map and bind there and in order?
struct LinkageQuestion: PackageQuestion {
  static let probe = "package/linkage"
  private let tables: Tables

  init(_ circumstances: Circumstances) { tables = circumstances.tables }

  func answer(_ wheel: Wheel) -> [Observation] {
    guard !wheel.natives.isEmpty else { return wheel.figures + [Self.nothingLinked] }
    return wheel.figures + Self.figures(wheel.binaries)
      + told { () throws(PackagingError) in
        let system = OldestSystem(wheel, try tables.platformPolicies())
        let libraries = NeededLibraries(
          binaries: wheel.binaries, allows: system?.policy.map { policy in { policy.allows(library: $0) } },
          promise: system?.tag ?? "")
        return wheel.extensionModules.flatMap { Self.pythonLibrary($0, system) } + libraries.defects
          + wheel.binaries.flatMap { BinaryLinkage(binary: $0).defects }
          + (try foreign(wheel.foreign, wheel.places, isForPython: true))
      }
  }

  func answer(_ package: NodePackage) -> [Observation] {
    guard !package.natives.isEmpty else { return package.figures + [Self.nothingLinked] }
    return package.figures + Self.figures(package.binaries)
      + told { () throws(PackagingError) in
        once(package.addons.flatMap { Self.nodeLibrary($0, severity: .error) }) + (try beside(package.binaries)).defects
          + package.binaries.flatMap { BinaryLinkage(binary: $0).defects }
          + (try foreign(package.foreign, package.places, isForPython: false))
      }
  }

  func answer(_ library: SharedObject) -> [Observation] {
    let binary = Wheel.Binary(path: library.name, elf: library.elf)
    return library.figures + Self.figures([binary]) + bounded(BinaryLinkage(binary: binary).defects)
  }

  /// An addon alone is loaded by the Node that its user has: one with a libnode, perhaps.
  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    let binary = Wheel.Binary(path: addon.path, elf: object.elf)
    return object.figures + Self.figures([binary])
      + bounded(Self.nodeLibrary(addon, severity: .warning) + BinaryLinkage(binary: binary).defects)
  }

  /// Which folder it lies in, and what beside it, nobody says.
  func answer(_ addon: ForeignBinary) -> [Observation] {
    addon.figures
      + told { () throws(PackagingError) in
        try foreign([addon], PackagePlaces(files: [String](), hasOthers: true), isForPython: false)
      }
  }

  func answer(_ module: BareModule) -> [Observation] { [Self.nothingLinked] }

  private static let nothingLinked = Observation.skip("there is no binary in it that a loader would link")

  /// Programs too: a DLL that isn't there keeps them from starting.
  private func foreign(
    _ binaries: [ForeignBinary], _ places: PackagePlaces, isForPython: Bool
  ) throws(PackagingError) -> [Defect] {
    guard !binaries.isEmpty else { return [] }
    let table = try tables.windowsLibraries()
    let defects = binaries.flatMap { binary in
      binary.images.flatMap { image in
        (MachOLinkage(binary.path, image, places)?.defects ?? [])
          + (EmscriptenLinkage(binary.path, image, places)?.defects ?? [])
          + (PELinkage(binary.path, image, places, table, isForPython: isForPython)?.defects ?? [])
      }
    }
    return Self.eachLibrary(once(defects))
  }

  /// One for each library, whichever files need it, and whichever slices of them.
  private static func eachLibrary(_ defects: [Defect]) -> [Defect] {
    var users: [String: Set<String>] = [:]
    for defect in defects {
      if let library = defect.facts["library"]?.string { users[library, default: []].insert(defect.member ?? "") }
    }
    var told: Set<String> = []
    return defects.compactMap { defect in
      guard let library = defect.facts["library"]?.string else { return defect }
      guard told.insert(library).inserted else { return nil }
      var defect = defect
      let more = (users[library]?.count ?? 1) - 1
      if more > 0 { defect.message += " \(more) more file\(more > 1 ? "s need" : " needs") it." }
      return defect
    }
  }

  /// npm's packages promise no system: what manylinux2014 lets a wheel need is what nearly all have.
  private func beside(_ binaries: [Wheel.Binary]) throws(PackagingError) -> NeededLibraries {
    let policies = try tables.platformPolicies()
    let glibc = binaries.first { $0.elf.needsGlibc }.flatMap {
      policies.policy(for: "manylinux2014_\($0.elf.machine.description)")
    }
    return NeededLibraries(
      binaries: binaries, allows: glibc.map { policy in { policy.allows(library: $0) } },
      promise: "what every glibc system has (the manylinux2014 policy)")
  }

  private static func figures(_ binaries: [Wheel.Binary]) -> [Observation] {
    [
      .fact("full-relro", .number(Double(binaries.count { $0.elf.linkage.isFullRelro }))),
      .fact("bind-now", .number(Double(binaries.count { $0.elf.linkage.bindsNow }))),
    ]
  }

  /// "manylinux1 wheels must not link against libpython": PEP 513; an interpreter may have it built in. Android's loader finds
  /// the symbols of no other library than those that are named: PEP 738.
  private static func pythonLibrary(_ module: ExtensionModule, _ system: OldestSystem?) -> [Defect] {
    guard system?.isAndroid != true,
      let library = module.elf.needed.first(where: { $0.hasPrefix("libpython") })
    else { return [] }
    return [
      Defect(
        kind: "links-libpython", severity: system == nil ? .warning : .error,
        message:
          "\(module.path) needs \(library), which an interpreter without a shared library doesn't have: the import "
          + "fails there, or there are two Pythons in one process. Extension modules find Python's symbols in the process.",
        member: module.path)
    ]
  }

  private static func nodeLibrary(_ addon: Addon, severity: Severity) -> [Defect] {
    guard let library = addon.libnode else { return [] }
    return [
      Defect(
        kind: "links-libnode", severity: severity,
        message: "\(addon.path) needs \(library), which only some systems' own packages of Node have; node as it is "
          + "published has it built in, and doesn't load the addon.", member: addon.path)
    ]
  }
}
