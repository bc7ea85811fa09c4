import Model

/// Follows what stubs hand on to each other: typing documentation, "Import conventions" of stub files.
struct StubResolver {
  let modules: [String: StubModule]
  private var done: [String: Names] = [:]
  private var underway: Set<String> = []
  /// Stubs that hand on to each other in a row.
  private static let mostDepth = 30

  /// What a module has.
  struct Names {
    var declared: [String: Declared] = [:]
    /// May be there: imported for its own use, below a condition, or known to type checkers alone.
    var further: Set<String> = []
    var isOpen = false
  }

  enum Declared {
    case functions([StubModule.Function])
    case type(StubModule.Class, inner: [StubModule.Class])
    case constant
    /// Handed on from where nothing was read.
    case handed
  }

  init(_ modules: [String: StubModule]) { self.modules = modules }

  mutating func names(of name: String) -> Names {
    if let known = done[name] { return known }
    guard let module = modules[name], underway.count < Self.mostDepth, underway.insert(name).inserted else {
      return Names(isOpen: true)
    }
    var names = Self.own(module)
    for item in module.imports { take(item, in: module, &names) }
    for source in module.starred { takeAll(of: source, in: module, &names) }
    narrow(&names, to: module)
    underway.remove(name)
    done[name] = names
    return names
  }

  private static func own(_ module: StubModule) -> Names {
    var names = Names(isOpen: module.isPartial)
    let functions = Dictionary(grouping: module.functions, by: \.name)
    for (name, all) in functions {
      if all.contains(where: \.isConditional) {
        names.further.insert(name)
      } else {
        names.declared[name] = .functions(all)
      }
    }
    for type in module.classes where !type.name.contains(".") {
      guard !type.isConditional, type.isThere else {
        names.further.insert(type.name)
        continue
      }
      let inner = module.classes.filter { $0.name.hasPrefix(type.name + ".") }
      names.declared[type.name] = .type(type, inner: inner)
    }
    for variable in module.variables {
      let isTypes = variable.isTypeVariable || variable.annotation?.contains("TypeAlias") == true
      guard !variable.isConditional, !isTypes, names.declared[variable.name] == nil else {
        names.further.insert(variable.name)
        continue
      }
      names.declared[variable.name] = .constant
    }
    return names
  }

  private mutating func take(_ item: StubModule.Import, in module: StubModule, _ names: inout Names) {
    let isMeant = item.isHandedOn || module.all?.contains(item.local) == true
    guard isMeant, !item.isConditional else {
      names.further.insert(item.local)
      return
    }
    guard names.declared[item.local] == nil else { return }
    let source = item.name.isEmpty ? nil : Self.absolute(item.source, in: module)
    let origin = source.flatMap { modules[$0] == nil ? nil : self.names(of: $0).declared[item.name] }
    names.declared[item.local] = origin ?? .handed
  }

  private mutating func takeAll(of source: String, in module: StubModule, _ names: inout Names) {
    guard let source = Self.absolute(source, in: module), modules[source] != nil else { return names.isOpen = true }
    let other = self.names(of: source)
    names.declared.merge(other.declared.filter { !$0.key.hasPrefix("_") }) { own, _ in own }
    names.further.formUnion(other.further)
    names.isOpen = names.isOpen || other.isOpen
  }

  /// What `__all__` leaves out is nobody's, and what it names is there.
  private func narrow(_ names: inout Names, to module: StubModule) {
    guard let all = module.all.map(Set.init) else { return }
    let left = names.declared.keys.filter { !all.contains($0) }
    names.further.formUnion(left)
    for name in left { names.declared[name] = nil }
    for name in all where names.declared[name] == nil && !names.further.contains(name) {
      names.declared[name] = .handed
    }
  }

  /// `words.text` of `.text` in words; nil where it climbs out.
  static func absolute(_ source: String, in module: StubModule) -> String? {
    let dots = source.prefix { $0 == "." }.count
    guard dots > 0 else { return source }
    var parts = module.name.split(separator: ".").map(String.init)
    let climbs = dots - (module.path.hasSuffix("/__init__.pyi") ? 1 : 0)
    guard climbs <= parts.count else { return nil }
    parts.removeLast(climbs)
    let rest = source.dropFirst(dots)
    if !rest.isEmpty { parts.append(String(rest)) }
    return parts.joined(separator: ".")
  }
}

extension StubResolver.Declared {
  func items(_ name: String, _ source: String) -> [Inspection.SurfaceItem] {
    switch self {
    case .functions(let all): [Self.item(.function, name, all, source)]
    case .constant: [.init(kind: .constant, name: name.printable, source: source)]
    case .handed: [.init(kind: .export, name: name.printable, source: source)]
    case .type(let type, let inner):
      [.init(kind: .type, name: name.printable, source: source)]
        + Self.members(type, name, source)
        + inner.flatMap { other in
          let place = "\(name)\(other.name.dropFirst(type.name.count))"
          return [.init(kind: .type, name: place.printable, source: source)] + Self.members(other, place, source)
        }
    }
  }

  private static let transparent: Set<String> = ["staticmethod", "classmethod", "final", "typing.final", "deprecated"]

  /// Of overloads, and of what a decorator may have changed, there is no one signature.
  private static func item(
    _ kind: Inspection.SurfaceItem.Kind, _ name: String, _ all: [StubModule.Function], _ source: String
  ) -> Inspection.SurfaceItem {
    let isPlain = all.count == 1 && all[0].decorators.allSatisfy(transparent.contains)
    let isProperty = all.contains { $0.decorators.contains { $0.hasSuffix("property") || $0.hasSuffix(".setter") } }
    return .init(
      kind: isProperty ? .constant : kind, name: name.printable,
      signature: isPlain ? all[0].parameters?.description.printable : nil, source: source)
  }

  private static func members(
    _ type: StubModule.Class, _ name: String, _ source: String
  ) -> [Inspection.SurfaceItem] {
    let methods = Dictionary(grouping: type.methods.filter { !$0.name.hasPrefix("_") }, by: \.name)
      .filter { !$0.value.contains(where: \.isConditional) }
    let variables = type.variables.filter { !$0.name.hasPrefix("_") && !$0.isConditional && methods[$0.name] == nil }
    return methods.sorted { $0.key < $1.key }.map { item(.method, "\(name).\($0.key)", $0.value, source) }
      + variables.map { .init(kind: .constant, name: "\(name).\($0.name)".printable, source: source) }
  }

  /// Names in it that nothing is told of.
  func further(_ name: String) -> [String] {
    guard case .type(let type, let inner) = self else {
      if case .handed = self { return ["\(name).*"] }
      return []
    }
    return ([type] + inner).flatMap { other -> [String] in
      let place = "\(name)\(other.name.dropFirst(type.name.count))"
      let hidden =
        other.methods.filter(\.isConditional).map(\.name) + other.variables.filter(\.isConditional).map(\.name)
      return hidden.map { "\(place).\($0)" } + (other.isWhole ? [] : ["\(place).*"])
    }
  }
}

extension StubModule.Class {
  /// No base has members of its own that others are meant to use.
  fileprivate var isWhole: Bool {
    let plain: Set<String> = ["object", "Generic", "typing.Generic", "Protocol", "typing.Protocol", "Exception"]
    return bases.allSatisfy(plain.contains) && !methods.contains { $0.name == "__getattr__" }
  }

  fileprivate var isThere: Bool { !decorators.contains { $0.hasSuffix("type_check_only") } }
}
