/// Which file of a package another one means: Node's "LOAD_AS_FILE", and TypeScript's "Modules: Reference", "File extension
/// substitution" and "Relative file path resolution".
struct ScriptPaths {
  let package: NodePackage

  /// The script that a `require` or an `import` of a relative path loads; nil for other packages, and where it wasn't read.
  func script(_ request: String, from file: String) -> String? {
    guard let path = below(request, file) else { return nil }
    return ["", ".js", ".cjs", ".mjs", "/index.js"].map { path + $0 }.first { package.scripts[$0] != nil }
  }

  /// `./words.node`, and `./words` where no script is called so.
  func isAddon(_ request: String, from file: String) -> Bool {
    guard let path = below(request, file) else { return false }
    return ["", ".js", ".json", ".node"].map { path + $0 }.first(where: package.files.contains)?.hasSuffix(".node")
      ?? false
  }

  /// The declaration file that an `import` in one means.
  func declarations(_ request: String, from file: String) -> String? {
    below(request, file).flatMap(declarations)
  }

  /// `lib/words`, `lib/words.js`, `lib` and `lib/words.d.ts` are all `lib/words.d.ts`, if it is there.
  func declarations(_ path: String) -> String? {
    var names = [
      path, "\(path).d.ts", "\(path).d.mts", "\(path).d.cts", path.isEmpty ? "index.d.ts" : "\(path)/index.d.ts",
    ]
    if let beside = Self.beside(path) { names.insert(beside, at: 0) }
    return names.first { package.declarations[$0] != nil }
  }

  /// `words.d.mts` of `words.mjs`
  static func beside(_ script: String) -> String? {
    [(".mjs", ".d.mts"), (".cjs", ".d.cts"), (".js", ".d.ts")].first { script.hasSuffix($0.0) }
      .map { String(script.dropLast($0.0.count)) + $0.1 }
  }

  private func below(_ request: String, _ file: String) -> String? {
    guard request == "." || request == ".." || request.hasPrefix("./") || request.hasPrefix("../") else { return nil }
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    return EntryResolution.normalized(folder.isEmpty ? request : "\(folder)/\(request)")
  }
}
