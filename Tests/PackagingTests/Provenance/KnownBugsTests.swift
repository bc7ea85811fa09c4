import Foundation
import Testing

@testable import Packaging

/// The table as it is shipped, how its ranges are read, and how it is written anew.
@Suite struct KnownBugsTests {
  private static func table() throws -> KnownBugs { try Fixture.tables.load("known-bugs") }

  @Test func `every entry has ranges that can be read, a link and a sentence without its full stop`() throws {
    let bugs = try Self.table().bugs
    #expect(bugs.count > 80)
    #expect(Set(bugs.map(\.id)).count == bugs.count)
    for bug in bugs {
      for range in bug.patched + (bug.unaffected ?? []) { #expect(VersionRange(range) != nil, "\(bug.id): \(range)") }
      #expect(bug.link.hasPrefix("https://"), "\(bug.id)")
      #expect(!bug.summary.hasSuffix("."), "\(bug.id)")
      #expect(bug.patched.isEmpty == false || bug.repair != nil || bug.id == "RUSTSEC-2023-0071", "\(bug.id)")
    }
  }

  @Test(arguments: [
    ("pyo3", "0.28.3", ["RUSTSEC-2026-0176", "RUSTSEC-2026-0177", "pyo3#6223"]), ("pyo3", "0.29.1", ["pyo3#6223"]),
    ("pyo3", "0.29.2", []), ("tokio", "1.38.2", []), ("tokio", "1.38.1", ["RUSTSEC-2025-0023"]),
    ("tokio", "1.44.0", ["RUSTSEC-2025-0023"]), ("slab", "0.4.9", []), ("slab", "0.4.10", ["RUSTSEC-2025-0047"]),
    ("rand", "0.8.8", []), ("rand", "0.10.0", ["RUSTSEC-2026-0097"]), ("mio", "0.8.0", []),
    ("uniffi_core", "0.29.4", []), ("uniffi_core", "0.30.0", ["uniffi#2758"]), ("uniffi_core", "0.31.1", []),
    ("h2", "0.3.27", ["RUSTSEC-2026-0258"]), ("nobody-knows", "1.0.0", []), ("pyo3", "of git", []),
  ])
  func `a version has the bugs that came before it was repaired`(crate: String, version: String, ids: [String]) throws {
    let found = try Self.table().bugs(of: Crate(name: crate, version: version))
    #expect(found.map(\.id) == ids)
  }

  @Test func `the remedy is the lowest later release without the bug`() throws {
    let bug = try #require(try Self.table().bugs.first { $0.id == "RUSTSEC-2025-0023" })
    let versions = ["1.38.0", "1.40.0", "1.44.1"].compactMap { SemanticVersion($0) }
    #expect(versions.compactMap { bug.remedy(from: $0)?.description } == ["1.38.2", "1.42.1", "1.44.2"])
  }

  @Test func `versions are ordered as Cargo orders them`() {
    let ordered = [
      "0.9.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0",
    ]
    #expect(ordered.compactMap { SemanticVersion($0) }.sorted().map(\.description) == ordered)
    #expect(SemanticVersion("1.2.3+build") == SemanticVersion("1.2.3"))
    for text in ["", "x", "1.x", "1..2", "1.2.3.4", "99999999999999999999"] { #expect(SemanticVersion(text) == nil) }
    #expect(VersionRange("^0.3.24")?.contains(SemanticVersion("0.3.30") ?? SemanticVersion("0")!) == true)
    #expect(VersionRange("^0.3.24")?.contains(SemanticVersion("0.4.0") ?? SemanticVersion("0")!) == false)
    #expect(VersionRange("~> 3") == nil)
  }

  @Test func `an advisory of RustSec's becomes an entry, and our own words stay`() throws {
    try Fixture.withFolder { folder in
      try write(
        "crates/words/RUSTSEC-2026-0001.md", Self.advisory("2026-0001", "[\">=1.2\"]", "memory-corruption"), folder)
      try write(
        "crates/words/RUSTSEC-2026-0002.md",
        Self.advisory("2026-0002", "[]", "x\"]\ninformational = \"unmaintained\"\nkeywords = [\"y"), folder)
      try write(
        "known-bugs.json",
        #"{"source": "ours", "retrieved": "2026-01-01", "crates": "words", "bugs": [{"id": "words#1", "crate": "words", "#
          + #""patched": [], "summary": "it is ours", "link": "https://words.example/1"}]}"#, folder)
      #expect(try refresh(folder) == "known-bugs: changed\n")
      let first = try String(contentsOfFile: "\(folder)/known-bugs.json", encoding: .utf8)
      #expect(first.contains("it is reported for memory-corruption"))
      #expect(first.contains(#"">= 1.2""#) && first.contains("words#1") && !first.contains("2026-0002"))
      try first.replacing("it is reported for memory-corruption", with: "it loses words")
        .write(toFile: "\(folder)/known-bugs.json", atomically: true, encoding: .utf8)
      #expect(try refresh(folder) == "no change\n")
      try write("crates/words/RUSTSEC-2026-0003.md", "no facts\n", folder)
      #expect(throws: Fixture.CommandFailed.self) { try refresh(folder) }
    }
  }

  private static func advisory(_ number: String, _ patched: String, _ category: String) -> String {
    "```toml\n[advisory]\nid = \"RUSTSEC-\(number)\"\npackage = \"words\"\ndate = \"2026-01-02\"\ncategories = [\"\(category)\"]\n\n"
      + "[versions]\npatched = \(patched)\n```\n\n# Words are lost\n"
  }

  private func refresh(_ folder: String) throws -> String {
    try Fixture.output([
      "python3", "-B", "\(Fixture.repository)/Harnesses/Tables/refresh", "known-bugs", "--into", folder, "--packages",
      folder,
      "--advisories", folder,
    ])
  }

  private func write(_ path: String, _ text: String, _ folder: String) throws {
    let place = URL(fileURLWithPath: "\(folder)/\(path)")
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: place, atomically: true, encoding: .utf8)
  }
}
