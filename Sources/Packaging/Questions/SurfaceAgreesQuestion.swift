import Model

/// `package/surface-agrees`: do stubs, declarations and headers say what is in the binary?
struct SurfaceAgreesQuestion: PackageQuestion {
  static let probe = "package/surface-agrees"
  private let circumstances: Circumstances

  init(_ circumstances: Circumstances) { self.circumstances = circumstances }

  func answer(_ wheel: Wheel) -> [Observation] {
    let bound = UniFFIAgreement.all(wheel)
    guard !wheel.stubs.isEmpty || !bound.isEmpty || !wheel.unreadUniFFI.isEmpty else {
      return wheel.figures + [.skip("there is no stub in the wheel that stands for an extension module")]
    }
    let defects = wheel.stubs.flatMap { stubs in
      wheel.natives.first { $0.path == stubs.binary }.map { StubAgreement(stubs: stubs, image: $0.image).defects } ?? []
    }
    return wheel.figures + bounded(defects + bound.flatMap(\.differences)) + unread(wheel)
      + wheel.unreadUniFFI
  }

  /// Names are sought in any file; tables are read of ELF alone.
  private func unread(_ wheel: Wheel) -> [Observation] {
    let paths = Set(wheel.stubs.map(\.binary))
    return wheel.foreign.filter { paths.contains($0.path) }.prefix(1).map {
      .unmeasured(
        "of a \($0.format.rawValue) file the tables of functions aren't read: whether the signatures in its stub are those of the "
          + "functions is not known")
    }
  }

  func answer(_ package: NodePackage) -> [Observation] {
    let agreement = DeclarationAgreement(package: package)
    let unread = agreement.unread
    guard !agreement.subjects.isEmpty || !unread.isEmpty else {
      return package.figures + [.skip("there are no declarations in the package of the script that is loaded")]
    }
    return package.figures + bounded(agreement.defects) + (unread.isEmpty ? [] : [Self.unmeasured(unread)])
      + [agreement.unsought.map(Observation.unmeasured)].compactMap(\.self)
  }

  func answer(_ library: SharedObject) -> [Observation] {
    guard circumstances.kind != .cxx else {
      return library.figures + [
        .skip("the header is C++, whose names are mangled: a linker holds them against each other")
      ]
    }
    guard let path = circumstances.artifact.header else {
      return library.figures + [.skip("no header was given that the exports could be held against")]
    }
    guard library.elf.hasSections else { return library.figures + [Self.stripped] }
    let folder = HeaderFolder(path)
    guard folder.content(folder.name) != nil else {
      return library.figures + [.unmeasured("the header \(folder.name) can't be read")]
    }
    return library.figures + bounded(HeaderAgreement(object: library, folder: folder).defects)
  }

  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    object.figures + [.skip("a .node file alone comes with no declarations")]
  }

  func answer(_ addon: ForeignBinary) -> [Observation] {
    addon.figures + [.skip("a .node file alone comes with no declarations")]
  }

  func answer(_ module: BareModule) -> [Observation] {
    module.figures + [.skip("a .wasm file alone comes with no declarations")]
  }

  private static func unmeasured(_ unread: [String]) -> Observation {
    .unmeasured(
      "not read: \(unread.listed()); of a package's declarations and scripts \(TextSurface.most >> 20) MiB are, and of one "
        + "\(TextSurface.mostEach >> 20) MiB")
  }

  private static let stripped = Observation.unmeasured(
    "the section headers are stripped, and with them the table of exports")
}
