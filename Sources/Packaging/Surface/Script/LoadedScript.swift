/// What a script exports with all that it hands on from the package's own files.
struct LoadedScript {
  private(set) var exports: [String: ScriptExports.Export] = [:]
  private(set) var words: Set<String> = []
  private(set) var isOpen = false
  /// All that an addon in the package exports is handed on.
  private(set) var handsAddon = false
  private(set) var isESM = false
  private(set) var whole: ScriptShape?

  /// Scripts that hand on each other's names are few.
  private static let mostScripts = 50

  /// Nil where it wasn't read.
  init?(_ script: String, _ package: NodePackage) {
    guard let first = package.scripts[script] else { return nil }
    (isESM, whole) = (first.isESM, first.whole)
    let paths = ScriptPaths(package: package)
    var waiting = [script]
    var seen: Set<String> = []
    while let next = waiting.popLast() {
      guard seen.count < Self.mostScripts, let exports = package.scripts[next] else {
        isOpen = true
        break
      }
      guard seen.insert(next).inserted else { continue }
      add(exports, isFirst: next == script)
      for star in exports.starred {
        if paths.isAddon(star, from: next) {
          handsAddon = true
        } else {
          waiting.append(paths.script(star, from: next) ?? "")
        }
      }
    }
    // It is built, or fetched, where the package is installed.
    if handsAddon, package.elfAddons.isEmpty { isOpen = true }
  }

  private mutating func add(_ other: ScriptExports, isFirst: Bool) {
    words.formUnion(other.words)
    isOpen = isOpen || other.isOpen
    handsAddon = handsAddon || other.handsAddon
    for (name, export) in other.exports where isFirst || !isESM || name != "default" {
      guard let known = exports[name] else {
        exports[name] = export
        continue
      }
      exports[name] = .init(
        shape: known.shape == export.shape ? known.shape : .unknown, isCertain: known.isCertain || export.isCertain)
    }
  }
}
