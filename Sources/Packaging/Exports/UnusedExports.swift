import Model

/// Functions that a module exports and the script that wasm-bindgen wrote for it doesn't use.
struct UnusedExports {
  let package: NodePackage

  /// Of a script by somebody else the names may be put together at run time.
  var hasReadScript: Bool { !readers.isEmpty }

  private var readers: [(module: NodePackage.Module, sources: [GlueSource])] {
    package.modules.compactMap { module in
      let glues = package.glues.filter { $0.wasmFiles.contains(GlueAgreement.fileName(module.path)) }
      return glues.contains(where: \.source.isWasmBindgen) ? (module, glues.map(\.source)) : nil
    }
  }

  var defects: [Defect] { readers.flatMap { defects($0.module, $0.sources) } }

  private func defects(_ module: NodePackage.Module, _ sources: [GlueSource]) -> [Defect] {
    let used = sources.reduce(into: Set<String>()) { $0.formUnion($1.used) }
    let unused = module.wasm.exports.filter { $0.kind == .function && !used.contains($0.name) && !Self.isOwn($0.name) }
      .map(\.name)
    guard !unused.isEmpty else { return [] }
    let shown = unused.sorted().prefix(4).joined(separator: ", ")
    return [
      Defect(
        kind: "exports-unneeded", severity: .warning,
        message:
          "\(module.path) exports \(unused.count) function\(unused.count == 1 ? "" : "s") that its script doesn't use: "
          + "\(shown). They stay in the file, and anybody may call them past the script's checks.",
        member: module.path, facts: ["exports": .number(Double(unused.count))])
    ]
  }

  /// wasm-bindgen's own, which closures and the start of a thread look up by other ways.
  private static func isOwn(_ name: String) -> Bool { name.hasPrefix("__w") || name == "main" || name == "_start" }
}
