/// What a script exports with all that it hands on from the package's own files.
struct LoadedScript {
  private(set) var exports: [String: ScriptExports.Export] = [:]
  private(set) var words: Set<String> = []
  private(set) var isOpen = false
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
      waiting += exports.starred.map { paths.script($0, from: next) ?? "" }
    }
  }

  private mutating func add(_ other: ScriptExports, isFirst: Bool) {
    words.formUnion(other.words)
    isOpen = isOpen || other.isOpen
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
