/// What a package is loaded by, and what says what is in it.
struct ScriptEntries {
  struct Entry: Hashable {
    /// `.`, or `./sub` of `exports`.
    var subpath: String
    var script: String
    var declarations: String?
  }

  let package: NodePackage
  private var paths: ScriptPaths { ScriptPaths(package: package) }
  private static let mostSubpaths = 100

  /// The main one first, for `require` and then for `import`; each pair of files once.
  var all: [Entry] {
    if package.isBareBundle {
      return package.entry.map {
        [Entry(subpath: ".", script: $0, declarations: ScriptPaths.beside($0).flatMap(paths.declarations))]
      }
        ?? []
    }
    let loaders: [EntryResolution.Loader] = [.require, .import]
    var seen: Set<[String]> = []
    return subpaths.flatMap { subpath in loaders.compactMap { entry(subpath, $0) } }
      .filter { seen.insert([$0.script, $0.declarations ?? ""]).inserted }
  }

  /// Files that have to be held against each other and were not taken apart, since there is too much in them.
  var unread: [String] {
    let declarations = package.files.filter(TextSurface.isDeclaration)
    guard !declarations.isEmpty else { return [] }
    let scripts = loaded.filter { NodePart.isScript($0) && package.scripts[$0] == nil }
    return Set(declarations.filter { package.declarations[$0] == nil } + scripts).sorted()
  }

  private var loaded: [String] {
    if package.isBareBundle { return package.entry.map { [$0] } ?? [] }
    let resolution = EntryResolution(manifest: package.manifest, files: package.files)
    return subpaths.flatMap { [resolution.file(.require, $0), resolution.file(.import, $0)].compactMap(\.self) }
  }

  private var subpaths: [String] {
    let keys = package.manifest?.exports?.object?.map(\.key) ?? []
    return ["."]
      + keys.filter { $0.hasPrefix("./") && !$0.contains("*") && !$0.hasSuffix("/") }.prefix(Self.mostSubpaths)
  }

  private func entry(_ subpath: String, _ loader: EntryResolution.Loader) -> Entry? {
    let resolution = EntryResolution(manifest: package.manifest, files: package.files)
    guard let script = resolution.file(loader, subpath), package.scripts[script] != nil else { return nil }
    return Entry(subpath: subpath, script: script, declarations: declarations(of: script, subpath, loader))
  }

  /// TypeScript's "Modules: Reference", "package.json exports" and "package.json main and types".
  private func declarations(of script: String, _ subpath: String, _ loader: EntryResolution.Loader) -> String? {
    if package.manifest?.exports != nil {
      let resolution = EntryResolution(manifest: package.manifest, files: package.files, forTypes: true)
      if let file = resolution.file(loader, subpath).flatMap(paths.declarations) { return file }
    }
    // What `typesVersions` maps elsewhere is another file for each compiler.
    guard package.manifest?.json["typesVersions"] == nil else { return nil }
    let stated =
      subpath == "." ? package.manifest?.types.flatMap(EntryResolution.normalized).flatMap(paths.declarations) : nil
    return stated ?? ScriptPaths.beside(script).flatMap(paths.declarations)
  }
}
