/// A script that is loaded, and the declarations of it.
struct DeclaredScript {
  var entry: ScriptEntries.Entry
  var file: String
  var declared: DeclarationExports
  var loaded: LoadedScript

  static func all(_ package: NodePackage) -> [DeclaredScript] {
    var resolver = DeclarationResolver(package)
    return ScriptEntries(package: package).all.compactMap { entry in
      guard let file = entry.declarations, let loaded = LoadedScript(entry.script, package) else { return nil }
      return DeclaredScript(entry: entry, file: file, declared: resolver.exports(of: file), loaded: loaded)
    }
  }
}
