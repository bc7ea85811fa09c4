/// JavaScript cut into words, strings and signs; comments are gone. Enough for generated glue, and no parser.
struct ScriptTokens: IteratorProtocol, Sequence {
  enum Token: Equatable {
    case word(String)
    /// What is between the quotes; of a template, with its `${…}` in it.
    case string(String)
    case sign(Character)
  }

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.count ? bytes[index + ahead] : nil }

  mutating func next() -> Token? {
    skipSpaceAndComments()
    guard let first = byte() else { return nil }
    if Self.isWord(first) { return .word(text(while: Self.isWord)) }
    if [UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`")].contains(first) { return .string(quoted(first)) }
    index += 1
    return .sign(Character(UnicodeScalar(first)))
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isASCIIAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  private mutating func text(while isPart: (UInt8) -> Bool) -> String {
    let start = index
    while let byte = byte(), isPart(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func quoted(_ quote: UInt8) -> String {
    index += 1
    let start = index
    while let byte = byte(), byte != quote { index += byte == UInt8(ascii: "\\") ? 2 : 1 }
    let end = Swift.min(index, bytes.count)
    index = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func skipSpaceAndComments() {
    while let first = byte() {
      if first <= 0x20 {
        index += 1
      } else if first == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") {
        while let byte = byte(), byte != UInt8(ascii: "\n") { index += 1 }
      } else if first == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        index += 2
        while let byte = byte(), !(byte == UInt8(ascii: "*") && self.byte(1) == UInt8(ascii: "/")) { index += 1 }
        index = Swift.min(index + 2, bytes.count)
      } else {
        return
      }
    }
  }
}
