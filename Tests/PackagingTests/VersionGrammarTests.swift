import Foundation
import Testing

@testable import Packaging

@Suite struct VersionGrammarTests {
  @Test(arguments: [
    "1", "1.0", "v2!1.0.dev3", "1.0-1", "1.0.post2", "1.0rc1+local.5", "2026.11.19", " 1.0 ", "1.0ALPHA_2",
  ])
  func `a version is one`(_ text: String) { #expect(VersionGrammar.isVersion(text)) }

  @Test(arguments: ["", "a", "1.0.final", "1..0", "1.0+", "1.0 2", "1.0-", "1.0+a..b", "1.0.*"])
  func `what is no version isn't one`(_ text: String) { #expect(!VersionGrammar.isVersion(text)) }

  @Test(arguments: ["", ">=3.9", ">= 3.9, !=3.9.1 , <4", "==3.*", "===anything", "~=3.9", ">=3.8,"])
  func `specifiers are some`(_ text: String) { #expect(VersionGrammar.isSpecifierSet(text)) }

  @Test(arguments: ["3.9+", ">=3.*", ">", ">=3.9 <4", "=>3.9", ">=3.9;"])
  func `what are no specifiers aren't`(_ text: String) { #expect(!VersionGrammar.isSpecifierSet(text)) }

  @Test(arguments: [
    "numpy", "numpy>=1.20", "numpy (>=1.20,<3)", "foo[bar, baz]>=1 ; python_version < \"3.9\"",
    "pip @ https://example.org/x.whl",
    "wmi ; (os_name == \"nt\") and extra == 'test'", "zope.interface", "a[]",
  ])
  func `a requirement is one`(_ text: String) { #expect(VersionGrammar.isRequirement(text)) }

  @Test(arguments: ["", "numpy >= 1.20 or 2.0", "-numpy", "numpy>=", "numpy[", "numpy (>=1", "numpy 1.20", ";x"])
  func `what is no requirement isn't one`(_ text: String) { #expect(!VersionGrammar.isRequirement(text)) }

  /// pip's own copy of `packaging` reads each line; what it takes must not be a defect here. What is older than PEP 440, which
  /// pip before 24.1 still takes, is.
  private static let oracle = """
    import sys
    from pip._vendor.packaging import requirements, specifiers, version

    def is_current(taken):
        parts = getattr(taken, "specifier", taken)
        return not any("Legacy" in type(part).__name__ for part in (parts if hasattr(parts, "__iter__") else [parts]))

    kinds = {"v": version.Version, "s": specifiers.SpecifierSet, "r": requirements.Requirement}
    for line in sys.stdin:
        kind, text = line.rstrip("\\n").split("\\t")
        try:
            print(int(is_current(kinds[kind](text))))
        except Exception:
            print(0)
    """

  @Test func `nothing that pip takes is refused here, over 3,000 mutations`() throws {
    var random = SplitMix64(state: 11)
    let seeds = [
      ("v", "1!2.0.3rc1.post2.dev4+local.5"), ("v", "v1.0-1"), ("s", ">=3.9, !=3.9.*, ~=3.9.1"), ("s", "===x.y,<4"),
      ("r", "foo.bar[a,b] (>=1.0,!=1.5.*)"), ("r", "foo @ https://example.org/a"), ("r", "a_b ==1.*"),
    ]
    let alphabet = Array("0123456789.!*+-_=<>~, ()[]@vabcdevpostrc".utf8)
    let cases = (0..<3_000).map { index -> (String, String) in
      let (kind, text) = seeds[index % seeds.count]
      var bytes = Array(text.utf8)
      for _ in 0..<Int(random.next() % 3) {
        let at = Int(random.next() % UInt64(bytes.count))
        bytes[at] = alphabet[Int(random.next() % UInt64(alphabet.count))]
        if random.next() % 3 == 0, bytes.count > 1 { bytes.remove(at: at) }
      }
      return (kind, String(decoding: bytes, as: UTF8.self))
    }
    let told = try Fixture.withFolder { folder in
      try cases.map { "\($0)\t\($1)\n" }.joined().write(toFile: "\(folder)/cases", atomically: true, encoding: .utf8)
      try Self.oracle.write(toFile: "\(folder)/oracle.py", atomically: true, encoding: .utf8)
      return try Fixture.output(["sh", "-c", "python3 oracle.py < cases"], in: folder).split(separator: "\n")
    }
    try #require(told.count == cases.count)
    #expect(told.contains("0") && told.contains("1"))
    for ((kind, text), answer) in zip(cases, told) where answer == "1" {
      let taken =
        switch kind {
        case "v": VersionGrammar.isVersion(text)
        case "s": VersionGrammar.isSpecifierSet(text)
        default: VersionGrammar.isRequirement(text)
        }
      #expect(taken, "pip takes \(kind) '\(text)'")
    }
  }
}
