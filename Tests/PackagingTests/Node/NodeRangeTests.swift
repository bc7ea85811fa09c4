import Packaging
import Testing

@Suite struct NodeRangeTests {
  private static func spans(_ pairs: [(NodeVersion, NodeVersion?)]) -> [NodeSpan] {
    pairs.map { from, to in to.map { NodeSpan(from, $0) } ?? NodeSpan(from) }
  }

  @Test(arguments: [
    (">=10", [NodeSpan(NodeVersion(10))]), (">= 10", [NodeSpan(NodeVersion(10))]), ("*", [NodeSpan(NodeVersion(0))]),
    ("", [NodeSpan(NodeVersion(0))]), ("18.x", [NodeSpan(NodeVersion(18), NodeVersion(19))]),
    ("18", [NodeSpan(NodeVersion(18), NodeVersion(19))]), (">18", [NodeSpan(NodeVersion(19))]),
    ("<=18.2", [NodeSpan(NodeVersion(0), NodeVersion(18, 3))]), ("<18", [NodeSpan(NodeVersion(0), NodeVersion(18))]),
    ("^18.17.0", [NodeSpan(NodeVersion(18, 17), NodeVersion(19))]),
    ("~18.17.1", [NodeSpan(NodeVersion(18, 17, 1), NodeVersion(18, 18))]),
    ("~18", [NodeSpan(NodeVersion(18), NodeVersion(19))]),
    ("^0.12.3", [NodeSpan(NodeVersion(0, 12, 3), NodeVersion(0, 13))]),
    ("^0.0.3", [NodeSpan(NodeVersion(0, 0, 3), NodeVersion(0, 0, 4))]),
    ("14 - 16", [NodeSpan(NodeVersion(14), NodeVersion(17))]),
    ("v20.1.2", [NodeSpan(NodeVersion(20, 1, 2), NodeVersion(20, 1, 3))]),
    (">=14.17 <15 || >=16", [NodeSpan(NodeVersion(14, 17), NodeVersion(15)), NodeSpan(NodeVersion(16))]),
    (">= 10.16.0 < 11 || >= 11.8.0", [NodeSpan(NodeVersion(10, 16), NodeVersion(11)), NodeSpan(NodeVersion(11, 8))]),
    (">=18.0.0-rc.1", [NodeSpan(NodeVersion(18))]),
  ])
  func `a range has the releases that npm's semver gives it`(text: String, spans: [NodeSpan]) throws {
    #expect(try #require(NodeRange(parsing: text)).spans == spans)
  }

  @Test func `a range that nothing fits has no releases`() throws {
    #expect(try #require(NodeRange(parsing: ">=20 <18")).spans.isEmpty)
  }

  @Test(arguments: ["latest", ">=", "1.2.3.4", ">==1", "18 -", "a||b", "99999999999999999999", ">=1,<2"])
  func `other text is no range`(text: String) { #expect(NodeRange(parsing: text) == nil) }

  @Test func `a range of more than 1,024 bytes is refused`() {
    #expect(NodeRange(parsing: String(repeating: "1 || ", count: 1000) + "1") == nil)
  }
}
