/// The characters of an id: of targets, exercises, runtimes and probes.
enum Name {
  static let rule = "letters, digits and . _ + - only"

  /// `-` alone stands for an absent part of a cell id, so it is no name.
  static func isValid(_ text: String) -> Bool {
    !text.isEmpty && text != "-" && text.utf8.allSatisfy(isAllowed)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "._+-".utf8.contains(byte)
    }
  }
}
