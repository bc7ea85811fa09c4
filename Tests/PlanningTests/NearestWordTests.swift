import Testing

@testable import Planning

@Suite struct NearestWordTests {
  @Test(arguments: [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("", "abc", 3), ("kitten", "sitting", 3)])
  func swappedNeighboursCountOnce(left: String, right: String, distance: Int) {
    #expect(NearestWord.distance(Array(left.utf8), Array(right.utf8)) == distance)
  }

  @Test func onlyANearWordIsNamed() {
    #expect(NearestWord.to("timeuot", among: ["timeout", "setup"]) == "timeout")
    #expect(NearestWord.to("colour", among: ["timeout", "setup"]) == nil)
    #expect(NearestWord.to("", among: ["setup"]) == nil)
  }
}
