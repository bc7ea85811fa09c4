import Model

/// What users of an npm package or a bundle reach: the declarations of the script that is loaded, or what it exports where
/// there are none, and the exports of modules.
struct ScriptSurface {
  let package: NodePackage

  var items: [Inspection.SurfaceItem] {
    var items: [Inspection.SurfaceItem] = []
    var resolver = DeclarationResolver(package)
    for entry in ScriptEntries(package: package).all {
      let outer = entry.subpath == "." ? "" : "\(entry.subpath.dropFirst())."
      // The main one is called as the package is, which is told already.
      if entry.subpath != "." {
        items.append(item(.module, String(entry.subpath.dropFirst()), nil, "\(entry.script):metadata"))
      }
      if let file = entry.declarations {
        let exports = resolver.exports(of: file)
        items += declared(exports, outer, "\(file):declaration", part(exports.isOpen))
      } else if let loaded = LoadedScript(entry.script, package) {
        let source = "\(entry.script):script\(part(loaded.isOpen || loaded.handsAddon))"
        items += loaded.exports.keys.sorted().map { item(.export, outer + $0, nil, source) }
      }
    }
    var seen: Set<Inspection.SurfaceItem> = []
    return Self.bounded(items.filter { seen.insert($0).inserted }) + modules
  }

  /// Bytes of signatures that are told whole, for types to be taken apart; playwright's have 300,000 together.
  private static let mostSignatures = 4 << 20

  /// What is behind that is told as far as a report has it.
  private static func bounded(_ items: [Inspection.SurfaceItem]) -> [Inspection.SurfaceItem] {
    var rest = mostSignatures
    return items.map { item in
      rest -= item.signature?.utf8.count ?? 0
      guard rest < 0 else { return item }
      var short = item
      short.signature = item.signature?.printable
      return short
    }
  }

  private func part(_ isOpen: Bool) -> String { isOpen ? Inspection.SurfaceItem.part : "" }

  /// Those that a script reads are the script's affair.
  private var modules: [Inspection.SurfaceItem] {
    let read = Set(package.glues.flatMap(\.wasmFiles))
    return package.modules.flatMap { module in
      let isInner = read.contains(GlueAgreement.fileName(module.path))
      return WasmExports(path: module.path, wasm: module.wasm, isInner: isInner).items
    }
  }

  private func item(
    _ kind: Inspection.SurfaceItem.Kind, _ name: String, _ signature: String?, _ source: String
  ) -> Inspection.SurfaceItem {
    .init(kind: kind, name: name.printable, signature: signature?.printable(atMost: 6000), source: source.printable)
  }

  private func declared(
    _ exports: DeclarationExports, _ outer: String, _ source: String, _ part: String
  ) -> [Inspection.SurfaceItem] {
    let whole = exports.whole.filter { $0.kind != .namespace }.flatMap { declaration in
      // `export =` has no name but the package's.
      items(of: declaration, named: outer + "default", source, part, depth: 0)
    }
    return whole
      + exports.names.sorted { $0.key < $1.key }.flatMap { name, declarations in
        declarations.isEmpty
          ? [item(.export, outer + name, nil, source + part)]
          : declarations.flatMap { items(of: $0, named: outer + name, source, part, depth: 0) }
      }
  }

  private static let mostDepth = 5

  private func items(
    of declaration: Declaration, named name: String, _ source: String, _ part: String, depth: Int
  ) -> [Inspection.SurfaceItem] {
    let shape = [.interface, .alias].contains(declaration.kind) ? Inspection.SurfaceItem.shape : ""

    let constructors = declaration.members.filter { $0.kind == .constructor }
    let base = declaration.base.map { " extends \($0)" }
    let signatures =
      constructors.isEmpty
      ? [declaration.signature ?? base] : constructors.map { ($0.signature ?? "") + (base ?? "") }
    let own = signatures.map { item(declaration.kind.surface, name, $0, source + shape + part) }
    guard depth < Self.mostDepth else { return own }
    let inner =
      declaration.members.filter { $0.kind != .constructor }
      + declaration.scope.flatMap { $0.declared }
    return own + inner.flatMap { items(of: $0, named: "\(name).\($0.name)", source, part, depth: depth + 1) }
  }
}

extension Declaration.Kind {
  fileprivate var surface: Inspection.SurfaceItem.Kind {
    switch self {
    case .function: .function
    case .method, .constructor: .method
    case .type, .interface, .alias, .enumeration, .constantEnumeration: .type
    case .constant, .property, .member: .constant
    case .namespace: .module
    }
  }
}
