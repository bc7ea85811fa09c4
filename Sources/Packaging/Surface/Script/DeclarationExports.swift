/// What importers of a declaration file get, with what it hands on from the package's other files.
struct DeclarationExports {
  /// By exported name; overloads and merged declarations are several, and a name whose declaration wasn't found has none.
  var names: [String: [Declaration]] = [:]
  /// Names that importers get, too, though nothing says so.
  var further: Set<String> = []
  /// What `export =` names.
  var whole: [Declaration] = []
  /// There may be more than these.
  var isOpen = false

  fileprivate mutating func add(_ name: String, _ declarations: [Declaration]) {
    names[name, default: []] += declarations
  }

  /// ECMA-262, 16.2.3.7: a star hands on all but the default.
  fileprivate mutating func addStarred(_ other: DeclarationExports) {
    for (name, declarations) in other.names where name != "default" && names[name] == nil { names[name] = declarations }
    further.formUnion(other.further)
    isOpen = isOpen || other.isOpen || !other.whole.isEmpty
  }
}

/// Follows what declaration files hand on to each other.
struct DeclarationResolver {
  let package: NodePackage
  private var done: [String: DeclarationExports] = [:]
  private var underway: Set<String> = []
  /// Files that hand on to each other in a row.
  private static let mostDepth = 30

  init(_ package: NodePackage) { self.package = package }

  mutating func exports(of file: String) -> DeclarationExports {
    if let known = done[file] { return known }
    guard let scope = scope(of: file), underway.count < Self.mostDepth, underway.insert(file).inserted else {
      return DeclarationExports(isOpen: true)
    }
    let result = exports(of: scope, in: file)
    underway.remove(file)
    done[file] = result
    return result
  }

  /// The file's own, and what it declares as the package's module.
  private func scope(of file: String) -> DeclarationScope? {
    guard let scope = package.declarations[file]?.scope else { return nil }
    guard var named = package.name.flatMap({ scope.modules[$0] }) else { return scope.isModule ? scope : nil }
    // A module that is declared is ambient: what is in it is exported without the word.
    for index in named.declared.indices { named.declared[index].isExported = true }
    named.imports.merge(scope.imports) { own, _ in own }
    return named
  }

  private mutating func exports(of scope: DeclarationScope, in file: String) -> DeclarationExports {
    var result = DeclarationExports(isOpen: scope.isOpen)
    if let name = scope.assigned {
      assign(name, scope, file, &result)
    } else {
      for item in scope.declared {
        if item.isExported {
          result.add(item.isDefault ? "default" : item.name, [item])
        } else {
          result.further.insert(item.name)
        }
      }
    }
    for handed in scope.handed where !handed.name.isEmpty {
      result.add(handed.name, handed.isTypeOnly ? [] : declarations(of: handed, scope, file))
    }
    for star in scope.starred {
      if let path = path(star, file) { result.addStarred(exports(of: path)) } else { result.isOpen = true }
    }
    return result
  }

  private func path(_ request: String, _ file: String) -> String? {
    ScriptPaths(package: package).declarations(request, from: file)
  }

  private mutating func declarations(
    of handed: DeclarationScope.Handed, _ scope: DeclarationScope, _ file: String
  ) -> [Declaration] {
    if let request = handed.file {
      guard handed.local != "*", let path = path(request, file) else { return [] }
      return exports(of: path).names[handed.local] ?? []
    }
    return local(handed.local, scope, file)
  }

  private mutating func local(_ name: String, _ scope: DeclarationScope, _ file: String) -> [Declaration] {
    let own = scope.declared.filter { $0.name == name }
    guard own.isEmpty, let origin = scope.imports[name], origin.name != "*", origin.name != "=",
      let path = path(origin.file, file)
    else { return own }
    return exports(of: path).names[origin.name] ?? []
  }

  /// `export = words;`: what is in the namespace is exported, and so is what is static in the class.
  private mutating func assign(
    _ name: String, _ scope: DeclarationScope, _ file: String, _ result: inout DeclarationExports
  ) {
    if let origin = scope.imports[name], origin.name == "=", let path = path(origin.file, file) {
      let other = exports(of: path)
      (result.names, result.whole) = (other.names, other.whole)
      result.isOpen = result.isOpen || other.isOpen
      return
    }
    result.whole = local(name, scope, file)
    if result.whole.isEmpty { result.isOpen = true }
    for item in result.whole { take(item, &result) }
  }

  private func take(_ item: Declaration, _ result: inout DeclarationExports) {
    switch item.kind {
    case .namespace:
      for inner in item.scope {
        for declared in inner.declared { result.add(declared.name, [declared]) }
        for handed in inner.handed where !handed.name.isEmpty { result.add(handed.name, []) }
      }
    case .type:
      for member in item.members where member.isStatic { result.add(member.name, [member]) }
      // A base has static ones of its own.
      result.isOpen = true
    case .function, .interface, .alias: break
    default: result.isOpen = true
    }
  }
}
