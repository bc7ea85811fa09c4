/// Names that declarations promise, and that nothing but a native addon in the package can have.
struct AddonNames {
  struct Name {
    var kind: Declaration.Kind
    /// As the addon has to have it.
    var name: String
    /// `Counter.add`
    var qualified: String
    var file: String
    var script: String
  }

  private(set) var all: [Name] = []
  /// In how many scripts of the package a word is.
  private var spread: [String: Int] = [:]
  /// What every object and every function has: ECMA-262, 20.1.3 and 20.2.3.
  private static let inherited: Set<String> = [
    "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "name",
    "length", "apply", "bind", "call",
  ]

  init(_ package: NodePackage) {
    // A script that wasn't read may add to what the addon exports.
    guard !package.elfAddons.isEmpty, !package.declarations.isEmpty,
      package.files.allSatisfy({ !NodePart.isScript($0) || package.scripts[$0] != nil })
    else { return }
    for script in package.scripts.values { for word in script.words { spread[word, default: 0] += 1 } }
    for pair in DeclaredScript.all(package) { take(pair) }
  }

  private mutating func take(_ pair: DeclaredScript) {
    for (name, items) in pair.declared.names.sorted(by: { $0.key < $1.key }) where name != "default" {
      guard let item = items.first(where: \.isValue), item.isOfItsOwn, let native = native(name, pair.loaded) else {
        continue
      }
      all.append(Name(kind: item.kind, name: native, qualified: name, file: pair.file, script: pair.entry.script))
      guard item.kind == .type, item.base == nil, items.count == 1 else { continue }
      for member in item.members where isSought(member) {
        all.append(
          Name(
            kind: .method, name: member.name, qualified: "\(name).\(member.name)", file: pair.file,
            script: pair.entry.script))
      }
    }
  }

  /// What the addon calls it; nil where it may be a script's own.
  private func native(_ name: String, _ loaded: LoadedScript) -> String? {
    switch loaded.exports[name]?.shape {
    // The word is in the one script that takes it from the addon.
    case .native(let member): spread[member, default: 0] <= 1 ? member : nil
    case nil: loaded.handsAddon && !loaded.isOpen && spread[name] == nil ? name : nil
    default: nil
    }
  }

  private func isSought(_ member: Declaration) -> Bool {
    member.kind == .method && !member.isAbstract && spread[member.name] == nil && !Self.inherited.contains(member.name)
  }
}

extension Declaration {
  fileprivate var isOfItsOwn: Bool { [.function, .type, .constant, .enumeration].contains(kind) }
}
