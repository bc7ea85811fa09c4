import Model

/// `package/tag-truth`: do tags, names and package.json promise what the binaries keep?
struct TagTruthQuestion: PackageQuestion {
  static let probe = "package/tag-truth"

  private let artifact: Artifact
  private let tables: Tables

  init(_ circumstances: Circumstances) { (artifact, tables) = (circumstances.artifact, circumstances.tables) }

  func answer(_ wheel: Wheel) -> [Observation] {
    wheel.figures + told { () throws(PackagingError) in try TagTruth(wheel: wheel, tables: tables).defects() }
  }

  func answer(_ package: NodePackage) -> [Observation] {
    if let reason = NodeTagTruth.inapplicable(package) { return package.figures + [.skip(reason)] }
    return package.figures
      + told { () throws(PackagingError) in try NodeTagTruth(package: package, tables: tables)?.defects() ?? [] }
  }

  func answer(_ library: SharedObject) -> [Observation] {
    library.figures + told { () throws(PackagingError) in library.tagTruth + (try library.stable(tables)) }
  }

  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    let named = object.nameDefect.map { [$0] } ?? []
    return object.figures + bounded(named.isEmpty ? object.tagTruth : named)
  }

  func answer(_ addon: ForeignBinary) -> [Observation] {
    guard let platform = NodePlatform(suffixOf: addon.path.dropLast(".node".count)) else {
      return addon.figures + [.skip("its name says no platform that it could be wrong about")]
    }
    return addon.figures
      + bounded([PlatformName(name: addon.path, platform: platform).defect(addon)].compactMap(\.self))
  }

  func answer(_ module: BareModule) -> [Observation] {
    [Self.untagged]
  }

  private static let untagged = Observation.skip("a .wasm file has no tags: it is for every processor and system")

  /// A file that is no module has no tags either.
  func answer(_ error: PackagingError) -> [Observation] {
    artifact.path.hasSuffix(".wasm") ? [Self.untagged] : [.unmeasured(error.description)]
  }
}
