import Model

/// `Tables/known-bugs.json`: bugs of crates, each with the versions that have it.
package struct KnownBugs: Sendable, Decodable {
  package var bugs: [Bug]

  package struct Bug: Sendable, Decodable {
    /// `RUSTSEC-2025-0020`, `pyo3#6223`
    package var id: String
    package var crate: String
    /// Ranges that don't have it: those that repaired it, and those from before it.
    package var patched: [String]
    package var unaffected: [String]?
    package var link: String
    /// One sentence without its full stop.
    package var summary: String
    /// Where it is in such systems' binaries only: `windows`.
    package var systems: [String]?
    /// What repairs it, where no release is known to.
    package var repair: String?
  }

  /// Bugs of one crate's version, in the table's order; none where the version can't be read.
  func bugs(of crate: Crate) -> [Bug] {
    guard let version = SemanticVersion(crate.version) else { return [] }
    return bugs.filter { $0.crate == crate.name && $0.isInELF && $0.affects(version) }
  }
}

extension KnownBugs.Bug {
  fileprivate var isInELF: Bool { systems.map { !$0.allSatisfy { ["windows", "macos"].contains($0) } } ?? true }

  package func affects(_ version: SemanticVersion) -> Bool {
    !(patched + (unaffected ?? [])).compactMap(VersionRange.init).contains { $0.contains(version) }
  }

  /// The lowest later version that is without it.
  package func remedy(from version: SemanticVersion) -> SemanticVersion? {
    patched.compactMap { VersionRange($0)?.lowest }.filter { $0 > version }.min()
  }

  /// `came with 0.24.0, repaired in 0.29.0`: what has it, in a few words.
  var range: String {
    let since = (unaffected ?? []).filter { $0.hasPrefix("< ") }.map { "came with \($0.dropFirst(2))" }
    let repairs = patched.map { $0.contains(",") ? $0 : $0.replacing(">= ", with: "").replacing("^", with: "") }
    let until = repairs.isEmpty ? "repaired in no release" : "repaired in \(repairs.joined(separator: " or "))"
    return (since + [until]).joined(separator: ", ")
  }
}
