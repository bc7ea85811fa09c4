/// Which file of a package `require(name)` or `import name` loads, as Node finds it.
///
/// Source: Node's "Modules: CommonJS modules", LOAD_AS_FILE, LOAD_INDEX and LOAD_AS_DIRECTORY, and "Modules: ECMAScript
/// modules", PACKAGE_EXPORTS_RESOLVE and PACKAGE_TARGET_RESOLVE, of Node 24.
struct EntryResolution {
  let manifest: PackageManifest?
  /// Paths below the package's folder.
  let files: Set<String>
  /// TypeScript, which takes `types` before all else.
  var forTypes = false

  enum Loader: String, Sendable {
    case require, `import`

    var conditions: Set<String> { [rawValue, "node", "node-addons", "module-sync", "default"] }
  }

  enum Outcome: Equatable {
    case file(String)
    /// `target` is what package.json says; `fallback` the index.js that Node then takes with a warning (DEP0128).
    case missing(target: String, fallback: String? = nil)
    case outside(target: String)
    /// `exports` names nothing for this loader.
    case notExported
    case malformed(String)
    /// No main, no exports, no index.js.
    case none
  }

  func entry(_ loader: Loader) -> Outcome {
    if let exports = manifest?.exports { return resolve(exports, loader) }
    guard let main = manifest?.main, !main.isEmpty else {
      return index(in: "").map(Outcome.file) ?? .none
    }
    guard let path = Self.normalized(main) else { return .outside(target: main) }
    return asFile(path).map(Outcome.file) ?? index(in: path).map(Outcome.file)
      ?? .missing(target: main, fallback: index(in: ""))
  }

  /// The file that is loaded, whatever package.json says.
  func file(_ loader: Loader, _ subpath: String = ".") -> String? {
    switch subpath == "." ? entry(loader) : entry(loader, subpath) {
    case .file(let path): path
    case .missing(_, let fallback): fallback
    case .outside, .notExported, .malformed, .none: nil
    }
  }

  /// `./sub` of `exports`.
  private func entry(_ loader: Loader, _ subpath: String) -> Outcome {
    manifest?.exports?[subpath].flatMap { resolve(target: $0, loader) } ?? .notExported
  }

  private func asFile(_ path: String) -> String? {
    ["", ".js", ".json", ".node"].map { path + $0 }.first { files.contains($0) }
  }

  private func index(in folder: String) -> String? {
    let start = folder.isEmpty ? "" : folder + "/"
    return [".js", ".json", ".node"].map { "\(start)index\($0)" }.first { files.contains($0) }
  }

  /// Without `.` and `..`; nil where it climbs out of the package or is absolute.
  static func normalized(_ path: String) -> String? {
    guard !path.isAbsolutePath, !path.utf8.contains(UInt8(ascii: "\\")), !path.utf8.contains(0) else { return nil }
    var parts: [Substring] = []
    for part in path.pathComponents() where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard parts.popLast() != nil else { return nil }
    }
    return parts.joined(separator: "/")
  }
}

extension EntryResolution {
  private func resolve(_ exports: OrderedJSON, _ loader: Loader) -> Outcome {
    guard let members = exports.object, members.contains(where: { $0.key.hasPrefix(".") }) else {
      return resolve(target: exports, loader) ?? .notExported
    }
    guard members.allSatisfy({ $0.key.hasPrefix(".") }) else {
      return .malformed("its keys are paths and conditions at once")
    }
    return exports["."].flatMap { resolve(target: $0, loader) } ?? .notExported
  }

  /// Nil where nothing in it is meant for the loader, so that the next condition is tried.
  private func resolve(target: OrderedJSON, _ loader: Loader) -> Outcome? {
    switch target {
    case .string(let path): return resolve(path)
    case .object(let members):
      for member in members where loader.conditions.contains(member.key) || (forTypes && member.key == "types") {
        if let outcome = resolve(target: member.value, loader) { return outcome }
      }
      return nil
    case .array(let targets):
      // The first that is valid counts, whether its file is there or not.
      let outcomes = targets.compactMap { resolve(target: $0, loader) }
      return outcomes.first { if case .malformed = $0 { false } else { true } } ?? outcomes.last
    case .null: return nil
    default: return .malformed("a target is \(target.kind)")
    }
  }

  private func resolve(_ target: String) -> Outcome {
    guard target.hasPrefix("./") else {
      return target.hasPrefix("../") || target.hasPrefix("/")
        ? .outside(target: target) : .malformed("the target '\(target.prefix(80))' doesn't begin with './'")
    }
    guard let path = Self.normalized(target) else { return .outside(target: target) }
    return files.contains(path) ? .file(path) : .missing(target: target)
  }
}
