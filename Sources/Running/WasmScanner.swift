/// Where the code of an exercise isn't as it has to be.
struct WasmComplaint: Error, Equatable {
  var line: Int
  var column: Int
  var expected: String
  var found: String
}

/// Reads the code of an exercise character by character.
struct WasmScanner {
  private let characters: [Character]
  private var at = 0

  init(_ code: String) { characters = Array(code) }

  var next: Character? { at < characters.count ? characters[at] : nil }
  var isAtEnd: Bool { at == characters.count }

  private static let delimiters: Set<Character> = ["(", ")", "[", "]", ",", ";", "=", "\""]

  mutating func skipBlanks() { skip { $0 == " " || $0 == "\t" } }
  mutating func skipSpace() { skip(\.isWhitespace) }
  mutating func skipSeparators() { skip { $0.isWhitespace || $0 == ";" } }

  private mutating func skip(_ isSkipped: (Character) -> Bool) {
    while let next, isSkipped(next) { at += 1 }
  }

  /// False, and nothing taken, where something else follows.
  mutating func take(_ text: String) -> Bool {
    guard characters[at...].starts(with: text) else { return false }
    at += text.count
    return true
  }

  mutating func expect(_ text: String, _ expected: String) throws(WasmComplaint) {
    guard take(text) else { throw complaint(expected) }
  }

  /// A name or a literal; empty where a delimiter follows.
  mutating func word() -> String {
    let start = at
    while let next, !next.isWhitespace, !WasmScanner.delimiters.contains(next) { at += 1 }
    return String(characters[start..<at])
  }

  /// What is between two quotes.
  mutating func text() throws(WasmComplaint) -> String {
    let opening = at
    try expect("\"", "a text in quotes")
    var text = ""
    while let character = next, character != "\"" {
      at += 1
      text.append(character == "\\" ? try escaped() : character)
    }
    guard take("\"") else { throw complaint("a closing `\"`", at: opening) }
    return text
  }

  private mutating func escaped() throws(WasmComplaint) -> Character {
    let known: [Character: Character] = ["n": "\n", "t": "\t", "r": "\r", "0": "\0", "\"": "\"", "\\": "\\"]
    guard let character = next, let meant = known[character] else {
      throw complaint("one of \\n \\t \\r \\0 \\\" \\\\")
    }
    at += 1
    return meant
  }

  var position: Int { at }

  func complaint(_ expected: String, at position: Int? = nil) -> WasmComplaint {
    let place = position ?? at
    let before = characters[..<place]
    let line = before.count { $0.isNewline } + 1
    let column = place - (before.lastIndex { $0.isNewline } ?? -1)
    return WasmComplaint(line: line, column: column, expected: expected, found: found(place))
  }

  private func found(_ place: Int) -> String {
    let rest = characters[place...].prefix { !$0.isNewline }.prefix(24)
    return rest.isEmpty ? (place == characters.count ? "the end" : "the end of the line") : "`\(String(rest))`"
  }
}
