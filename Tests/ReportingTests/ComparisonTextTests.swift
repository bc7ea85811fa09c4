import Model
import Testing

@testable import Reporting

@Suite struct ComparisonTextTests {
  static let comparison: Comparison = {
    func release(_ version: String, _ bytes: Int) -> Comparison.Release {
      var inspection = Inspection(
        artifact: Artifact(path: "/dist/words-\(version)-cp311-abi3-linux_x86_64.whl", sha256: ""), form: .wheel,
        bytes: bytes)
      inspection.identity.name = "words"
      inspection.identity.version = version
      return Comparison.Release(inspection)
    }
    var comparison = Comparison(old: release("1.0", 1_000_000), new: release("1.1", 1_400_000))
    comparison.changes = [
      Change("requirement-dropped", .information, "It doesn't require numpy any more."),
      Change("size-grown", .warning, "The file is larger by 40 %, from 976 KiB to 1.3 MiB."),
      Change("function-removed", .error, "The function words.count(text) is gone; code that uses it fails."),
    ]
    comparison.unmeasured = ["3 names of the old release are of a kind that was not read in the new one."]
    return comparison
  }()

  @Test func `what matters comes first`() throws {
    try expectSnapshot(ComparisonText(colour: false).text(Self.comparison), "comparison.txt")
  }

  @Test func `a terminal gets it in colour`() throws {
    try expectSnapshot(ComparisonText(colour: true).text(Self.comparison), "comparison-colour.txt")
  }

  @Test func `where nothing differs, one line says so`() throws {
    var comparison = Self.comparison
    (comparison.changes, comparison.unmeasured) = ([], [])
    try expectSnapshot(ComparisonText(colour: false).text(comparison), "comparison-same.txt")
  }

  @Test func `a screen stays a screen, and harmless`() {
    var comparison = Self.comparison
    comparison.changes = Array(repeating: Change("x\u{1B}[2J", .error, "a\u{7}\nb"), count: 5_000)
    let text = ComparisonText(colour: false).text(comparison)
    #expect(text.split(separator: "\n").count < 50)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}"))
  }
}
