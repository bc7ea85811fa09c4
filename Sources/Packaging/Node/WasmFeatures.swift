import Model

/// The first release of Node that has each feature of WebAssembly without a flag, by the names of the tool conventions.
struct WasmFeatures: Sendable, Decodable {
  var node: [String: NodeVersion]
}

extension Tables {
  func wasmFeatures() throws(PackagingError) -> WasmFeatures { try load("wasm-features") }
}

/// `engines.node` against the features that the package's modules say they use.
///
/// A toolchain lists what it was allowed to use, so that a module may list more than is in its code: a warning.
struct WasmFeatureTruth {
  let package: NodePackage
  let manifest: PackageManifest
  let tables: Tables

  static func applies(_ package: NodePackage) -> Bool {
    package.manifest?.nodeRange != nil && package.modules.contains { !$0.wasm.usedFeatures.isEmpty }
  }

  /// Errors: `tableUnreadable`.
  func defects() throws(PackagingError) -> [Defect] {
    guard Self.applies(package), let text = manifest.nodeRange, let range = NodeRange(parsing: text) else { return [] }
    let features = try tables.wasmFeatures()
    return package.modules.compactMap { defect($0.path, $0.wasm, range, text, features) }
  }

  private func defect(
    _ path: String, _ module: WasmModule, _ range: NodeRange, _ text: String, _ features: WasmFeatures
  ) -> Defect? {
    let newest = module.usedFeatures.compactMap { name in features.node[name].map { (name: name, since: $0) } }
      .max { ($0.since, $1.name) < ($1.since, $0.name) }
    guard let newest, let outside = NodeSpan.firstOutside(range.spans, [NodeSpan(newest.since)]) else { return nil }
    return Defect(
      kind: "wasm-feature-newer-than-engines", severity: .warning,
      message:
        "\(path) lists \(newest.name) in target_features, which Node has from \(newest.since) on; engines.node is "
        + "'\(text.prefix(80))'. Node \(outside) refuses the module where its code makes use of it.", member: path,
      facts: ["feature": .string(newest.name), "node": .string("\(newest.since)")])
  }
}

extension WasmModule {
  /// Without the sign: `+simd128` reads `simd128`.
  var usedFeatures: [String] { targetFeatures.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) } }
}
