import Model

/// The surface of a wheel: its modules, and what stubs and binaries say of the native ones.
struct PythonSurface {
  /// Sites of hundreds of modules with thousands of functions are cut off; RECORD has all of their files.
  static let most = 10_000

  let wheel: Wheel

  var items: [Inspection.SurfaceItem] {
    var seen: Set<String> = []
    let items =
      modules + wheel.stubs.flatMap(declared) + wheel.binaries.flatMap(tabled) + wheel.binaries.flatMap(alone)
      + UniFFIAgreement.all(wheel).flatMap(\.items)
    return Array(items.filter { seen.insert("\($0.kind) \($0.name)").inserted }.prefix(Self.most))
  }

  private var modules: [Inspection.SurfaceItem] {
    let native = wheel.loadedModules.map {
      Inspection.SurfaceItem(kind: .module, name: $0.name.dotted.printable, source: "\($0.path.printable):binary")
    }
    return native
      + wheel.members.filter { $0.kind == .file }.compactMap { member in
        Self.module(member.path).map {
          Inspection.SurfaceItem(kind: .module, name: $0.printable, source: member.path.printable)
        }
      }
  }

  /// `words.text` of `words/text.py`, `words` of `words/__init__.py`; nil of private ones and of what is no module.
  private static func module(_ path: String) -> String? {
    guard path.hasSuffix(".py") else { return nil }
    var parts = ExtensionModule.installedPath(path).map(String.init)
    parts.append(String(parts.removeLast().dropLast(3)))
    if parts.last == "__init__" { parts.removeLast() }
    let isPublic = parts.allSatisfy { ExtensionModule.isIdentifier($0) && !$0.hasPrefix("_") }
    return parts.isEmpty || !isPublic ? nil : parts.joined(separator: ".")
  }

  private func declared(_ stubs: ExtensionStubs) -> [Inspection.SurfaceItem] {
    stubs.stubs.flatMap { stub in
      let source = "\(stub.path.printable):stub"
      func item(_ kind: Inspection.SurfaceItem.Kind, _ name: String, _ signature: String? = nil) -> Inspection
        .SurfaceItem?
      {
        guard name.split(separator: ".").allSatisfy({ !$0.hasPrefix("_") }) else { return nil }
        return Inspection.SurfaceItem(
          kind: kind, name: "\(stub.name).\(name)".printable, signature: signature?.printable, source: source)
      }
      let functions = stub.functions.compactMap { item(.function, $0.name, $0.parameters?.description) }
      let constants = stub.variables.filter { $0.annotation != nil }.compactMap { item(.constant, $0.name) }
      return functions + constants
        + stub.classes.flatMap { type in
          ([item(.type, type.name)]
            + type.methods.map { item(.method, "\(type.name).\($0.name)", $0.parameters?.description) })
            .compactMap(\.self)
        }
    }
  }

  private func alone(_ binary: Wheel.Binary) -> [Inspection.SurfaceItem] {
    guard let module = ExtensionModule(binary)?.name else { return [] }
    return CythonFunctions(binary.elf.pythonMethods, of: module, path: binary.path).items
  }

  /// Of a method of PyO3's the file doesn't say the type, so that it is not told.
  private func tabled(_ binary: Wheel.Binary) -> [Inspection.SurfaceItem] {
    guard let module = ExtensionModule(binary)?.name else { return [] }
    return binary.elf.pythonMethods.filter { !$0.name.hasPrefix("_") }.compactMap { method in
      let source = "\(binary.path.printable):binary"
      if case .type(let type)? = method.owner {
        let last = type.split(separator: ".").last.map(String.init) ?? type
        return last.hasPrefix("_")
          ? nil
          : Inspection.SurfaceItem(
            kind: .method, name: "\(module).\(last).\(method.name)".printable, signature: method.signature?.printable,
            source: source)
      }
      guard method.isFunction, method.owner != nil || method.signature != nil else { return nil }
      return Inspection.SurfaceItem(
        kind: .function, name: "\(module).\(method.name)".printable, signature: method.signature?.printable,
        source: source)
    }
  }
}
