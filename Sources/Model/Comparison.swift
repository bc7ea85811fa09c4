/// What has changed from one release of an artifact to the next; encoded, it is what `harness compare --json` prints,
/// schema `harness-comparison/1`.
package struct Comparison: Sendable, Equatable, Codable {
  package static let schemaName = "harness-comparison/1"

  package var schema: String
  package var old: Release
  package var new: Release
  package var changes: [Change]
  /// Why some of it could not be compared, in sentences.
  package var unmeasured: [String]

  package init(old: Release, new: Release, changes: [Change] = [], unmeasured: [String] = []) {
    schema = Self.schemaName
    (self.old, self.new, self.changes, self.unmeasured) = (old, new, changes, unmeasured)
  }

  /// As a package probe tells it: what matters as defects, the rest as a fact.
  package var observations: [Observation] {
    let told = changes.filter { $0.weight == .information }.map { Value.string("\($0.kind): \($0.message)") }
    return unmeasured.map(Observation.unmeasured) + [.fact("information", .array(told))]
      + changes.compactMap(\.defect).map(Observation.defect) + [.step(.done)]
  }

  package struct Release: Sendable, Equatable, Codable {
    package var artifact: Artifact
    package var form: Inspection.Form
    package var name: String?
    package var version: String?
    /// Of the archive or the file; of a folder, of its files.
    package var bytes: Int

    package init(_ inspection: Inspection) {
      artifact = inspection.artifact
      form = inspection.form
      (name, version) = (inspection.identity.name, inspection.identity.version)
      bytes = inspection.bytes
    }
  }
}

/// One thing that is otherwise in the new release.
package struct Change: Sendable, Equatable, Codable {
  /// How much it matters to those who use the old release.
  package enum Weight: String, Sendable, Codable, CaseIterable, Comparable {
    /// Nothing that worked stops working.
    case information
    case warning, error

    package static func < (left: Weight, right: Weight) -> Bool { left.order < right.order }
    private var order: Int { Weight.allCases.firstIndex(of: self) ?? 0 }

    package var severity: Severity? { Severity(rawValue: rawValue) }
  }

  /// A stable word: `function-removed`, `glibc-raised`.
  package var kind: String
  package var weight: Weight
  /// One or two whole sentences: what it was, what it is, what follows.
  package var message: String
  /// The member or name that it is about.
  package var member: String?
  package var facts: [String: Value]

  package init(
    _ kind: String, _ weight: Weight, _ message: String, member: String? = nil, facts: [String: Value] = [:]
  ) {
    (self.kind, self.weight, self.message, self.member, self.facts) = (kind, weight, message, member, facts)
  }

  /// As a package probe tells it; nil of what is information.
  package var defect: Defect? {
    weight.severity.map { Defect(kind: kind, severity: $0, message: message, member: member, facts: facts) }
  }
}

/// How much larger a release may be than the one before, as a share of it.
package struct SizeBudget: Sendable, Equatable, Codable {
  package var share: Double
  /// Asked for: past it a release is wrong, and not only worth a look.
  package var isGiven: Bool
  package init(share: Double, isGiven: Bool) { (self.share, self.isGiven) = (share, isGiven) }

  /// A quarter: releases of the wheels that this was tried on differ by a few in the hundred.
  package static let standard = SizeBudget(share: 0.25, isGiven: false)
}
