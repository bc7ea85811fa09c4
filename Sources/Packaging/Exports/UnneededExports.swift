import Model

/// Functions that the loadable files of a package export, and that nobody who loads them looks up.
struct UnneededExports {
  /// All binaries of the package: what one of them imports, another may export.
  let binaries: [NativeBinary]
  /// Those that a host loads, by name.
  let loaded: [NativeBinary]
  /// True for the names that the host looks up.
  let isEntry: (String) -> Bool
  let libraries: BundledLibraries

  var defects: [Defect] {
    let imported = Set(binaries.flatMap { $0.image.symbols.filter { !$0.isDefined }.map(\.name) })
    let modules = loaded.map { Module(binary: $0, functions: functions($0.image, imported)) }
    // On macOS and Windows a name is looked for in one library: no other's is taken in its place.
    return modules.filter { $0.binary.image is ELFFile }.flatMap { allocator($0) + clash($0) }
      + unneeded(modules.compactMap(rest))
  }

  /// What has not been told already.
  private func rest(_ module: Module) -> Module? {
    guard module.binary.image is ELFFile else { return module.functions.isEmpty ? nil : module }
    guard libraries.found(among: module.functions).isEmpty else { return nil }
    let functions = module.functions.filter { !Self.allocators.contains($0) }
    return functions.isEmpty ? nil : Module(binary: module.binary, functions: functions)
  }

  private struct Module {
    var binary: NativeBinary
    var functions: [String]
  }

  /// C++'s inline functions and templates are weak, so that all that have them share one: they are meant to be exported. What
  /// another file of the package imports is for that, but for an allocator's: every file imports those, from the process.
  private func functions(_ image: any NativeImage, _ imported: Set<String>) -> [String] {
    image.symbols.filter {
      $0.isDefined && $0.isFunction && !$0.isWeak && !Self.byLinker.contains($0.name) && !isEntry($0.name)
        && (!imported.contains($0.name) || Self.allocators.contains($0.name))
    }.map(\.name)
  }

  /// What linkers make for the loader: crti.o's functions; lld's of WebAssembly ("DynamicLinking.md", lld/wasm/Driver.cpp).
  private static let byLinker: Set<String> = [
    "_init", "_fini", "__wasm_call_ctors", "__wasm_apply_data_relocs", "__wasm_apply_global_relocs",
    "__wasm_apply_tls_relocs", "__wasm_init_memory", "__wasm_init_tls",
  ]

  /// What a process has one of: C17 7.22.3, C++17 [new.delete].
  private static let allocators: Set<String> = [
    "malloc", "calloc", "realloc", "free", "aligned_alloc", "posix_memalign", "_Znwm", "_Znam", "_ZdlPv", "_ZdaPv",
  ]

  private func allocator(_ module: Module) -> [Defect] {
    let names = module.functions.filter(Self.allocators.contains).sorted()
    guard !names.isEmpty else { return [] }
    return [
      defect(
        "exports-allocator",
        "\(module.binary.path) exports \(Self.some(names)), which belong to the process: where it is loaded with global "
          + "symbols or first, other libraries' blocks come from one allocator and go to another.", module)
    ]
  }

  private func clash(_ module: Module) -> [Defect] {
    let found = libraries.found(among: module.functions)
    guard !found.isEmpty else { return [] }
    var defect = defect(
      "exports-bundled-library",
      "\(module.binary.path) exports \(module.functions.count) functions that no host looks up, among them those of libraries that "
        + "are linked into it (\(Self.some(found))). Where the process has another copy with global symbols, the module's own "
        + "calls may go there, to whatever version it is.", module)
    defect.facts = ["exports": .number(Double(module.functions.count))]
    return [defect]
  }

  private func unneeded(_ modules: [Module]) -> [Defect] {
    let count = modules.reduce(0) { $0 + $1.functions.count }
    guard let most = modules.max(by: { $0.functions.count < $1.functions.count }) else { return [] }
    let places =
      modules.count == 1 ? most.binary.path : "\(modules.count) modules, most of them \(most.binary.path),"
    var defect = defect(
      "exports-unneeded",
      "\(places) export\(modules.count == 1 ? "s" : "") \(count) function\(count == 1 ? "" : "s") that no host looks up: "
        + "\(Self.some(most.functions.sorted())). They are part of the ABI by accident"
        + (most.binary.image is ELFFile
          ? ", and any other library's of the same name may be called in their place." : "."),
      most)
    defect.facts = ["exports": .number(Double(count))]
    return [defect]
  }

  private static func some(_ names: [String]) -> String {
    let shown = names.prefix(4).map { String(ExportedNames.readable($0).prefix(80)) }.joined(separator: ", ")
    return names.count > 4 ? "\(shown) … \(names.count - 4) more" : shown
  }

  private func defect(_ kind: String, _ message: String, _ module: Module) -> Defect {
    Defect(kind: kind, severity: .warning, message: message, member: module.binary.path)
  }
}

/// Functions by which libraries that are often linked into a module are known: the table `bundled-libraries`.
struct BundledLibraries: Decodable {
  private var functions: [String: [String]]

  /// Names of libraries, each with the function that told.
  func found(among exports: [String]) -> [String] {
    let exports = Set(exports)
    return functions.compactMap { library, names in
      names.first(where: exports.contains).map { "\($0) of \(library)" }
    }.sorted()
  }
}

extension Tables {
  func bundledLibraries() throws(PackagingError) -> BundledLibraries { try load("bundled-libraries") }
}
