import Model

/// Which way values of a release's types go: a user hands them to the package, or gets them from it.
struct ScriptPositions: Sendable {
  enum Way: Hashable, Sendable { case taken, given }

  private var ways: [String: Set<Way>] = [:]
  private let names: ScriptNames

  init(_ items: [Inspection.SurfaceItem], _ names: ScriptNames) {
    self.names = names
    var waiting: [(name: String, way: Way)] = []
    for item in items where item.evidence == "declaration" && isRoot(item) {
      type(of: item).forEachName(taken: false) { waiting.append(($0, $1 ? .taken : .given)) }
    }
    while let (name, way) = waiting.popLast() {
      guard let known = names.types[name], ways[name, default: []].insert(way).inserted else { continue }
      for type in inner(known) { type.forEachName(taken: way == .taken) { waiting.append(($0, $1 ? .taken : .given)) } }
    }
  }

  /// Users write such values down, and never get one: what it asks for now they have to add.
  func isTaken(_ name: String) -> Bool { ways[name] == [.taken] }
  func isGiven(_ name: String) -> Bool { ways[name] == [.given] }

  /// Of classes all, of interfaces none: those are as somebody uses them.
  private func isRoot(_ item: Inspection.SurfaceItem) -> Bool {
    if item.kind == .type { return item.signature?.hasPrefix("(") == true || item.signature?.hasPrefix("<") == true }
    guard let dot = item.name.lastIndex(of: ".") else { return true }
    return names.types[String(item.name[..<dot])]?.isShape != true
  }

  private func type(of item: Inspection.SurfaceItem) -> ScriptType { ScriptType.Member(item).type }

  private func inner(_ known: ScriptNames.Known) -> [ScriptType] {
    var types = known.isShape ? known.members.map(type) : []
    if let signature = known.signature {
      if signature.hasPrefix(" = ") { types.append(ScriptType(String(signature.dropFirst(3)))) }
      if let range = signature.firstRange(of: "extends ") {
        types += signature[range.upperBound...].split(separator: ",").map { ScriptType($0.trimmed) }
      }
    }
    return types
  }
}
