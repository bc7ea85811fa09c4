import Testing

@testable import Reporting

@Suite struct PrintableTests {
  @Test(
    "control sequences are dropped, other control characters are shown",
    arguments: [
      ("\u{1B}[1;31merror\u{1B}[0m: bad", "error: bad"),
      ("\u{1B}]8;;http://x\u{1B}\\link", #"\u{1B}]8;;http://x\u{1B}\link"#),
      ("a\u{0}b\u{7F}c", #"a\u{0}b\u{7F}c"#),
      ("a\tb", "a  b"),
      ("one\r\ntwo", #"one\ntwo"#),
      ("progress\rdone", #"progress\u{D}done"#),
      ("safe\u{202E}txt.exe", #"safe\u{202E}txt.exe"#),
      ("\u{9B}31mC1", #"\u{9B}31mC1"#),
      ("Übergröße 語 👍", "Übergröße 語 👍"),
      ("cut \u{1B}[31", "cut "),
      ("alone \u{1B}", #"alone \u{1B}"#),
    ])
  func harmless(text: String, shown: String) { #expect(Printable.line(text) == shown) }

  @Test func `text beyond the limit is cut and its size is told`() {
    #expect(Printable.line(String(repeating: "x", count: 1_000), limit: 4) == "xxxx… (1000 bytes in all)")
  }

  @Test func `text of just the limit stays whole`() { #expect(Printable.line("abcd", limit: 4) == "abcd") }

  @Test func `a megabyte of colour is cut too`() {
    let text = String(repeating: "\u{1B}[0m", count: 250_000) + "end"
    #expect(Printable.line(text) == "… (1000003 bytes in all)")
  }

  @Test func `invalid UTF-8 arrives as replacement characters`() {
    #expect(Printable.line(String(decoding: [0x61, 0xFF, 0x62], as: UTF8.self)) == "a\u{FFFD}b")
  }

  @Test func `lines beyond the limit are counted`() {
    #expect(Printable.lines("a\nb\nc\nd\n", count: 2) == ["a", "b", "… 2 more"])
  }
}
