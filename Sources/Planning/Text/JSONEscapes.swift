/// Rewrites the one thing in JSON that YAML 1.1 has no word for: `\ud83d\ude00`, a character in two escapes.
enum JSONEscapes {
  /// The text with surrogate pairs as YAML's `\U0001F600`; anything but a JSON document is left alone.
  static func joined(_ text: String) -> String {
    guard let first = text.utf8.first(where: { !" \t\r\n".utf8.contains($0) }), first == UInt8(ascii: "{") else {
      return text
    }
    let bytes = Array(text.utf8)
    var rewritten: [UInt8] = []
    var copied = 0
    var index = 0
    while let slash = bytes[index...].firstIndex(of: UInt8(ascii: "\\")) {
      if let high = unit(bytes, at: slash, in: 0xD800...0xDBFF),
        let low = unit(bytes, at: slash + 6, in: 0xDC00...0xDFFF)
      {
        rewritten += bytes[copied..<slash] + escape(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        index = slash + 12
        copied = index
      } else {
        index = min(slash + 2, bytes.count)
      }
    }
    return copied == 0 ? text : String(decoding: rewritten + bytes[copied...], as: UTF8.self)
  }

  private static func unit(_ bytes: [UInt8], at index: Int, in range: ClosedRange<UInt32>) -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
      let unit = UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    else { return nil }
    return range.contains(unit) ? unit : nil
  }

  private static func escape(_ code: UInt32) -> [UInt8] {
    let digits = String(code, radix: 16)
    return Array(("\\U" + String(repeating: "0", count: 8 - digits.count) + digits).utf8)
  }
}
