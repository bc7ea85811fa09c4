import Model

/// What the new release's binaries can tell of names that the old one's had: a module that is a script now, or that is made
/// with another framework, has its functions where they aren't read.
struct BinaryEvidence {
  private let before: Modules
  private let after: Modules

  init(_ old: Inspection, _ new: Inspection) { (before, after) = (Modules(old), Modules(new)) }

  /// Of names that are missing, those that may be there all the same, by a sentence about their module.
  func unread(_ names: [String]) -> [String: [String]] {
    Dictionary(grouping: names.filter { reason($0) != nil }) { reason($0) ?? "" }
  }

  /// Whether the new module has a function of this name and nothing that says what it is a part of.
  func isUnplaced(_ name: String) -> Bool {
    guard let module = before.module(of: name) else { return false }
    return after.unplaced.contains("\(module).\(name.split(separator: ".").last ?? "")")
  }

  /// Whether the old module had a function of this name, part of the module or of something in it.
  func wasUnplaced(_ name: String) -> Bool {
    after.module(of: name).map { before.unplaced.contains("\($0).\(name.split(separator: ".").last ?? "")") } ?? false
  }

  /// What Cython's module defines no more it may take from another one, or give another name to; its bases nobody knows.
  func isOfCython(_ name: String) -> Bool {
    before.module(of: name).map { after.frameworks[$0]?.contains("cython") == true } ?? false
  }

  /// Another type of the module has a method of this name, and may be what the type extends now.
  func mayBeInherited(_ name: String) -> Bool {
    guard let module = before.module(of: name), let dot = name.lastIndex(of: ".") else { return false }
    return after.methods[module]?.contains(String(name[name.index(after: dot)...])) == true
  }

  private func reason(_ name: String) -> String? {
    guard let module = before.module(of: name) else { return nil }
    if after.scripts.contains(module) { return "\(module) was a binary and is a script now" }
    guard let earlier = before.frameworks[module], let later = after.frameworks[module], earlier != later else {
      return nil
    }
    let isMethod = name.dropFirst(module.count + 1).contains(".")
    let isRead = isMethod ? after.methods[module] != nil : after.functions.contains(module)
    return isRead ? nil : "\(module) is made another way, and what it has can't be read"
  }
}

/// What was read of the native modules of one release.
private struct Modules {
  /// Names of the frameworks that each is made with; none of plain C.
  private(set) var frameworks: [String: Set<String>] = [:]
  private(set) var scripts: Set<String> = []
  private(set) var functions: Set<String> = []
  private(set) var methods: [String: Set<String>] = [:]
  private(set) var unplaced: Set<String> = []

  init(_ inspection: Inspection) {
    let binaries = Dictionary(inspection.binaries.map { ($0.path, $0) }) { first, _ in first }
    for item in inspection.surface where item.kind == .module {
      if let binary = binaries[String(item.source.dropLast(":binary".count))], item.source.hasSuffix(":binary") {
        frameworks[item.name] = Set(binary.frameworks.keys)
      } else if item.source.hasSuffix(".py") {
        scripts.insert(item.name)
      }
    }
    // A binary is what is imported where there is a script beside it: importlib._bootstrap_external's order of suffixes.
    scripts.subtract(frameworks.keys)
    for item in inspection.surface { take(item) }
  }

  private mutating func take(_ item: Inspection.SurfaceItem) {
    switch item.evidence {
    case "unplaced": unplaced.insert(item.name)
    case "binary", "code":
      guard let module = module(of: item.name) else { return }
      if item.kind == .function { functions.insert(module) }
      if item.kind == .method {
        methods[module, default: []].insert(String(item.name.split(separator: ".").last ?? ""))
      }
    default: break
    }
  }

  /// The native module that a name is in.
  func module(of name: String) -> String? {
    var parts = name.split(separator: ".")
    while parts.count > 1 {
      parts.removeLast()
      let outer = parts.joined(separator: ".")
      if frameworks[outer] != nil { return outer }
    }
    return nil
  }
}
