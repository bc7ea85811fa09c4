import Model

/// `engines.node` against the Node-API version, or the NODE_MODULE_VERSION, that the addons need.
struct EngineTruth {
  let package: NodePackage
  let manifest: PackageManifest
  let tables: Tables

  /// Errors: `tableUnreadable`.
  func defects() throws(PackagingError) -> [Defect] {
    guard let text = manifest.nodeRange else { return [] }
    guard let range = NodeRange(parsing: text) else { return [malformed(text)] }
    // For each platform the loader takes one file; the releases of all of them together have to cover the range.
    let addons = package.addons.filter { !$0.registrations.isEmpty }
    guard !addons.isEmpty, !range.spans.isEmpty else { return [] }
    let abi = try tables.nodeABI()
    return once(nodeAPI(addons, range, text, abi)) + moduleVersion(addons, range, text, abi)
  }

  private func malformed(_ text: String) -> Defect {
    Defect(
      kind: "malformed-engines", severity: .warning,
      message:
        "package.json's engines.node is '\(text.prefix(80))', which is no range of versions; npm passes over it.",
      member: "package.json")
  }

  private func nodeAPI(_ addons: [Addon], _ range: NodeRange, _ text: String, _ abi: NodeABI) -> [Defect] {
    addons.compactMap { addon in
      guard let needed = addon.neededNodeAPI(abi), let releases = abi.releases(withNodeAPI: needed),
        let outside = NodeSpan.firstOutside(range.spans, releases)
      else { return nil }
      let because =
        addon.newestFunction(abi).map { $0.version == needed ? "\($0.name) of it is called" : "it declares it" } ?? ""
      // Releases between the long-term ones may lack what an older one got later; few run them.
      let isOldest = outside <= range.spans.map(\.from).min() ?? outside
      return Defect(
        kind: "node-api-newer-than-engines", severity: isOldest ? .error : .warning,
        message:
          "\(addon.path) needs Node-API \(needed) (\(because)), which Node \(outside) doesn't have; engines.node is "
          + "'\(text.prefix(80))'.", member: addon.path,
        facts: ["node-api": .number(Double(needed)), "node": .string("\(outside)")])
    }
  }

  private func moduleVersion(_ addons: [Addon], _ range: NodeRange, _ text: String, _ abi: NodeABI) -> [Defect] {
    let versions = Set(addons.flatMap(\.moduleVersions)).sorted()
    guard !versions.isEmpty, addons.allSatisfy(\.isV8), !manifest.isBuiltOnInstall else { return [] }
    let releases = versions.compactMap(abi.releases(withModuleVersion:))
    guard releases.count == versions.count, let outside = NodeSpan.firstOutside(range.spans, releases) else {
      return []
    }
    let numbers = versions.map(String.init).joined(separator: ", ")
    return [
      Defect(
        kind: "module-version-outside-engines",
        message:
          "The addons are built for NODE_MODULE_VERSION \(numbers), which Node \(outside) doesn't load; engines.node "
          + "is '\(text.prefix(80))'. Build one for each release, or on Node-API.", member: addons.first?.path,
        facts: ["module-version": .string(numbers), "node": .string("\(outside)")])
    ]
  }
}
