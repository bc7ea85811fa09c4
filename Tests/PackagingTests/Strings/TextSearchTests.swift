import Testing

import Packaging

@Suite struct TextSearchTests {
  private func found(_ texts: [String], in bytes: [UInt8]) -> Set<[Int]> {
    var found: Set<[Int]> = []
    bytes.withUnsafeBytes { buffer in
      TextSearch(texts).forEachMatch(in: buffer) { text, start in
        #expect(found.insert([text, start]).inserted, "told twice")
      }
    }
    return found
  }

  /// Byte by byte, with nothing clever in it.
  private func slowly(_ texts: [String], in bytes: [UInt8]) -> Set<[Int]> {
    var found: Set<[Int]> = []
    for (index, text) in texts.enumerated() {
      for start in bytes.indices where bytes[start...].starts(with: text.utf8) { found.insert([index, start]) }
    }
    return found
  }

  @Test func `a text is found wherever it lies, at the ends and overlapping`() {
    for shift in 0..<9 {
      let bytes = [UInt8](repeating: 0x2e, count: shift) + Array("abab".utf8) + Array("ababa".utf8)
      #expect(found(["aba", "bab", "ababa"], in: bytes) == slowly(["aba", "bab", "ababa"], in: bytes))
    }
    #expect(found(["/rustc/"], in: Array("/rustc/".utf8)) == [[0, 0]])
    #expect(found(["/rustc/"], in: Array("/rustc".utf8)) == [])
    #expect(found(["/rustc/"], in: []) == [])
  }

  @Test func `among random bytes of a small alphabet it finds what a slow search finds`() {
    var random = SplitMix64(state: 7)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0..<300, using: &random)).map { _ in UInt8.random(in: 0x61...0x63, using: &random)
      }
      let texts = Set(
        (0..<6).map { _ in
          String((0..<Int.random(in: 3..<7, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
        }
      ).sorted()
      #expect(found(texts, in: bytes) == slowly(texts, in: bytes))
    }
  }

  @Test func `more texts than the table has entries are found all the same`() {
    let texts = (0..<400).map { "needle-\($0)-" }
    let bytes = Array(texts.reversed().joined(separator: " ").utf8)
    #expect(found(texts, in: bytes) == slowly(texts, in: bytes))
  }

  @Test func `a registry's folder tells crate and version`() {
    #expect(Crate(folder: "pyo3-0.28.2") == Crate(name: "pyo3", version: "0.28.2"))
    #expect(Crate(folder: "md-5-0.10.6") == Crate(name: "md-5", version: "0.10.6"))
    #expect(Crate(folder: "wasi-0.11.0+wasi-snapshot-preview1")?.version == "0.11.0+wasi-snapshot-preview1")
    #expect(Crate(folder: "napi-3.0.0-alpha.8")?.version == "3.0.0-alpha.8")
    for folder in ["pyo3", "pyo3-0.28", "-1.2.3", "pyo3-x.y.z", "a b-1.2.3", ""] {
      #expect(Crate(folder: folder) == nil)
    }
    #expect(
      Crate(behindRegistry: "src/registry.example-1949cf8c6b5b557f/pyo3-0.28.2")
        == Crate(name: "pyo3", version: "0.28.2"))
    #expect(Crate(behindRegistry: "serde-1.0.130/src/de.rs") == Crate(name: "serde", version: "1.0.130"))
    #expect(Crate(behindRegistry: "src/index") == nil)
  }
}
