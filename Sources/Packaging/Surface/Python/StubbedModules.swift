import Model

/// The stubs of a wheel's own modules, whatever those are written in: for two releases that are held against each other.
struct StubbedModules {
  /// Of one; the largest of numpy's has 160 KiB.
  private static let mostBytes = 1 << 20
  private let resolver: StubResolver
  private let offered: [String]

  /// Errors: those of `ZipDirectory`.
  init(_ wheel: Wheel, at path: String, limits: ArchiveLimits) throws(PackagingError) {
    // Those that stand for extension modules are told with them.
    let told = Set(wheel.stubs.flatMap { $0.stubs.map(\.path) })
    var modules: [String: StubModule] = [:]
    if wheel.members.contains(where: { $0.path.hasSuffix(".pyi") }) {
      modules = try Self.read(path, limits)
    }
    resolver = StubResolver(modules)
    offered = modules.values.filter { !told.contains($0.path) && Self.isPublic($0.name) }.map(\.name).sorted()
  }

  private static func read(_ path: String, _ limits: ArchiveLimits) throws(PackagingError) -> [String: StubModule] {
    var modules: [String: StubModule] = [:]
    let directory = try ZipDirectory(path: path)
    guard let unpacker = ZipUnpacker() else { return [:] }
    var budget = limits.text
    for index in 0..<min(directory.count, limits.members) {
      guard let entry = directory.entry(index), entry.isWorthReading, entry.member.path.hasSuffix(".pyi"),
        entry.member.path.utf8.count <= limits.name, let name = StubModule.name(of: entry.member.path)
      else { continue }
      let content = unpacker.content(of: entry, in: directory, atMost: mostBytes, from: &budget)
      // One that wasn't read may have any name.
      modules[name] =
        content.map { StubReader.read($0, path: entry.member.path, name: name) }
        ?? StubModule(path: entry.member.path, name: name, isPartial: true)
    }
    return modules
  }

  private static func isPublic(_ name: String) -> Bool { name.split(separator: ".").allSatisfy { !$0.hasPrefix("_") } }

  /// What each of them tells, in the order of their names.
  fileprivate var told: [(items: [Inspection.SurfaceItem], module: Inspection.StubbedModule)] {
    var resolver = resolver
    return offered.map { name in
      let names = resolver.names(of: name)
      let source = "\(resolver.modules[name]?.path.printable ?? ""):stub"
      let items = names.declared.sorted { $0.key < $1.key }.flatMap { $0.value.items("\(name).\($0.key)", source) }
      let further = names.further.union(names.declared.flatMap { $0.value.further($0.key) })
        .subtracting(names.declared.keys)
      return (
        items,
        .init(name: name.printable, isOpen: names.isOpen, further: further.map(\.printable).sorted())
      )
    }
  }
}

extension Inspection {
  mutating func take(_ stubbed: StubbedModules) {
    let told = stubbed.told
    guard !told.isEmpty else { return }
    var seen = Set(surface.map { "\($0.kind) \($0.name)" })
    let items = told.flatMap(\.items).filter { seen.insert("\($0.kind) \($0.name)").inserted }
    surface = Array((surface + items).prefix(PythonSurface.most))
    stubs = told.map(\.module)
  }
}
