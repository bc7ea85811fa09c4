import Model

/// The functions of a Cython module that no table has, put where the names of its tracebacks say that they are.
struct CythonFunctions {
  private let module: String
  private let path: String
  private let alone: [PythonMethod]
  /// Full names of what a table has.
  private let tabled: Set<String>

  init(_ methods: [PythonMethod], of module: String, path: String) {
    (self.module, self.path) = (module, path)
    alone = methods.filter { $0.shownAs != nil }
    tabled = Set(methods.compactMap { Self.fullName($0, in: module) })
  }

  private static func fullName(_ method: PythonMethod, in module: String) -> String? {
    switch method.owner {
    case .module: "\(module).\(method.name)"
    case .type(let type): "\(module).\(type.split(separator: ".").last ?? "").\(method.name)"
    case nil: nil
    }
  }

  /// `words._native.count` by `code`; by `unplaced` what can't be put anywhere, as if it were the module's, and classes that
  /// only their functions tell of.
  var items: [Inspection.SurfaceItem] { placed + classes }

  private var placed: [Inspection.SurfaceItem] {
    let functions = Set(alone.map(\.name))
    return Dictionary(grouping: alone.filter { !$0.name.hasPrefix("_") && !Self.isNameless($0.name) }, by: \.name)
      .sorted { $0.key < $1.key }.flatMap { name, methods -> [Inspection.SurfaceItem] in
        let shown = shown(methods[0])
        // Of more names than functions some are of what C alone can call.
        guard !shown.isEmpty, shown.count <= methods.count else {
          return [item(.function, "\(module).\(name)", "unplaced")]
        }
        return shown.sorted().compactMap { placed($0, functions) }
      }
  }

  private var classes: [Inspection.SurfaceItem] {
    let functions = Set(alone.map(\.name))
    let names = alone.flatMap(shown).compactMap { shown -> String? in
      let parts = shown.dropFirst(module.count + 1).split(separator: ".")
      return parts.count == 2 && !functions.contains(String(parts[0])) ? "\(module).\(parts[0])" : nil
    }
    return Set(names).sorted().map { item(.type, $0, "unplaced") }
  }

  private func shown(_ method: PythonMethod) -> Set<String> {
    (method.shownAs ?? []).filter { $0.hasPrefix("\(module).") && !tabled.contains($0) }
  }

  private func placed(_ shown: String, _ functions: Set<String>) -> Inspection.SurfaceItem? {
    let parts = shown.dropFirst(module.count + 1).split(separator: ".")
    switch parts.count {
    case 1: return item(.function, shown, "code")
    // What is inside of a function is nobody's.
    case 2 where !parts[0].hasPrefix("_") && !functions.contains(String(parts[0])): return item(.method, shown, "code")
    default: return nil
    }
  }

  private func item(_ kind: Inspection.SurfaceItem.Kind, _ name: String, _ evidence: String) -> Inspection.SurfaceItem {
    Inspection.SurfaceItem(kind: kind, name: name.printable, source: "\(path.printable):\(evidence)")
  }

  /// `lambda3`, `genexpr`: Cython's names for what has none.
  private static func isNameless(_ name: String) -> Bool {
    ["lambda", "genexpr"].contains { name.hasPrefix($0) && name.dropFirst($0.count).allSatisfy(\.isNumber) }
  }
}
