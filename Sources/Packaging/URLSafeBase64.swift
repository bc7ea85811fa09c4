import Foundation

/// RECORD's encoding of hashes, and that of tokens: URL-safe Base64 without padding (RFC 4648, 5; PEP 427).
enum URLSafeBase64 {
  static func encode(hexadecimal: String) -> String {
    // ASCII: '0' is 0x30, 'a' is 0x61.
    let digits = hexadecimal.utf8.map { $0 & 0x0f + ($0 >> 6) * 9 }
    return encode(stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }

  static func encode(_ bytes: [UInt8]) -> String {
    let standard = Data(bytes).base64EncodedData().prefix { $0 != UInt8(ascii: "=") }
    return String(
      decoding: standard.map { digit in
        switch digit {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: digit
        }
      }, as: UTF8.self)
  }

  /// Nil for text that has other digits in it, or one left over.
  static func decode(_ digits: [UInt8]) -> [UInt8]? {
    let standard = digits.map { $0 == 0x2d ? 0x2b : $0 == 0x5f ? 0x2f : $0 }
    let padding = [UInt8](repeating: 0x3d, count: (4 - standard.count % 4) % 4)
    return Data(base64Encoded: Data(standard + padding)).map { Array($0) }
  }
}
