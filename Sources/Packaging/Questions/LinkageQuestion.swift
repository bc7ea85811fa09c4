import Model

/// `package/linkage`: is what the loader has to find, map and bind there and in order?
struct LinkageQuestion: PackageQuestion {
  static let probe = "package/linkage"
  private let tables: Tables

  init(_ circumstances: Circumstances) { tables = circumstances.tables }

  func answer(_ wheel: Wheel) -> [Observation] {
    let unread = wheel.unread.told(Self.unread)
    guard !wheel.binaries.isEmpty else { return wheel.figures + unread.orSkip(Self.nothingLinked) }
    return wheel.figures + Self.figures(wheel.binaries)
      + told { () throws(PackagingError) in
        let system = OldestSystem(wheel, try tables.platformPolicies())
        let libraries = NeededLibraries(
          binaries: wheel.binaries, allows: system?.policy.map { policy in { policy.allows(library: $0) } },
          promise: system?.tag ?? "")
        return wheel.extensionModules.flatMap { Self.pythonLibrary($0, system) } + libraries.defects
          + wheel.binaries.flatMap { BinaryLinkage(binary: $0).defects }
      } + unread
  }

  func answer(_ package: NodePackage) -> [Observation] {
    let unread = package.unread.told(Self.unread)
    guard !package.binaries.isEmpty else { return package.figures + unread.orSkip(Self.nothingLinked) }
    return package.figures + Self.figures(package.binaries)
      + told { () throws(PackagingError) in
        package.addons.flatMap { Self.nodeLibrary($0, severity: .error) } + (try beside(package.binaries)).defects
          + package.binaries.flatMap { BinaryLinkage(binary: $0).defects }
      } + unread
  }

  func answer(_ library: SharedObject) -> [Observation] {
    let binary = Wheel.Binary(path: library.name, elf: library.elf)
    return library.figures + Self.figures([binary]) + bounded(BinaryLinkage(binary: binary).defects)
  }

  /// An addon alone is loaded by the Node that its user has: one with a libnode, perhaps.
  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    let binary = Wheel.Binary(path: addon.path, elf: addon.elf)
    return object.figures + Self.figures([binary])
      + bounded(Self.nodeLibrary(addon, severity: .warning) + BinaryLinkage(binary: binary).defects)
  }

  func answer(_ module: BareModule) -> [Observation] { [.skip(Self.nothingLinked)] }

  private static let nothingLinked = "there is no binary in it that a loader would link"
  private static let unread = "what it needs"

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

  /// "manylinux1 wheels must not link against libpython": PEP 513; an interpreter may have it built in.
  private static func pythonLibrary(_ module: ExtensionModule, _ system: OldestSystem?) -> [Defect] {
    guard let library = module.elf.needed.first(where: { $0.hasPrefix("libpython") }) else { return [] }
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
