import Foundation

/// RECORD's encoding of hashes, and that of tokens: URL-safe Base64 without padding (RFC 4648, 5; PEP 427).
enum URLSafeBase64 {
  static func encode(hexadecimal: String) -> String {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    return encode(bytes)
  }

  static func encode(_ bytes: [UInt8]) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { character in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }

  /// Nil for text that has other digits in it, or one left over.
  static func decode(_ digits: [UInt8]) -> [UInt8]? {
    let standard = digits.map { $0 == 0x2d ? 0x2b : $0 == 0x5f ? 0x2f : $0 }
    let padding = [UInt8](repeating: 0x3d, count: (4 - standard.count % 4) % 4)
    return Data(base64Encoded: Data(standard + padding)).map { Array($0) }
  }
}
