/// One compatibility tag, `python-abi-platform`: PyPA "Platform compatibility tags" (PEP 425).
package struct WheelTag: Sendable, Hashable, Codable, CustomStringConvertible {
  package var python: String
  package var abi: String
  package var platform: String

  package var description: String { "\(python)-\(abi)-\(platform)" }

  /// Expands a compressed tag set such as `py2.py3-none-any`; nil where it isn't three sets of words.
  ///
  /// More than 1,024 bytes or 256 combinations are refused: no real wheel has them, and three long lists multiply.
  package static func expand(_ text: some StringProtocol) -> [WheelTag]? {
    guard text.utf8.count <= 1024 else { return nil }
    let parts: [Substring] = String(text).split(separator: "-", omittingEmptySubsequences: false)
    let sets: [[String]] = parts.map { part in
      part.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    }
    guard sets.count == 3, sets.joined().allSatisfy(isWord), sets.reduce(1, { $0 * min($1.count, 257) }) <= 256 else {
      return nil
    }
    return sets[0].flatMap { python in
      sets[1].flatMap { abi in sets[2].map { WheelTag(python: python, abi: abi, platform: $0) } }
    }
  }

  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isASCIIAlphanumeric($0) || $0 == UInt8(ascii: "_") }
  }
}

func isASCIIAlphanumeric(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: false
  }
}
