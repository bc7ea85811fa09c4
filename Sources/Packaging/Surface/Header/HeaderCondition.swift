/// What a preprocessing condition is for a C compiler on Linux; nil where only its command line would tell.
///
/// Source: ISO C17, 6.10.1 "Conditional inclusion"; predefined names: GCC's manual, "Predefined Macros".
struct HeaderCondition {
  private static let present: Set<String> = ["__STDC__", "__GNUC__", "__linux__", "__linux", "__unix__", "__ELF__"]
  private static let absent: Set<String> = [
    "__cplusplus", "_WIN32", "WIN32", "_WIN64", "__WIN32__", "_MSC_VER", "__CYGWIN__", "__MINGW32__", "__APPLE__",
    "__BORLANDC__", "__OS2__", "MSDOS", "__MSDOS__", "__BEOS__", "__WATCOMC__", "_WIN32_WCE", "VMS", "__VMS",
  ]
  /// Deeper ones are nobody's.
  private static let mostDepth = 32
  /// Bytes; longer ones are nobody's either, and each sign in them takes 48.
  private static let longest = 4096

  private var tokens: [HeaderTokens.Token]
  private var index = 0
  private let isDefined: (String) -> Bool

  init(_ text: ArraySlice<UInt8>, isDefined: @escaping (String) -> Bool) {
    tokens = text.count > Self.longest ? [] : Array(HeaderTokens(text))
    self.isDefined = isDefined
  }

  static func isDefined(_ name: String, _ isDefined: (String) -> Bool) -> Bool? {
    if absent.contains(name) { return false }
    return present.contains(name) || isDefined(name) ? true : nil
  }

  mutating func value() -> Bool? {
    let value = disjunction(0)
    return index == tokens.count ? value : nil
  }

  private mutating func take(_ text: String) -> Bool {
    let signs = text.utf8.map { HeaderTokens.Token.sign($0) }
    guard tokens[index...].starts(with: signs) else { return false }
    index += signs.count
    return true
  }

  private mutating func disjunction(_ depth: Int) -> Bool? {
    var value = conjunction(depth)
    while take("||") {
      let other = conjunction(depth)
      value = value == true || other == true ? true : value == nil || other == nil ? nil : false
    }
    return value
  }

  private mutating func conjunction(_ depth: Int) -> Bool? {
    var value = term(depth)
    while take("&&") {
      let other = term(depth)
      value = value == false || other == false ? false : value == nil || other == nil ? nil : true
    }
    return value
  }

  private mutating func term(_ depth: Int) -> Bool? {
    guard depth < Self.mostDepth else { return nil }
    if take("!") { return term(depth + 1).map { !$0 } }
    if take("(") {
      let value = disjunction(depth + 1)
      return take(")") ? value : nil
    }
    guard index < tokens.count else { return nil }
    let token = tokens[index]
    index += 1
    if case .word("defined") = token { return definition() }
    // A name that is compared, or a number with something behind it, is not told.
    guard isAtEnd else { return nil }
    switch token {
    case .number(let digits): return Int(digits).map { $0 != 0 }
    case .word(let name): return Self.absent.contains(name) ? false : nil
    default: return nil
    }
  }

  private var isAtEnd: Bool {
    index == tokens.count
      || [.sign(UInt8(ascii: ")")), .sign(UInt8(ascii: "&")), .sign(UInt8(ascii: "|"))]
        .contains(tokens[index])
  }

  private mutating func definition() -> Bool? {
    let isParenthesised = take("(")
    guard index < tokens.count, case .word(let name) = tokens[index] else { return nil }
    index += 1
    if isParenthesised, !take(")") { return nil }
    return Self.isDefined(name, isDefined)
  }
}
