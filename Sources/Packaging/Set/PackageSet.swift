import Model

/// `package/set-complete`: the files of one release against each other.
package struct PackageSet: Sendable {
  package static let probe = "package/set-complete"
  let parts: [ReleasePart]

  /// The answer of a set of readings; nothing is read again.
  package static func answer(_ readings: [PackageReading]) -> [Observation] {
    let parts = readings.compactMap(\.part)
    let unread = readings.count - parts.count
    guard parts.count > 1 else {
      return [
        .unmeasured("\(unread) of \(readings.count) files could not be read as parts of a release"), .step(.done),
      ]
    }
    let set = PackageSet(parts: parts)
    return set.facts + bounded(set.defects) + [.step(.done)]
  }

  private var facts: [Observation] {
    [
      .fact("files", .number(Double(parts.count))),
      .fact("platforms", .array(Set(parts.flatMap(\.platforms)).sorted().map { .string($0) })),
      .fact("pythons", .array(Set(parts.flatMap(\.pythons)).sorted().map { .string($0) })),
      .fact("surfaces-read", .number(Double(parts.count { !$0.names.isEmpty }))),
    ]
  }

  var defects: [Defect] {
    let identity = identity
    // What is not one release has nothing to agree about.
    guard identity.isEmpty else { return identity }
    return WheelCoverage(parts: wheels).defects + NodeSet(parts: packages).defects + sources + modules
      + OfferedNames(wheels: wheels).defects
      + [
        ("requires-differ", "Requires-Python, or engines.node", { [$0.requires ?? "nothing"] }),
        ("dependencies-differ", "dependencies", \.dependencies), ("panic-differs", "what a panic does", \.panics),
        ("framework-differs", "the binding framework's version", \.bindings),
      ].flatMap(agreement)
  }

  private var wheels: [ReleasePart] { parts.filter { $0.kind == .wheel } }
  private var packages: [ReleasePart] { parts.filter { $0.kind == .npm } }

  /// One name, but for npm's platform packages, and one version.
  private var identity: [Defect] {
    var defects: [Defect] = []
    let names = Set(parts.filter { $0.kind != .npm }.map(\.name)).sorted()
    if names.count > 1 { defects.append(different("name-mismatch", "names", names)) }
    let versions = Set(wheels.map { WheelFile.normalizedVersion($0.version) }).sorted()
    if versions.count > 1 { defects.append(different("version-mismatch", "versions", versions)) }
    if Set(parts.map(\.kind)).count > 1 {
      defects.append(different("name-mismatch", "kinds", Set(parts.map(\.kind.rawValue)).sorted()))
    }
    return defects
  }

  private func different(_ kind: String, _ what: String, _ found: [String]) -> Defect {
    Defect(
      kind: kind, severity: .warning,
      message:
        "The \(parts.count) files have \(found.count) different \(what) (\(found.prefix(4).joined(separator: ", "))), "
        + "so that they are not one release; give those of one.",
      facts: [what: .array(found.prefix(20).map { .string($0) })])
  }
}

extension PackageSet {
  /// What all files that say anything have to say alike; the fewest are named.
  private func agreement(
    _ kind: String, _ what: String, _ value: (ReleasePart) -> [String]
  ) -> [Defect] {
    // Platform packages of npm have dependencies of their own kind: none.
    let comparable = parts.filter { $0.kind != .npm || !$0.platforms.isEmpty }
    let groups = Dictionary(grouping: comparable, by: value).filter { !$0.key.isEmpty }
    guard groups.count > 1,
      let most = groups.max(by: { ($0.value.count, $1.key.joined()) < ($1.value.count, $0.key.joined()) })
    else { return [] }
    return groups.filter { $0.key != most.key }.sorted { $0.key.joined() < $1.key.joined() }.map { value, odd in
      let (extra, lacking) = (value.filter { !most.key.contains($0) }, most.key.filter { !value.contains($0) })
      let found = (extra.isEmpty ? value : extra).prefix(3).joined(separator: ", ")
      let wanted = (lacking.isEmpty ? most.key : lacking).prefix(3).joined(separator: ", ")
      return Defect(
        kind: kind, severity: .warning,
        message: "\(Self.named(odd)): \(what) differ\(what.hasSuffix("s") ? "" : "s") from those of "
          + "\(most.value.count) other files: found \(found), and there \(wanted). What users get depends on their platform.",
        member: odd.first?.file)
    }
  }

  /// Files of Python that some wheels have and others lack: among wheels for the same system, or lacking for one system alone.
  private var sources: [Defect] {
    let systems = Dictionary(grouping: wheels) { $0.system }
    let all = wheels.reduce(into: [String: [ReleasePart]]()) { found, part in
      for path in part.sources.keys { found[path, default: []].append(part) }
    }
    return all.sorted { $0.key < $1.key }.compactMap { path, having in
      if let stub = differing(path, having) { return stub }
      guard having.count < wheels.count else { return nil }
      let has = Set(having.map(\.file))
      let lacking = wheels.filter { !has.contains($0.file) }
      let isMixed = systems.values.contains { group in Set(group.map { has.contains($0.file) }).count > 1 }
      let isOneSystems = Set(lacking.map(\.system)).count == 1 && Set(having.map(\.system)).count > 1
      guard isMixed || isOneSystems, !Self.isOfPythons(having, lacking) else { return nil }
      return Defect(
        kind: "surface-differs", severity: .warning,
        message:
          "\(path) is in \(having.count) of \(wheels.count) wheels and not in \(Self.named(lacking)); importing it "
          + "fails there.", member: lacking.first?.file)
    }
  }

  /// What all wheels of some Pythons have and none of the others': `numpy.distutils`, which has no use from 3.12 on.
  private static func isOfPythons(_ having: [ReleasePart], _ lacking: [ReleasePart]) -> Bool {
    min(having.count, lacking.count) > 1
      && Set(having.flatMap(\.pythons)).isDisjoint(with: lacking.flatMap(\.pythons))
  }

  /// Stubs and entry points have to be the same.
  private func differing(_ path: String, _ having: [ReleasePart]) -> Defect? {
    let groups = Dictionary(grouping: having) { $0.sources[path] ?? "" }
    guard groups.count > 1, let least = groups.min(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }) else {
      return nil
    }
    return Defect(
      kind: "surface-differs", severity: .warning,
      message:
        "\(path) of \(Self.named(least.value)) is not that of the \(having.count - least.value.count) other wheels, so "
        + "that what is declared depends on the platform.", member: least.value.first?.file)
  }

  private var modules: [Defect] {
    let all = Set(wheels.flatMap(\.modules)).sorted()
    return all.compactMap { module in
      let lacking = wheels.filter { !$0.modules.contains(module) && !$0.platforms.isEmpty }
      let having = wheels.filter { $0.modules.contains(module) }
      // A module for one system alone is its own affair.
      guard !lacking.isEmpty, !Self.isOfPythons(having, lacking),
        Set(having.map(\.system)).isDisjoint(with: lacking.map(\.system)) == false
          || Set(lacking.map(\.system)).count == 1 && Set(having.map(\.system)).count > 1
      else { return nil }
      return Defect(
        kind: "surface-differs", severity: .warning,
        message: "The native module \(module) is in \(having.count) of \(wheels.count) wheels and not in "
          + "\(Self.named(lacking)); importing it fails there.", member: lacking.first?.file)
    }
  }

  static func named(_ parts: [ReleasePart]) -> String {
    let names = parts.map(\.file).sorted()
    return (names.first ?? "") + (names.count > 1 ? " and \(names.count - 1) more" : "")
  }
}

extension ReleasePart {
  /// `manylinux`, `macosx`, `win`: what stands before the processor.
  var system: String {
    let word = platforms.first?.split { $0 == " " || $0 == "_" }.first.map(String.init) ?? "any"
    return ["manylinux", "musllinux"].contains(word) ? "linux" : word
  }

  var bindings: [String] {
    frameworks.filter { BinaryStrings.bindings.contains($0.key) }.map { "\($0.key) \($0.value)" }.sorted()
  }
}
