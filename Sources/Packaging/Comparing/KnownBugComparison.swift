import Model

/// Known bugs of what the release is made of, before and after.
struct KnownBugComparison {
  let old: Inspection.Provenance
  let new: Inspection.Provenance

  var changes: [Change] {
    let before = Set(old.knownBugs.map(\.id)), after = Set(new.knownBugs.map(\.id))
    let added = new.knownBugs.filter { !before.contains($0.id) }
    // Most binaries tell versions by chance: of what the old one tells none of, nobody knows whether it had the bug.
    let told = Set(old.components.map(\.name))
    let isListed = !old.sboms.isEmpty || old.components.contains { $0.source != "panic-path" }
    let unknown = added.filter { !told.contains($0.component) && !isListed }
    return added.filter { !unknown.contains($0) }.map(Self.added) + Self.perhaps(unknown)
      + Self.gone(before.subtracting(after).sorted())
  }

  private static func added(_ bug: Inspection.KnownBug) -> Change {
    let summary = bug.summary.hasSuffix(".") ? String(bug.summary.dropLast()) : bug.summary
    return Change(
      "known-bug-added", .warning, "\(bug.component) \(bug.version) has \(bug.id): \(summary); \(bug.link).",
      facts: ["id": .string(bug.id)])
  }

  private static func perhaps(_ bugs: [Inspection.KnownBug]) -> [Change] {
    Dictionary(grouping: bugs) { "\($0.component) \($0.version)" }.sorted { $0.key < $1.key }.map { component, bugs in
      let ids = bugs.map(\.id).sorted()
      return Change(
        "known-bug-told", .information,
        "\(component) has \(ids.listed()); of the old release's \(bugs[0].component) no version is told.",
        facts: ["ids": ids.value])
    }
  }

  private static func gone(_ ids: [String]) -> [Change] {
    guard !ids.isEmpty else { return [] }
    return [Change("known-bug-gone", .information, "Without \(ids.listed()), which the old one has.")]
  }
}
