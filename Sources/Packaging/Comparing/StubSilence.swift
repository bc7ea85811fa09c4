import Model

/// Names of the old release's stubs that the new one's say nothing of, one way or the other.
struct StubSilence {
  private let before: Set<String>
  private let after: [String: Inspection.StubbedModule]
  private let modules: Set<String>
  private let types: Set<String>

  init(_ old: Inspection, _ new: Inspection) {
    before = Set((old.stubs ?? []).map(\.name))
    after = Dictionary((new.stubs ?? []).map { ($0.name, $0) }) { first, _ in first }
    modules = Set(new.surface.filter { $0.kind == .module }.map(\.name))
    types = Set(new.surface.filter { $0.kind == .type }.map(\.name))
  }

  /// Whether nobody knows if it is gone.
  func covers(_ name: String, _ items: [Inspection.SurfaceItem]) -> Bool {
    guard !items.isEmpty, items.allSatisfy({ $0.evidence == "stub" }), let module = module(of: name) else {
      return false
    }
    // What Python itself puts there.
    if name.split(separator: ".").last?.hasPrefix("_") == true { return true }
    // A class that is an alias now has its members elsewhere.
    let outer = name.split(separator: ".").dropLast().joined(separator: ".")
    if outer != module, !types.contains(outer) { return true }
    // A module is a name of its package, too.
    if modules.contains(name) || after[name] != nil { return true }
    guard let stub = after[module] else { return modules.contains(module) || isPackage(module) }
    let rest = String(name.dropFirst(module.count + 1))
    return stub.isOpen || stub.further.contains { isOf($0, rest) }
  }

  /// A stub alone told of it, and a stub may be wrong about what a module in Python has.
  func isOfStub(_ name: String, _ items: [Inspection.SurfaceItem]) -> Bool {
    items.allSatisfy { $0.evidence == "stub" } && module(of: name) != nil
  }

  /// The one whose stub told of it.
  private func module(of name: String) -> String? {
    var parts = name.split(separator: ".")
    while parts.count > 1 {
      parts.removeLast()
      let module = parts.joined(separator: ".")
      if before.contains(module) { return module }
    }
    return nil
  }

  private func isPackage(_ module: String) -> Bool { modules.contains { $0.hasPrefix(module + ".") } }

  /// `Counter.*` is of `Counter.add`; `Counter` of all that is in it.
  private func isOf(_ further: String, _ name: String) -> Bool {
    let outer = further.hasSuffix(".*") ? String(further.dropLast(2)) : further
    return name == further || name.hasPrefix(outer + ".")
  }
}
