import Model

/// What one slice of a Mach-O file names, and where macOS looks for it: dyld(1), "@rpath" and the words like it.
struct MachOLinkage {
  let path: String
  let image: ForeignImage
  let loading: MachOLoading
  let places: PackagePlaces

  init?(_ path: String, _ image: ForeignImage, _ places: PackagePlaces) {
    guard let loading = image.macOS else { return nil }
    (self.path, self.image, self.loading, self.places) = (path, image, loading, places)
  }

  var defects: [Defect] {
    // Without a library that it can do without, it is loaded all the same.
    image.needed.filter { !loading.weakLibraries.contains($0) }.compactMap(library) + searchPaths
  }

  private func library(_ name: String) -> Defect? {
    let leaf = name.split(separator: "/").last ?? ""
    if Self.isSystems(name) || leaf.hasPrefix("libswift") { return nil }
    if name.contains("Python.framework/") || leaf.hasPrefix("libpython") { return loading.isOfiOS ? nil : python(name) }
    if let rest = Self.rest(of: name, behind: "@loader_path") {
      return found(places.place(rest, from: path), name)
    }
    // One that is loaded already is taken by its name.
    guard !name.hasPrefix("/"), places.has(named: leaf) else {
      return name.hasPrefix("@rpath/") ? byRPath(name) : notBundled(name, isElsewhere: false)
    }
    return nil
  }

  /// delocate's rule: what is part of macOS, and of iOS.
  static func isSystems(_ name: String) -> Bool { name.hasPrefix("/usr/lib/") || name.hasPrefix("/System/") }

  private static func rest(of name: String, behind word: String) -> Substring? {
    name.hasPrefix(word + "/") || name == word ? name.dropFirst(word.count) : nil
  }

  private func byRPath(_ name: String) -> Defect? {
    let rest = name.dropFirst("@rpath".count)
    let found = loading.searchPaths.compactMap { Self.rest(of: $0, behind: "@loader_path") }.map { folder in
      places.place(folder + rest, from: path)
    }
    if found.contains(where: { $0 == .there }) { return nil }
    return notBundled(name, isElsewhere: found.contains { $0 == .outside })
  }

  private func found(_ place: PackagePlaces.Place, _ name: String) -> Defect? {
    place == .there ? nil : notBundled(name, isElsewhere: place == .outside)
  }

  private func notBundled(_ name: String, isElsewhere: Bool) -> Defect {
    let mayBeThere = isElsewhere || (places.hasOthers && !name.hasPrefix("/"))
    return defect(
      "library-not-bundled", mayBeThere ? .warning : .error,
      "\(path) needs \(name), which is neither in the package nor part of \(loading.isOfiOS ? "iOS" : "macOS")"
        + (mayBeThere
          ? "; unless another package has loaded it before, the import fails."
          : ": the import fails where it isn't installed by chance. Bundle it (delocate-wheel), or link it statically."),
      ["library": .string(name)])
  }

  private func python(_ name: String) -> Defect {
    defect(
      "links-libpython", .error,
      "\(path) needs \(name), the library of one installation of Python: in another, the import fails, or there are two "
        + "Pythons in one process. Extension modules find Python's symbols in the process: link them with -undefined "
        + "dynamic_lookup.")
  }

  /// Only what is named by @rpath is looked for there.
  private var searchPaths: [Defect] {
    guard image.needed.contains(where: { $0.hasPrefix("@rpath/") && !$0.hasPrefix("@rpath/libswift") }) else {
      return []
    }
    return loading.searchPaths.filter { $0.hasPrefix("/") && !Self.isSystems($0 + "/") }.prefix(64).map { folder in
      defect(
        "absolute-search-path", .warning,
        "\(path) looks for libraries in \(folder) (LC_RPATH), a folder of the machine that it was built on: where a user has "
          + "one of that name, what lies in it is loaded. Use @loader_path, or take it out with install_name_tool "
          + "-delete_rpath.")
    }
  }

  private func defect(_ kind: String, _ severity: Severity, _ message: String, _ facts: [String: Value] = [:]) -> Defect
  {
    Defect(kind: kind, severity: severity, message: message, member: path, facts: facts)
  }
}
