import Model

/// `package/entry-point` for npm packages and bundle folders: does `require` or `import` find a file, and does each
/// addon register?
struct NodeEntryPoint {
  let package: NodePackage
  let tables: Tables

  /// Errors: `tableUnreadable`.
  func defects() throws(PackagingError) -> [Defect] {
    guard package.isWhole, package.manifestDefect == nil else { return [] }
    return entry + (try addons()) + GlueAgreement(package: package).defects
  }

  private func addons() throws(PackagingError) -> [Defect] {
    guard !package.addons.isEmpty else { return [] }
    let abi = try tables.nodeABI()
    return once(package.addons.flatMap { AddonEntryPoint(addon: $0, abi: abi).defects })
  }

  /// A package is loaded by either; one that offers one of them is sound.
  private var entry: [Defect] {
    guard package.manifest != nil, !package.isBareBundle else { return [] }
    let resolution = EntryResolution(manifest: package.manifest, files: package.files)
    let outcomes = [resolution.entry(.require), resolution.entry(.import)]
    if outcomes.contains(where: { if case .file = $0 { true } else { false } }) { return [] }
    // What only has commands or types isn't imported at all.
    let isForImport = package.manifest?.bins.isEmpty == true && !isTypesOnly
    return outcomes.prefix(1).flatMap { defect($0, isForImport: isForImport) }
  }

  private var isTypesOnly: Bool { package.files.allSatisfy { !$0.hasSuffix("js") && !$0.hasSuffix(".node") } }

  private func defect(_ outcome: EntryResolution.Outcome, isForImport: Bool) -> [Defect] {
    switch outcome {
    case .file: return []
    case .missing(let target, _):
      return [defect("main-not-in-package", "package.json's entry is \(target), which is not in the package.")]
    case .outside(let target):
      return [defect("main-outside-package", "package.json's entry is \(target), which is outside the package.")]
    case .notExported:
      return [
        defect(
          "no-entry-for-require",
          "package.json's exports name no file for \".\" under require, import, node or default, so that nothing can "
            + "load the package.")
      ]
    case .malformed(let reason):
      return [defect("malformed-exports", "package.json's exports are not valid: \(reason).")]
    case .none where isForImport:
      return [
        defect(
          "no-main",
          "package.json has neither main nor exports, and the package has no index.js, so that nothing can load it; "
            + "name the file in main.")
      ]
    case .none: return []
    }
  }

  private func defect(_ kind: String, _ message: String) -> Defect {
    Defect(kind: kind, message: message, member: "package.json")
  }
}
