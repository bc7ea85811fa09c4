import Model

/// RPATH and RUNPATH of one file: folders of the machine that it was built on, and ways out of where it is installed.
struct SearchPaths {
  let binary: Wheel.Binary

  var defects: [Defect] { binary.elf.searchPaths.prefix(64).compactMap(defect) }

  private var name: String { binary.elf.runpath == nil ? "RPATH" : "RUNPATH" }

  private func defect(_ path: String) -> Defect? {
    guard let relative = Self.relativeToOrigin(path) else {
      return path.hasPrefix("/") ? absolute(path) : searchedFromHere(path)
    }
    guard Self.climbs(relative) > folders.count else { return nil }
    return found(
      "search-path-leaves",
      "\(binary.path) looks for libraries in \(path) (\(name)), which is outside the folder that the package is installed "
        + "into.")
  }

  /// Where the file lies below the folder that it is installed into.
  private var folders: ArraySlice<Substring> { ExtensionModule.installedPath(binary.path).dropLast() }

  /// What comes after `$ORIGIN`; nil for another path (ld.so(8), "Dynamic string tokens").
  private static func relativeToOrigin(_ path: String) -> Substring? {
    for token in ["$ORIGIN", "${ORIGIN}"] where path.hasPrefix(token) {
      let rest = path.dropFirst(token.count)
      if rest.isEmpty || rest.hasPrefix("/") { return rest }
    }
    return nil
  }

  /// How far above its start a path comes at most.
  private static func climbs(_ path: Substring) -> Int {
    var depth = 0
    var most = 0
    for part in path.split(separator: "/") where part != "." {
      depth += part == ".." ? 1 : -1
      most = max(most, depth)
    }
    return most
  }

  private func absolute(_ path: String) -> Defect {
    found(
      "absolute-search-path",
      "\(binary.path) looks for libraries in \(path) (\(name)), a folder of the machine that it was built on: where a user "
        + "has one of that name, what lies in it is loaded. Use $ORIGIN, or take it out with patchelf --remove-rpath.")
  }

  /// An empty part, too, is the current folder.
  private func searchedFromHere(_ path: String) -> Defect {
    found(
      "relative-search-path",
      "\(binary.path) looks for libraries in '\(path)' (\(name)), seen from the folder that the process happens to be in; "
        + "whatever lies there is loaded. Begin it with $ORIGIN.", severity: .error)
  }

  private func found(_ kind: String, _ message: String, severity: Severity = .warning) -> Defect {
    Defect(kind: kind, severity: severity, message: message, member: binary.path)
  }
}
