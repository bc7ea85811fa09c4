import Foundation
import Testing

@testable import Packaging

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> OrderedJSON { try JSONReader.read(Array(text.utf8), what: "text") }

  @Test func `an object keeps the order of its keys`() throws {
    let json = try read(#"{"z": 1, "a": {"require": null, "import": true}, "m": []}"#)
    #expect(json.object?.map(\.key) == ["z", "a", "m"])
    #expect(json["a"]?.object?.map(\.key) == ["require", "import"])
  }

  @Test func `of two keys of one name the last counts`() throws {
    #expect(try read(#"{"a": 1, "a": "two"}"#)["a"] == .string("two"))
  }

  @Test(arguments: [
    (#""a\n\t\"\\\/""#, "a\n\t\"\\/"), (#""\u00fc""#, "ü"), (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{fffd}"),
    (#""ü""#, "ü"), (#""""#, ""),
  ])
  func `escapes are read`(text: String, value: String) throws { #expect(try read(text).string == value) }

  @Test(arguments: ["0", "-1", "1.5e+10", "123456789012345678901234567890"])
  func `a number keeps its text`(text: String) throws { #expect(try read(text) == .number(text)) }

  @Test func `a hundred thousand numbers take hardly longer than as much text`() throws {
    func seconds(_ text: String) throws -> Double {
      let before = clock()
      _ = try read(text)
      return Double(clock() - before) / Double(CLOCKS_PER_SEC)
    }
    // Of this thread alone; others run beside it.
    func clock() -> Int {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }
    let list = { (element: String) in "[" + Array(repeating: element, count: 100_000).joined(separator: ",") + "]" }
    let (numbers, texts) = (try seconds(list("12345")), try seconds(list(#""123""#)))
    #expect(numbers < 10 * texts, "\(numbers) s, and \(texts) s for texts")
  }

  @Test(arguments: ["-0", "0.0", "-1e5", "10E-2", "1.25"])
  func `a number of each form is read`(text: String) throws {
    #expect(try read("[\(text)]") == .array([.number(text)]))
  }

  @Test(arguments: ["-", "-01", "00", "1.e5", "1e", "1e+", "1.2.3", "--1", "1-", "e5", "1ee5"])
  func `what only looks like a number is refused`(text: String) {
    #expect(throws: PackagingError.self) { try read("[\(text)]") }
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{a: 1}", "{\"a\" 1}", "[1 2]", "01", "1.", "+1", ".5", "tru", "\"a", "\"\u{1}\"",
    #""\x""#, #""\u12g4""#, "1 2", "{}}", "// comment", "NaN", "'a'",
  ])
  func `what is no JSON is refused`(text: String) { #expect(throws: PackagingError.self) { try read(text) } }

  @Test func `a complaint names the line`() {
    #expect(
      throws: PackagingError.malformedJSON(
        what: "text", line: 3, detail: "it has '}' where a key in quotes is expected")
    ) {
      try read("{\n\"a\": 1,\n}")
    }
  }

  @Test func `values that nest too deep are refused, not followed`() {
    #expect(throws: PackagingError.self) { try read(String(repeating: "[", count: 100_000)) }
    #expect(throws: Never.self) { try read(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) }
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(throws: PackagingError.self) { try JSONReader.read([0x22, 0xff, 0x22], what: "text") }
  }

  @Test func `a byte order mark is passed over`() throws {
    #expect(try read("\u{feff}{}") == .object([]))
  }

  @Test func `what Foundation reads is read, and what it refuses is refused, in 500 mutations`() throws {
    let original = Array(
      #"{"name": "words", "files": ["a", "b\u00fc"], "exports": {".": {"node": "./i.js", "default": null}}, "n": -1.5e3}"#
        .utf8)
    var random = SplitMix64(state: 8259)
    var accepted = 0
    for _ in 0..<500 {
      let bytes = mutated(original, &random)
      let ours = (try? JSONReader.read(bytes, what: "text")) != nil
      // Foundation also takes UTF-16 and half surrogates differently; where it reads UTF-8, so do we.
      let theirs = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
      if theirs, String(validating: bytes, as: UTF8.self) != nil {
        #expect(ours, "\(String(decoding: bytes, as: UTF8.self))")
      }
      if ours { accepted += 1 }
    }
    // A flipped letter in a string leaves JSON, a flipped bracket doesn't.
    #expect((1..<500).contains(accepted))
  }
}
