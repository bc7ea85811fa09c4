import Foundation
import Testing

/// `python3 Harnesses/Tables/refresh`, over packages of ours and, where an index is in reach, over the real ones.
@Suite struct TableRefreshTests {
  private static let tables = "\(Fixture.repository)/Harnesses/Tables"

  @Test func `the same facts are the same bytes, and a new fact is a new table`() throws {
    try Fixture.withFolder { folder in
      try package("abi3info", in: folder, "__init__.py", Self.stableABI(["PyB", "PyA"]))
      #expect(try refresh("stable-abi", folder) == "stable-abi: changed\n")
      let first = try table(folder)
      #expect(first.contains(#""source": "abi3info 1.0""#))
      #expect(first.contains("\"3.2\": [\n   \"PyA\",\n   \"PyB\"\n  ]"))
      #expect(try refresh("stable-abi", folder) == "no change\n")
      // The day alone is no change.
      let older = first.replacing(/"retrieved": "[^"]*"/, with: #""retrieved": "2026-01-01""#)
      try older.write(toFile: "\(folder)/stable-abi.json", atomically: true, encoding: .utf8)
      #expect(try refresh("stable-abi", folder) == "no change\n")
      #expect(try table(folder) == older)
      try package("abi3info", in: folder, "__init__.py", Self.stableABI(["PyA", "PyB", "PyC"]))
      #expect(throws: Fixture.CommandFailed.self) { try refresh("stable-abi", folder, "--check") }
      #expect(try table(folder) == older)
      #expect(try refresh("stable-abi", folder) == "stable-abi: changed\n")
    }
  }

  @Test func `policies that don't include the older ones are refused`() throws {
    try Fixture.withFolder { folder in
      func policy(_ name: String, _ priority: Int, _ version: String) -> String {
        #"{"name": "\#(name)", "aliases": [], "priority": \#(priority), "symbol_versions": {"x86_64": {"GLIBC": "#
          + #"["\#(version)"]}}, "lib_whitelist": [], "blacklist": {}}"#
      }
      let rows = "[\(policy("manylinux_2_5", 100, "2.5")), \(policy("manylinux_2_12", 90, "2.12"))]"
      try package("auditwheel", in: folder, "policy/manylinux-policy.json", rows)
      try package("auditwheel", in: folder, "policy/musllinux-policy.json", "[]")
      #expect(throws: Fixture.CommandFailed.self) { try refresh("manylinux", folder) }
    }
  }

  @Test func `the tables are what the versions that they name say`() throws {
    let pip = ["python3", "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    try Fixture.withFolder { folder in
      guard (try? Fixture.run(pip + [folder, "abi3info"])) != nil else {
        try Test.cancel("pip can't download abi3info: no package index is in reach")
      }
    }
    #expect(
      try Fixture.output(["python3", Self.tables + "/refresh", "--same-versions", "--check"]) == "no change\n")
  }

  private func refresh(_ table: String, _ folder: String, _ options: String...) throws -> String {
    try Fixture.output(
      ["python3", "-B", Self.tables + "/refresh", table, "--into", folder, "--packages", "\(folder)/packages"] + options
    )
  }

  private func table(_ folder: String) throws -> String {
    try String(contentsOfFile: "\(folder)/stable-abi.json", encoding: .utf8)
  }

  /// A package as pip would install it, of one file.
  private func package(_ name: String, in folder: String, _ file: String, _ content: String) throws {
    let packages = "\(folder)/packages"
    for (path, text) in [
      ("\(name)-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: \(name)\nVersion: 1.0\n"),
      ("\(name)/\(file)", content),
    ] {
      let place = URL(fileURLWithPath: "\(packages)/\(path)")
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: place, atomically: true, encoding: .utf8)
    }
  }

  private static func stableABI(_ names: [String]) -> String {
    """
    from types import SimpleNamespace as Row
    FUNCTIONS = {name: Row(added="3.2", symbol=Row(name=name)) for name in \(names)}
    DATAS = {}

    """
  }
}
