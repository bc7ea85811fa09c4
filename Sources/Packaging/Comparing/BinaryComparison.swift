import Model

/// How the binaries were made: panic strategy, allocator, framework, hardening, processor.
struct BinaryComparison {
  let old: Inspection
  let new: Inspection

  init(_ old: Inspection, _ new: Inspection) { (self.old, self.new) = (old, new) }

  var changes: [Change] {
    let pairs = BinaryPairs(old, new).pairs
    return machines + pairs.flatMap { changes($0.old, $0.new) } + FrameworkComparison(pairs).changes
      + KnownBugComparison(old: old.provenance, new: new.provenance).changes
  }

  private var machines: [Change] {
    let before = Set(old.binaries.map(\.machine)), after = Set(new.binaries.map(\.machine))
    // A file without binaries is for all.
    let lost = before.subtracting(after).sorted()
    guard !lost.isEmpty, !after.isEmpty else { return [] }
    return [
      Change(
        "machine-changed", .error,
        "The old release has binaries for \(lost.listed()), and this one has none: it is for \(after.sorted().listed())."
      )
    ]
  }

  private func changes(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    entryPoints(old, new) + Self.panic(old, new) + Self.allocators(old, new) + hardening(old, new)
  }

  /// A module that is the package's own affair may become another kind of file.
  private func entryPoints(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    guard let before = old.entryPoints, let after = new.entryPoints else { return [] }
    let isOwn = self.new.form == .wheel && new.path.split(separator: "/").contains { $0.hasPrefix("_") }
    let gone = before.filter { !after.contains($0) }
    guard !gone.isEmpty, !isOwn else { return [] }
    return [
      Change(
        "entry-point-removed", .error,
        "\(new.path) (\(new.machine)) has no \(gone.listed()) any more, by which it was loaded: it can't be loaded as before.",
        member: new.path, facts: ["names": gone.value])
    ]
  }

  /// Of ELF alone.
  private func hardening(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    guard let before = old.hardening, let after = new.hardening else { return [] }
    return HardeningComparison(
      path: new.path, old: before, new: after,
      stillProtects: self.new.binaries.contains { $0.hardening?.usesStackProtector == true },
      stillFortifies: self.new.binaries.contains { $0.hardening?.usesFortify == true }
    ).changes
  }

  private static func panic(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    guard let before = old.panic, let after = new.panic, before != after else { return [] }
    let aborts = after == "abort"
    return [
      Change(
        "panic-strategy-changed", aborts ? .error : .warning,
        "\(new.path) is built with panic=\(after), and was with panic=\(before): "
          + (aborts
            ? "a panic that was an error of the host's ends its process."
            : "a panic that ended the process unwinds, and has to be caught before it leaves the artifact."),
        member: new.path, facts: ["old": .string(before), "new": .string(after)])
    ]
  }

  private static func allocators(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    let before = Set(old.allocators), after = Set(new.allocators)
    let added = after.subtracting(before).sorted(), gone = before.subtracting(after).sorted()
    return
      (added.isEmpty
      ? []
      : [
        Change(
          "allocator-added", .warning,
          "\(new.path) carries \(added.listed()), an allocator of its own: memory that one side allocates and the other "
            + "frees, and what a process may be seen to use, are other than before.", member: new.path)
      ])
      + (gone.isEmpty
        ? [] : [Change("allocator-dropped", .information, "\(new.path) doesn't carry \(gone.listed()) any more.")])
  }
}

/// What protects a process from a bug in the binary, before and after.
struct HardeningComparison {
  let path: String
  let old: Inspection.Hardening
  let new: Inspection.Hardening
  /// Other binaries of the release show that it is still built so: this one has nothing left that is worth a check.
  let stillProtects: Bool
  let stillFortifies: Bool

  var changes: [Change] {
    let lost = lost
    guard !lost.isEmpty else { return searchPaths }
    return [
      Change(
        "hardening-lost", .warning, "\(path) \(lost.listed()): it was built otherwise before.", member: path,
        facts: ["lost": lost.value])
    ] + searchPaths
  }

  private var lost: [String] {
    var lost: [String] = []
    if Self.strength(new.relro) < Self.strength(old.relro) {
      lost.append("has RELRO \(new.relro.rawValue), and had \(old.relro.rawValue)")
    }
    if old.bindsNow, !new.bindsNow { lost.append("binds lazily") }
    if !old.hasExecutableStack, new.hasExecutableStack { lost.append("wants an executable stack") }
    if !old.hasTextRelocations, new.hasTextRelocations { lost.append("has text relocations") }
    if old.usesStackProtector, !new.usesStackProtector, !stillProtects { lost.append("has no stack protector") }
    if old.usesFortify, !new.usesFortify, !stillFortifies { lost.append("has no FORTIFY checks") }
    if old.staticTLSBytes == nil, let bytes = new.staticTLSBytes { lost.append("takes \(bytes) bytes of static TLS") }
    return lost
  }

  private var searchPaths: [Change] {
    let added = new.searchPaths.filter { !old.searchPaths.contains($0) && $0.hasPrefix("/") }
    guard !added.isEmpty else { return [] }
    return [
      Change(
        "search-path-added", .warning,
        "\(path) looks for libraries in \(added.listed()), a folder of the machine that it was built on.", member: path)
    ]
  }

  private static func strength(_ relro: Inspection.Hardening.Relro) -> Int {
    switch relro {
    case .none: 0
    case .partial: 1
    case .full: 2
    }
  }
}
