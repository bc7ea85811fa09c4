/// YAML text in which nothing can expand: private-use characters stand for `&`, so that no anchor is ever defined.
///
/// Yams dereferences aliases while it composes and hashes whole keys; with a few dozen bytes of nested aliases in a key
/// that never ends. Without anchors an alias is an error with a place, and the `&` of a scalar is put back afterwards.
struct DefusedText {
  private(set) var text: String
  /// The character that stands for `&`; nil where the text has none.
  let anchor: Unicode.Scalar?
  /// Duplicate keys that were renamed so that composing can go on; the first character, and the key it was.
  private(set) var renamed: [Unicode.Scalar: String] = [:]
  private var spares: [Unicode.Scalar]

  /// The most duplicate keys of one document that are told each at its place, since each costs another parse.
  private static let mostDuplicates = 20
  /// Bytes that may be parsed again for their sake: a large document tells its first duplicates only.
  private static let mostParsedAgain = 8 << 20

  init(_ original: String) {
    let plain = original.hasPrefix("\u{FEFF}") ? String(original.unicodeScalars.dropFirst()) : original
    let duplicates = min(DefusedText.mostDuplicates, DefusedText.mostParsedAgain / max(1, plain.utf8.count))
    let ampersands = plain.utf8.contains(UInt8(ascii: "&"))
    var spares = DefusedText.unusedScalars(in: plain, count: duplicates + 1)
    let stand = spares.popLast()
    self.spares = spares
    anchor = ampersands ? stand : nil
    text = plain
    if let stand, ampersands {
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: plain.unicodeScalars.lazy.map { $0 == "&" ? stand : $0 })
      text = String(scalars)
    }
  }

  /// Puts another character in place of the first one of a key; false where there is none to put or the place isn't there.
  mutating func rename(key: String, line: Int, column: Int) -> Bool {
    guard let spare = spares.popLast(), let index = index(line: line, column: column) else { return false }
    let quoted = text.unicodeScalars[index] == "\"" || text.unicodeScalars[index] == "'"
    let first = quoted ? text.unicodeScalars.index(after: index) : index
    guard first < text.endIndex, !key.isEmpty else { return false }
    text.unicodeScalars.replaceSubrange(first...first, with: CollectionOfOne(spare))
    renamed[spare] = key
    return true
  }

  func startsWithAnchor(_ scalar: String) -> Bool { anchor != nil && scalar.unicodeScalars.first == anchor }

  /// The scalar as it was written, with its `&` back, and a renamed key under its own name.
  func restored(_ scalar: String) -> String {
    if let first = scalar.unicodeScalars.first, let key = renamed[first] { return withAmpersands(key) }
    return withAmpersands(scalar)
  }

  private func withAmpersands(_ scalar: String) -> String {
    guard let anchor, scalar.unicodeScalars.contains(anchor) else { return scalar }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: scalar.unicodeScalars.lazy.map { $0 == anchor ? "&" : $0 })
    return String(scalars)
  }

  /// Lines end where libyaml ends them: CR LF, CR, LF, NEL, LS, PS.
  private func index(line: Int, column: Int) -> String.Index? {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    var left = line - 1
    while left > 0, index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { index = scalars.index(after: index) }
      if ["\r", "\n", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) { left -= 1 }
    }
    guard left == 0, let place = scalars.index(index, offsetBy: column - 1, limitedBy: scalars.endIndex) else {
      return nil
    }
    return place < scalars.endIndex ? place : nil
  }

  /// Private-use characters U+E000 to U+E999 that the text contains neither as such nor as an escape.
  private static func unusedScalars(in text: String, count: Int) -> [Unicode.Scalar] {
    let used = usedScalars(Array(text.utf8))
    let unused = (0..<used.count).lazy.filter { !used[$0] && $0 & 0xF < 10 && $0 >> 4 & 0xF < 10 && $0 >> 8 < 10 }
    return unused.prefix(count).compactMap { Unicode.Scalar(0xE000 + UInt32($0)) }
  }

  /// By the last three hex digits; an escape of such a character has an e and three decimal digits in a row.
  private static func usedScalars(_ bytes: [UInt8]) -> [Bool] {
    var used = [Bool](repeating: false, count: 0x1000)
    for index in bytes.indices.dropLast(2) {
      if bytes[index] == 0xEE {
        used[Int(bytes[index + 1] & 0x3F) << 6 | Int(bytes[index + 2] & 0x3F)] = true
      } else if bytes[index] | 0x20 == UInt8(ascii: "e"), index + 3 < bytes.count,
        let first = digit(bytes[index + 1]), let second = digit(bytes[index + 2]), let third = digit(bytes[index + 3])
      {
        used[first << 8 | second << 4 | third] = true
      }
    }
    return used
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte) - 48 : nil
  }
}
