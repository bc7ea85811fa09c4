/// A range of versions as `engines.node` has it: the README of npm's `semver`, "Ranges".
///
/// Prerelease parts are passed over: no release of Node's has one.
package struct NodeRange: Sendable, Equatable {
  package private(set) var spans: [NodeSpan]

  /// Nil where the text is no range. More than 1,024 bytes are refused: no real one has them.
  package init?(parsing text: String) {
    guard text.utf8.count <= 1024 else { return nil }
    var spans: [NodeSpan] = []
    for alternative in text.split(separator: "||", omittingEmptySubsequences: false) {
      guard let span = Self.span(of: alternative) else { return nil }
      if !span.isEmpty { spans.append(span) }
    }
    self.spans = spans
  }

  private static let all = NodeSpan(NodeVersion(0))

  private static func span(of text: Substring) -> NodeSpan? {
    let text = text.replacing(/([<>=~^]+)\s+/) { $0.output.1 }
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.count == 3, words[1] == "-" {
      guard let from = Partial(words[0]), let to = Partial(words[2]) else { return nil }
      return NodeSpan(from.first, to.next)
    }
    var span = all
    for word in words {
      guard let comparator = comparator(word) else { return nil }
      span = span.intersection(comparator)
    }
    return span
  }

  private static func comparator(_ word: Substring) -> NodeSpan? {
    let sign = word.prefix { "<>=~^".contains($0) }
    guard let version = Partial(word.dropFirst(sign.count)) else { return nil }
    switch sign {
    case "", "=": return NodeSpan(version.first, version.next)
    case ">=": return NodeSpan(version.first)
    case ">": return NodeSpan(version.next)
    case "<": return NodeSpan(NodeVersion(0), version.first)
    case "<=": return NodeSpan(NodeVersion(0), version.next)
    case "~", "~>": return NodeSpan(version.first, version.nextMinor)
    case "^": return NodeSpan(version.first, version.nextBreaking)
    default: return nil
    }
  }

  /// `18`, `18.17`, `18.x`, `v18.17.0-rc.1`, `*`: as many numbers as are given.
  private struct Partial {
    var numbers: [Int] = []

    init?(_ text: Substring) {
      let plain = (text.first == "v" ? text.dropFirst() : text).prefix { $0 != "-" && $0 != "+" }
      guard !plain.isEmpty else { return nil }
      for part in plain.split(separator: ".", omittingEmptySubsequences: false) {
        if ["x", "X", "*"].contains(part) { break }
        // Greater numbers than these are no version, and adding to them would trap.
        guard let number = Int(part), (0..<1_000_000_000).contains(number), numbers.count < 3 else { return nil }
        numbers.append(number)
      }
    }

    private func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }

    var first: NodeVersion { NodeVersion(number(0), number(1), number(2)) }

    /// The first release after all that these numbers mean.
    var next: NodeVersion {
      switch numbers.count {
      case 0: .end
      case 1: NodeVersion(number(0) + 1)
      case 2: NodeVersion(number(0), number(1) + 1)
      default: NodeVersion(number(0), number(1), number(2) + 1)
      }
    }

    var nextMinor: NodeVersion { numbers.count < 2 ? next : NodeVersion(number(0), number(1) + 1) }

    /// The leftmost number that isn't 0 may not change.
    var nextBreaking: NodeVersion {
      if numbers.count < 2 || number(0) > 0 { return numbers.isEmpty ? .end : NodeVersion(number(0) + 1) }
      return number(1) > 0 || numbers.count == 2 ? NodeVersion(0, number(1) + 1) : next
    }
  }
}
