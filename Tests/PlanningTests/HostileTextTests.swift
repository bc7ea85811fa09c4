import Model
import Testing

@testable import Planning

@Suite struct HostileTextTests {
  @Test func anAliasBombInAKeyEndsInAComplaint() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let alias = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(alias)]\n"
    }
    text += "? *a30\n: 1\n"
    let complaints = Samples.complaints(text)
    #expect(complaints.count == 1)
    #expect(complaints.first?.expected.contains("aliases are not read here") == true)
  }

  @Test func anAnchorIsToldWhereItStands() {
    let complaints = Samples.complaints(Samples.matrix(exercise: "call: &code f()"))
    #expect(complaints.map(\.found) == ["the anchor `&code f()`"])
    #expect(complaints.map(\.line) == [9])
  }

  @Test func ampersandsAndStarsInCodeAreLeftAlone() throws {
    let matrix = try Samples.decode(
      Samples.matrix(exercise: "call: 'f(&x, *y)'\n        setup: \"a &b \\uE000\"\n        after: x & y\n"))
    let exercise = try #require(matrix.targets.first?.exercises.first)
    #expect(exercise.call == "f(&x, *y)")
    #expect(exercise.setup == "a &b \u{E000}")
    #expect(exercise.after == "x & y")
  }

  @Test func anUnquotedPatternIsToldToBeQuoted() {
    let complaints = Samples.complaints(Samples.matrix(known: "known:\n  - cell: */load/*"))
    #expect(complaints.count == 1)
    #expect(complaints.first?.expected.contains("has to be in quotes") == true)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func deepNestingEndsInAComplaint(opening: String) {
    #expect(!Samples.complaints(String(repeating: opening, count: 100_000)).isEmpty)
    #expect(!Samples.complaints(String(repeating: opening, count: 500)).isEmpty)
  }

  @Test func moreDuplicatesThanCanBePlacedAreToldByName() {
    let text = (0..<60).map { "k\($0 % 30): 1\n" }.joined()
    let complaints = Samples.complaints(text)
    #expect(complaints.map(\.line) == [1])
    #expect(complaints.first?.found.contains("`k0`, `k1`") == true)
    #expect(complaints.first?.found.hasSuffix("and 20 other keys more than once") == true)
  }

  @Test func aDuplicateAndBrokenYAMLBelowItAreBothTold() {
    let complaints = Samples.complaints("a: { b: 1, b: 2 }\nc: [1\n")
    #expect(complaints.map(\.line) == [1, 3])
    #expect(complaints.first?.found == "`b` more than once")
  }

  @Test func aDocumentOverTheLimitIsRefusedUnread() {
    let text = "version: 1\n" + String(repeating: "# padding\n", count: 500_000)
    #expect(Samples.complaints(text).map(\.expected) == ["at most 4194304 bytes (4 MiB)"])
  }

  @Test func tagsAndSecondDocumentsAreTold() {
    #expect(Samples.complaints(Samples.matrix(exercise: "call: !!python/name:os.system f")).count == 1)
    #expect(Samples.complaints("version: 1\n---\nversion: 1\n").count == 1)
    #expect(Samples.complaints("version: 1\u{0}").count == 1)
    #expect(Samples.complaints("version: 1\n\u{7}: x").map(\.line) == [2])
  }

  @Test func mutatedMatricesDecodeOrComplainAndNeverCrash() {
    var generator = SplitMix(state: 20_261_122)
    let seed = Array(
      (Samples.matrix(
        target: "hosts: [cpython-3.11]",
        exercise: "{ call: \"f(&x)\", timeout: 10s, probes: ['load/*'], env: {A: \"1\"} }",
        known: "known:\n  - { cell: 'words/*', because: link, until: 2027-03-01, at-most: 1 }")).utf8)
    let alphabet = Array("{}[]:,-?&*!|>'\"%@`#~\n\t \\x0é\u{0}".utf8) + [0xFF, 0xEE, 0x80]
    var decoded = 0
    for _ in 0..<500 {
      var bytes = seed
      for _ in 0...Int(generator.next() % 4) { mutate(&bytes, alphabet: alphabet, generator: &generator) }
      let text = String(decoding: bytes, as: UTF8.self)
      if Samples.complaints(text).isEmpty { decoded += 1 }
    }
    #expect((1..<500).contains(decoded))
  }

  private func mutate(_ bytes: inout [UInt8], alphabet: [UInt8], generator: inout SplitMix) {
    let index = Int(generator.next() % UInt64(bytes.count))
    let end = min(bytes.count, index + Int(generator.next() % 12))
    switch generator.next() % 4 {
    case 0: bytes[index] = alphabet[Int(generator.next() % UInt64(alphabet.count))]
    case 1: bytes.insert(alphabet[Int(generator.next() % UInt64(alphabet.count))], at: index)
    case 2: if end - index < bytes.count { bytes.removeSubrange(index..<end) }
    default: bytes.insert(contentsOf: bytes[index..<end], at: Int(generator.next() % UInt64(bytes.count)))
    }
  }
}

/// A small seeded generator, so that a failure comes again.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
