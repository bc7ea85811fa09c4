/// The grammar of versions, specifiers and requirements: PyPA "Version specifiers" (PEP 440, appendix B) and "Dependency
/// specifiers" (PEP 508), as far as pip refuses what is not of it; markers are let go.
struct VersionGrammar {
  /// Longer ones are nobody's, and would be shown nowhere.
  private static let longest = 4096
  private var rest: Substring.UTF8View
  private var isEnclosed = false

  private init?(_ text: String) {
    guard text.utf8.count <= Self.longest else { return nil }
    rest = text.lowercased()[...].utf8
  }

  static func isVersion(_ text: String) -> Bool { whole(text) { $0.version() } }

  /// `>=3.9, !=3.9.1`; an empty one allows all.
  static func isSpecifierSet(_ text: String) -> Bool { whole(text) { $0.specifiers() } }

  /// `name[extra] (>=1.0); marker`, `name @ url`.
  static func isRequirement(_ text: String) -> Bool {
    guard var grammar = VersionGrammar(text) else { return false }
    return grammar.requirement()
  }

  private static func whole(_ text: String, _ body: (inout VersionGrammar) -> Bool) -> Bool {
    guard var grammar = VersionGrammar(text) else { return false }
    grammar.skipSpace()
    guard body(&grammar) else { return false }
    grammar.skipSpace()
    return grammar.rest.isEmpty
  }

  private mutating func requirement() -> Bool {
    skipSpace()
    guard name() else { return false }
    skipSpace()
    if take("[") {
      guard extras() else { return false }
      skipSpace()
    }
    if take("@") { return !rest.isEmpty }
    isEnclosed = take("(")
    guard specifiers() else { return false }
    skipSpace()
    if isEnclosed, !take(")") { return false }
    skipSpace()
    return rest.isEmpty || rest.first == UInt8(ascii: ";")
  }

  /// Letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends.
  private mutating func name() -> Bool {
    let name = rest.prefix { isASCIIAlphanumeric($0) || [0x2d, 0x5f, 0x2e].contains($0) }
    rest = rest[name.endIndex...]
    guard let first = name.first, let last = name.last else { return false }
    return isASCIIAlphanumeric(first) && isASCIIAlphanumeric(last)
  }

  private mutating func extras() -> Bool {
    skipSpace()
    if take("]") { return true }
    repeat {
      skipSpace()
      guard name() else { return false }
      skipSpace()
    } while take(",")
    return take("]")
  }

  private mutating func specifiers() -> Bool {
    skipSpace()
    while let next = rest.first, "<>=!~".utf8.contains(next) {
      guard specifier() else { return false }
      skipSpace()
      // A comma at the end is let go, as packaging does.
      guard take(",") else { return true }
      skipSpace()
    }
    return true
  }

  private mutating func specifier() -> Bool {
    guard let comparison = ["===", "==", "!=", "~=", "<=", ">=", "<", ">"].first(where: { take($0) }) else {
      return false
    }
    skipSpace()
    if comparison == "===" { return arbitrary() }
    guard version() else { return false }
    return take(".*") ? ["==", "!="].contains(comparison) : true
  }

  private mutating func arbitrary() -> Bool {
    let isEnclosed = isEnclosed
    return skip { $0 > 0x20 && !",;".utf8.contains($0) && !(isEnclosed && $0 == UInt8(ascii: ")")) }
  }

  private mutating func version() -> Bool {
    _ = take("v")
    guard digits() else { return false }
    if take("!"), !digits() { return false }
    while isReleaseNext() { _ = take(".") && digits() }
    _ = suffix(["alpha", "a", "beta", "b", "preview", "pre", "c", "rc"])
    if !suffix(["post", "rev", "r"]) { _ = implicitPost() }
    _ = suffix(["dev"])
    return !take("+") || local()
  }

  private func isReleaseNext() -> Bool {
    rest.first == UInt8(ascii: ".") && rest.dropFirst().first.map(Self.isDigit) == true
  }

  /// `.post1`, `rc-2`; takes nothing where none of the words follows.
  private mutating func suffix(_ words: [String]) -> Bool {
    let start = rest
    skipSeparator()
    guard words.contains(where: { take($0) }) else {
      rest = start
      return false
    }
    skipSeparator()
    _ = digits()
    return true
  }

  /// `1.0-1`
  private mutating func implicitPost() -> Bool {
    let start = rest
    if take("-"), digits() { return true }
    rest = start
    return false
  }

  private mutating func local() -> Bool {
    repeat { guard skip(isASCIIAlphanumeric) else { return false } } while take(".") || take("-") || take("_")
    return true
  }

  private mutating func skipSeparator() {
    if rest.starts(with: ".*".utf8) { return }
    _ = take(".") || take("-") || take("_")
  }

  private mutating func digits() -> Bool { skip(Self.isDigit) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func skipSpace() { _ = skip { [0x20, 0x09, 0x0a, 0x0d].contains($0) } }

  private mutating func skip(_ isWanted: (UInt8) -> Bool) -> Bool {
    let taken = rest.prefix(while: isWanted)
    rest = rest[taken.endIndex...]
    return !taken.isEmpty
  }

  private mutating func take(_ word: String) -> Bool {
    guard rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }
}
