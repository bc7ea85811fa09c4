/// Gathers what is wrong with one file while its decoding goes on.
final class Complaints {
  let file: String
  private(set) var all: [Complaint] = []

  init(file: String) { self.file = file }

  func add(at node: YAMLNode, found: String? = nil, expected: String, nearest: String? = nil) {
    add(line: node.line, column: node.column, found: found ?? node.described, expected: expected, nearest: nearest)
  }

  func add(line: Int = 0, column: Int = 0, found: String, expected: String, nearest: String? = nil) {
    all.append(
      Complaint(file: file, line: line, column: column, found: found, expected: expected, nearest: nearest))
  }

  /// A word that is none of the known ones; `what` names them in the singular: `packager`.
  func unknown(_ word: String, at node: YAMLNode, what: String, known: [String]) {
    let list = known.isEmpty ? "a known \(what) (there is none here)" : Complaints.choice(known)
    add(
      at: node, found: "\(what) `\(YAMLNode.shortened(word))`", expected: list,
      nearest: NearestWord.to(word, among: known))
  }

  /// In the order of the file, which is the order in which they are mended.
  func sorted() -> [Complaint] {
    all.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
    }
    .map(\.element)
  }

  /// `one of a, b, c`, cut where the list is long.
  static func choice(_ words: [String]) -> String {
    guard words.count > 1 else { return words.first.map { "`\($0)`" } ?? "nothing" }
    let shown = words.prefix(16).joined(separator: ", ")
    return words.count > 16 ? "one of \(shown) … (\(words.count) in all)" : "one of \(shown)"
  }
}
