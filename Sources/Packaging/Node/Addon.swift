/// A `.node` file: how it registers with Node, and which Node it needs.
///
/// Source: Node's "C++ addons" and "Node-API" pages, and src/node_binding.cc for what dlopen is followed by.
package struct Addon: Sendable {
  package var path: String
  package var image: any NativeImage
  /// The version that it declares; nil where it declares none, and Node takes 8.
  package var declaredNodeAPI: Int?

  init(path: String, image: any NativeImage, declaredNodeAPI: Int?) {
    (self.path, self.image, self.declaredNodeAPI) = (path, image, declaredNodeAPI)
  }

  package init(path: String, elf: ELFFile) {
    self.init(path: path, image: elf, declaredNodeAPI: elf.declaredNodeAPI)
  }

  init(_ binary: Wheel.Binary) { self.init(path: binary.path, elf: binary.elf) }

  package enum Registration: String, Sendable {
    /// `napi_register_module_v1`, which Node looks up by name.
    case symbol
    /// `napi_module_register`, called while it is loaded.
    case constructor
    /// `node_register_module_v<NODE_MODULE_VERSION>`: V8's ABI, aware of contexts.
    case v8Symbol
    /// `node_module_register`, called while it is loaded: V8's ABI.
    case v8Constructor
  }

  package var registrations: [Registration] {
    var found: [Registration] = []
    if image.exports("napi_register_module_v1") { found.append(.symbol) }
    if image.imports("napi_module_register") { found.append(.constructor) }
    if !moduleVersionSymbols.isEmpty { found.append(.v8Symbol) }
    if image.imports("node_module_register") { found.append(.v8Constructor) }
    return found
  }

  /// The numbers N of the functions `node_register_module_vN` that it exports.
  private var moduleVersionSymbols: [Int] {
    image.symbols.filter(\.isDefined).compactMap { symbol in
      let prefix = "node_register_module_v"
      return symbol.name.hasPrefix(prefix) ? Int(symbol.name.dropFirst(prefix.count)) : nil
    }
  }

  /// NODE_MODULE_VERSIONs that load it; empty for Node-API, and where only its data would tell.
  package var moduleVersions: [Int] {
    if !moduleVersionSymbols.isEmpty { return moduleVersionSymbols }
    guard registrations.contains(.v8Constructor) else { return [] }
    return libnode.flatMap { Int($0.dropFirst("libnode.so.".count)) }.map { [$0] } ?? []
  }

  package var isV8: Bool { registrations.contains(.v8Symbol) || registrations.contains(.v8Constructor) }

  /// The libnode that it names: no program but one that links it can load the addon.
  package var libnode: String? { image.needed.first { $0.hasPrefix("libnode.so") } }

  /// Node-API functions that it can't do without.
  package var nodeAPIFunctions: [String] {
    image.symbols.filter {
      !$0.isDefined && !$0.isWeak && ($0.name.hasPrefix("napi_") || $0.name.hasPrefix("node_api_"))
    }.map(\.name)
  }

  /// Functions of V8's and Node's C++ interface, which change with each major release.
  package var v8Functions: Int {
    image.symbols.count {
      !$0.isDefined && ["_ZN2v8", "_ZNK2v8", "_ZN4node"].contains(where: $0.name.hasPrefix)
    }
  }

  /// The function that came with the newest version, and that version.
  func newestFunction(_ abi: NodeABI) -> (name: String, version: Int)? {
    nodeAPIFunctions.map { (name: $0, version: abi.version(ofFunction: $0)) }.max { $0.version < $1.version }
  }

  /// The Node-API version without which it can't be loaded, or a function of it not be called.
  func neededNodeAPI(_ abi: NodeABI) -> Int? {
    guard !isV8, registrations.contains(.symbol) || registrations.contains(.constructor) else { return nil }
    return max(declaredNodeAPI ?? 1, newestFunction(abi)?.version ?? 1)
  }
}

extension ForeignBinary {
  var addons: [Addon] { images.map { Addon(path: path, image: $0, declaredNodeAPI: $0.declaredNodeAPI) } }
}
