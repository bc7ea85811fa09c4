/// Text from outside, made harmless for a terminal and bounded: an artifact chooses what its errors say.
///
/// ANSI control sequences are dropped, since compilers colour their logs; any other control character, and those that
/// reorder or hide text, is shown as `\u{1B}`.
enum Printable {
  /// On one line; `limit` in Unicode scalars.
  static func line(_ text: String, limit: Int = 240) -> String {
    let text = bounded(text, limit: limit)
    return text.utf8.contains(0x0A) ? text.replacing("\n", with: "\\n") : text
  }

  /// On at most `count` lines; `limit` in Unicode scalars over all.
  static func lines(_ text: String, limit: Int = 4_000, count: Int = 40) -> [String] {
    var lines = bounded(text, limit: limit).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    return list(lines, limit: count) { $0 }
  }

  /// The first `limit` items, and how many there are beyond them.
  static func list<Item>(_ items: [Item], limit: Int, shown: (Item) -> String) -> [String] {
    let lines = items.prefix(limit).map(shown)
    return items.count > limit ? lines + ["… \(items.count - limit) more"] : lines
  }

  private static func bounded(_ text: String, limit: Int) -> String {
    if isPlain(text, limit: limit) { return text }
    // Dropped sequences count too: a megabyte of colour must not take its time.
    let head = text.unicodeScalars.prefix(limit * 4)
    let clean = cleaned(head)
    let kept = clean.unicodeScalars.prefix(limit)
    let whole = kept.endIndex == clean.unicodeScalars.endIndex && head.endIndex == text.unicodeScalars.endIndex
    return whole ? clean : "\(String(kept))… (\(text.utf8.count) bytes in all)"
  }

  /// Short ASCII without control characters, as nearly all text is; a thousand findings have to be written in no time.
  private static func isPlain(_ text: String, limit: Int) -> Bool {
    text.utf8.count <= limit && text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A }
  }

  private static func cleaned(_ scalars: Substring.UnicodeScalarView) -> String {
    var result = ""
    var rest = scalars
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}", rest.first == "[" {
        rest = dropControlSequence(rest)
      } else if scalar == "\r", rest.first == "\n" {
        continue
      } else {
        result += shown(scalar)
      }
    }
    return result
  }

  /// Parameter and intermediate bytes, then one final byte: ECMA-48, 5.4.
  private static func dropControlSequence(_ scalars: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
    var rest = scalars.dropFirst().drop { (0x20...0x3F).contains($0.value) }
    if let last = rest.first, (0x40...0x7E).contains(last.value) { rest = rest.dropFirst() }
    return rest
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\n"
    case "\t": "  "
    case " "..."~", "\u{200C}", "\u{200D}": String(scalar)
    default: isHarmful(scalar) ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
    default: false
    }
  }
}
