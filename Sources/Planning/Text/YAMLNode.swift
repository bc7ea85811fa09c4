/// A node of a YAML document with its place: no aliases, no tags, no resolving, every key a string.
struct YAMLNode {
  enum Content {
    /// `plain` where it was written without quotes, so that `5` and `"5"` can be told apart.
    case scalar(String, plain: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }
  var line: Int
  var column: Int
  var content: Content
}

struct YAMLEntry {
  /// The key, as a node for its place.
  var key: YAMLNode
  var name: String
  var value: YAMLNode
}

extension YAMLNode {
  /// Prose for a complaint: `` `maturinn` ``, `a list`, `nothing`.
  var described: String {
    switch content {
    case .mapping(let entries): entries.isEmpty ? "an empty mapping" : "a mapping"
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .scalar(let text, let plain):
      isNull ? "nothing" : plain ? "`\(YAMLNode.shortened(text))`" : "the text `\(YAMLNode.shortened(text))`"
    }
  }

  /// Nothing written, `~` or `null`.
  var isNull: Bool {
    guard case .scalar(let text, plain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
  }

  /// The words of a scalar that was written without quotes.
  var plainText: String? {
    if case .scalar(let text, plain: true) = content { text } else { nil }
  }

  /// YAML's booleans as JSON knows them; `yes` and `on` are text.
  var bool: Bool? {
    switch plainText {
    case "true": true
    case "false": false
    default: nil
    }
  }

  var number: Double? {
    guard let text = plainText, text.utf8.allSatisfy(YAMLNode.isNumeric) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
  }

  static func shortened(_ text: String) -> String {
    let line = text.prefix(60).split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
    return line.utf8.count < text.utf8.count ? line + "…" : line
  }
}
