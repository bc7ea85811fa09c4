extension String {
  /// The text as it may go to a terminal or a report: control and direction-changing characters as `\u{1b}`, cut off
  /// after 500 characters. Names in a hostile archive may hold both, and 64 KiB of them.
  var printable: String { printable(atMost: 500) }

  /// The same, with another number of characters.
  func printable(atMost most: Int) -> String { isPlain(most) ? self : escaped(most) }

  /// Nearly every text is, and Unicode's tables cost a hundred times as much.
  private func isPlain(_ most: Int) -> Bool {
    utf8.count <= most && utf8.allSatisfy { 0x20...0x7E ~= $0 }
  }

  private func escaped(_ most: Int) -> String {
    var result = ""
    for scalar in unicodeScalars.prefix(most) {
      if Self.isHarmless(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return unicodeScalars.count > most ? result + "…" : result
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
  }
}
