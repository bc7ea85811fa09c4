import Model

/// `package/entry-point` for a wasm-bindgen bundle: the script and the module it reads need each other's names.
struct GlueAgreement {
  let package: NodePackage

  var defects: [Defect] {
    missingFiles + package.modules.flatMap(defects(of:))
  }

  /// Scripts that wasm-bindgen wrote; in others the names may be put together at run time.
  private var glues: [NodePackage.Glue] { package.glues.filter(\.source.isWasmBindgen) }

  private var missingFiles: [Defect] {
    let present = Set(package.files.map(Self.fileName))
    return glues.flatMap { glue in
      glue.namedFiles.filter { !present.contains($0) }.map { file in
        Defect(
          kind: "wasm-file-missing", message: "\(glue.path) reads \(file), which is not in the package.",
          member: glue.path)
      }
    }
  }

  private func defects(of module: NodePackage.Module) -> [Defect] {
    let readers = package.glues.filter { $0.wasmFiles.contains(Self.fileName(module.path)) }
    if readers.isEmpty { return BareModule(name: module.path, wasm: module.wasm).entryPoint }
    // The parts of one bundle: any of them may be the one that wasm-bindgen's names are in.
    guard readers.contains(where: \.source.isWasmBindgen) else { return [] }
    return imports(of: module, readers.map(\.source)) + exports(of: module, readers)
  }

  private func imports(of module: NodePackage.Module, _ sources: [GlueSource]) -> [Defect] {
    module.wasm.imports.filter { isMissing($0, sources) }.map { missing in
      Defect(
        kind: "import-not-provided",
        message: "\(module.path) imports \(missing.name) of \(missing.module), which its script doesn't provide; both "
          + "have to come from one run of one wasm-bindgen.", member: module.path,
        facts: ["module": .string(missing.module.printable), "name": .string(missing.name.printable)])
    }
  }

  /// Names of the glue's own module have to be defined; another's is imported whole, so that it has to be named.
  private func isMissing(_ wanted: WasmModule.Import, _ sources: [GlueSource]) -> Bool {
    let isOwn =
      ["__wbindgen_placeholder__", "wbg"].contains(wanted.module)
      || (wanted.module.hasPrefix("./") && wanted.module.hasSuffix("_bg.js"))
    guard isOwn else { return !sources.contains { $0.strings.contains(wanted.module) } }
    return !sources.contains { $0.defined.contains(wanted.name) }
  }

  private func exports(of module: NodePackage.Module, _ glues: [NodePackage.Glue]) -> [Defect] {
    let present = Set(module.wasm.exports.map(\.name))
    return glues.flatMap { glue in
      // A script may read several modules, and only one of them is called `wasm` in it.
      guard glue.wasmFiles.count == 1 else { return [Defect]() }
      return glue.source.used.subtracting(present).sorted().map { name in
        Defect(
          kind: "export-missing",
          message:
            "\(glue.path) uses the export \(name), which \(module.path) doesn't have; both have to come from one "
            + "run of one wasm-bindgen.", member: glue.path, facts: ["name": .string(name.printable)])
      }
    }
  }

  static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
