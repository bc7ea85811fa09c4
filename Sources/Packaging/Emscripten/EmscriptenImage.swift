extension ForeignImage {
  /// A module of WebAssembly that Emscripten's loader links into a running Python; nil of one that stands by itself.
  init?(emscripten module: WasmModule) {
    guard let linking = module.linking else { return nil }
    let is64 = module.memories.first?.is64 == true
    self.init(machine: is64 ? .wasm64 : .wasm32, type: .sharedObject, system: .emscripten(EmscriptenLoading(linking)))
    needed = linking.needed.map(\.printable)
    symbols = Self.exports(module, linking) + Self.imports(module)
    tellsSymbols = true
    isStripped = !module.customSections.contains("name")
    notes = ForeignNotes(module)
    allocators = strings.allocators(with: symbols)
  }

  /// What C++ shares among libraries, inline functions and templates, can't be told here from the rest: the linker leaves no
  /// note of it on most.
  private static func exports(_ module: WasmModule, _ linking: DynamicLinking) -> [ELFFile.DynamicSymbol] {
    module.exports.filter { $0.kind != .memory && $0.kind != .table }.map { export in
      ELFFile.DynamicSymbol(
        name: export.name, isDefined: true, isFunction: export.kind == .function,
        isWeak: linking.weakExports.contains(export.name) || export.name.hasPrefix("_Z"))
    }
  }

  /// `env` has the functions, `GOT.func` and `GOT.mem` the addresses of functions and data: "DynamicLinking.md", "Imports".
  /// The address of what a module itself exports comes this way, too.
  private static func imports(_ module: WasmModule) -> [ELFFile.DynamicSymbol] {
    let own = Set(module.exports.map(\.name))
    var seen: Set<String> = []
    return module.imports.filter { wanted in
      ["env", "GOT.func", "GOT.mem"].contains(wanted.module) && wanted.kind != .memory && wanted.kind != .table
        && !own.contains(wanted.name) && seen.insert(wanted.name).inserted
    }.map { ELFFile.DynamicSymbol(name: $0.name, isDefined: false, isFunction: $0.kind == .function) }
  }

  var emscripten: EmscriptenLoading? { if case .emscripten(let loading) = system { loading } else { nil } }
}

/// How Emscripten's loader is told to load a module.
package struct EmscriptenLoading: Sendable, Equatable {
  /// Folders that it looks for libraries in.
  package var searchPaths: [String]

  init(_ linking: DynamicLinking) { searchPaths = linking.searchPaths.map(\.printable) }
}

extension ForeignNotes {
  fileprivate init(_ module: WasmModule) {
    self.init()
    strings = module.strings
    toolchain = module.toolchain
    auditedCrates = module.auditedCrates
    secrets = module.secrets
    fileBytes = module.size
  }
}
