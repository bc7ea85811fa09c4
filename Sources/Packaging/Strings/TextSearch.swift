/// Finds many texts in one pass over some bytes.
///
/// Every other pair of bytes is looked up in a table, which has for each text two neighbouring pairs of it, so that one of
/// them is met wherever the text lies; only where the table has an entry is anything compared.
package struct TextSearch: Sendable {
  private struct Candidate: Sendable {
    var text: Int
    /// Of the pair in the text.
    var offset: Int
  }

  private let texts: [[UInt8]]
  /// For each pair, 0 or one more than the index of its candidates; several pairs may share candidates.
  private let table: [UInt8]
  private let candidates: [[Candidate]]

  /// Texts of three bytes or more; shorter ones are never found.
  package init(_ texts: [String]) {
    self.texts = texts.map { Array($0.utf8) }
    var table = [UInt8](repeating: 0, count: 1 << 16)
    var candidates = [[Candidate]](repeating: [], count: 255)
    var used = 0
    for (index, text) in self.texts.enumerated() where text.count >= 3 {
      let rarest = Self.rarestTriple(text)
      for offset in [rarest, rarest + 1] {
        let pair = Int(UInt16(littleEndian: UInt16(text[offset]) | UInt16(text[offset + 1]) << 8))
        if table[pair] == 0 {
          table[pair] = UInt8(used % 255 + 1)
          used += 1
        }
        candidates[Int(table[pair]) - 1].append(Candidate(text: index, offset: offset))
      }
    }
    (self.table, self.candidates) = (table, candidates)
  }

  /// Where the three neighbouring bytes begin that constant data has least of.
  private static func rarestTriple(_ text: [UInt8]) -> Int {
    (0...text.count - 3).min { commonness(text[$0..<$0 + 3]) < commonness(text[$1..<$1 + 3]) } ?? 0
  }

  /// Zeros, then small letters and blanks, then digits and what stands in paths, then everything else.
  private static func commonness(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { sum, byte in
      switch byte {
      case 0: sum + 20
      case 0x61...0x7a, 0x20: sum + 4
      case 0x30...0x39, 0x2e, 0x2f, 0x5f: sum + 3
      case 0x41...0x5a: sum + 2
      default: sum + 1
      }
    }
  }

  /// Calls `body` with each occurrence: the index of the text and where it begins; ones that overlap are all found.
  package func forEachMatch(in bytes: UnsafeRawBufferPointer, _ body: (_ text: Int, _ start: Int) -> Void) {
    guard let base = bytes.baseAddress, bytes.count >= 3 else { return }
    table.withUnsafeBufferPointer { buffer in
      guard let table = buffer.baseAddress else { return }
      var place = 0
      // Eight bytes at a time: their four pairs are mostly in no text.
      while place + 8 <= bytes.count {
        let word = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let found =
          table[Int(word & 0xffff)] | table[Int(word >> 16 & 0xffff)] | table[Int(word >> 32 & 0xffff)]
          | table[Int(word >> 48)]
        if found != 0 {
          for offset in stride(from: place, to: place + 8, by: 2) { compare(at: offset, table, bytes, base, body) }
        }
        place += 8
      }
      while place + 2 <= bytes.count {
        compare(at: place, table, bytes, base, body)
        place += 2
      }
    }
  }

  private func compare(
    at place: Int, _ table: UnsafePointer<UInt8>, _ bytes: UnsafeRawBufferPointer, _ base: UnsafeRawPointer,
    _ body: (Int, Int) -> Void
  ) {
    let entry = table[Int(base.loadUnaligned(fromByteOffset: place, as: UInt16.self))]
    guard entry != 0 else { return }
    for candidate in candidates[Int(entry) - 1] {
      let text = texts[candidate.text]
      let start = place - candidate.offset
      guard start >= 0, text.count <= bytes.count - start else { continue }
      if text.withUnsafeBytes({ UnsafeRawBufferPointer(rebasing: bytes[start..<start + text.count]).elementsEqual($0) })
      {
        body(candidate.text, start)
      }
    }
  }
}

extension TextSearch {
  /// A larger file is not searched for what a stub says: of published extension modules polars' has 170 MiB.
  private static let mostSearched = 64 << 20

  /// Those of the texts that are nowhere; nil where there are too many bytes to search.
  static func absent(_ texts: [String], in bytes: UnsafeRawBufferPointer) -> Set<String>? {
    guard bytes.count <= mostSearched else { return nil }
    guard !texts.isEmpty else { return [] }
    var absent = Set(texts)
    TextSearch(texts).forEachMatch(in: bytes) { index, _ in absent.remove(texts[index]) }
    return absent
  }
}
