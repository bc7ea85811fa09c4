/// What a C header declares, without a compiler: Packaging starts no process.
///
/// Exact where C leaves no choice: one declarator per declaration, a macro of the header itself taken apart, conditions
/// that every C compiler on Linux answers alike. What hangs on more is in `identifiers`, and never told as missing.
struct HeaderReader {
  struct Function: Equatable {
    var name: String
    /// `(const char *text, size_t size)`
    var signature: String
    /// The file that declares it, `words.h`.
    var file: String
    /// No condition that hangs on the compiler is around it, and no macro bears its name.
    var isCertain: Bool
  }

  private(set) var functions: [Function] = []
  /// Every word outside comments, of whatever file was read.
  private(set) var identifiers: Set<String> = []
  /// Files that it includes in quotes and that could not be read.
  private(set) var unread: [String] = []

  /// The header itself.
  let name: String

  private var macros = HeaderMacros()
  private var conditions: [Condition] = []
  /// Of the conditions, how many are not taken, and how many nobody knows.
  private var untaken = 0
  private var unknown = 0
  private var declaration = HeaderDeclaration()
  private let open: (String) -> [UInt8]?
  private var opened: Set<String> = []
  private var file = ""

  /// One `#if` and its branches: whether this one is taken, nil where that isn't known.
  private struct Condition {
    var isTaken: Bool?
    /// A branch before was taken for certain.
    var isSettled: Bool
  }

  private static let mostFiles = 64
  private static let mostDepth = 16

  /// `open` gives the content of a file by its path beside the header; nil where there is none.
  init(_ name: String, open: @escaping (String) -> [UInt8]?) {
    (self.name, self.open) = (name, open)
    read(name, depth: 0)
  }

  private mutating func read(_ name: String, depth: Int) {
    guard depth < Self.mostDepth, opened.count < Self.mostFiles, opened.insert(name).inserted else { return }
    guard let bytes = open(name) else { return unread.append(name) }
    let outer = file
    file = name
    defer { file = outer }
    var mayBeGuarded = true
    for token in HeaderTokens(bytes[...]) {
      if case .directive(let word, let rest) = token {
        follow(word, rest, mayBeGuard: mayBeGuarded, depth: depth)
      } else if isRead {
        take(token)
      }
      mayBeGuarded = false
    }
  }

  private var isRead: Bool { untaken == 0 }
  private var isCertain: Bool { untaken == 0 && unknown == 0 }

  private mutating func enter(_ condition: Condition) {
    conditions.append(condition)
    count(condition, 1)
  }

  private mutating func leave() -> Condition? {
    guard let condition = conditions.popLast() else { return nil }
    count(condition, -1)
    return condition
  }

  private mutating func count(_ condition: Condition, _ step: Int) {
    if condition.isTaken == false { untaken += step }
    if condition.isTaken == nil { unknown += step }
  }

  private mutating func take(_ token: HeaderTokens.Token) {
    if case .word(let word) = token { identifiers.insert(word) }
    guard let tokens = declaration.take(token), let expanded = macros.expand(tokens),
      let function = HeaderDeclaration.function(expanded)
    else { return }
    let name = macros.renamed[function.name] ?? function.name
    functions.append(
      Function(
        name: name, signature: function.signature, file: file,
        isCertain: isCertain && !macros.isDefined(name)))
  }

  private mutating func follow(_ word: String, _ rest: ArraySlice<UInt8>, mayBeGuard: Bool, depth: Int) {
    switch word {
    case "if", "ifdef", "ifndef":
      let value = mayBeGuard && word == "ifndef" ? true : value(word, rest)
      enter(Condition(isTaken: value, isSettled: value == true))
    case "elif": turn(to: { $0.value("if", rest) })
    case "else": turn(to: { _ in true })
    case "endif": _ = leave()
    case "define" where isRead:
      note(rest)
      macros.define(rest, isCertain: isCertain)
    case "undef" where isCertain: macros.undefine(rest)
    case "include" where isRead: include(rest, depth: depth)
    default: break
    }
  }

  /// What a macro is made of may be the names of functions.
  private mutating func note(_ text: ArraySlice<UInt8>) {
    for case .word(let word) in HeaderTokens(text) { identifiers.insert(word) }
  }

  private func value(_ word: String, _ rest: ArraySlice<UInt8>) -> Bool? {
    if word == "if" {
      var condition = HeaderCondition(rest) { macros.isDefined($0) }
      return condition.value()
    }
    guard case .word(let name)? = Array(HeaderTokens(rest)).first else { return nil }
    let isDefined = HeaderCondition.isDefined(name) { macros.isDefined($0) }
    return word == "ifdef" ? isDefined : isDefined.map { !$0 }
  }

  /// The next branch of the innermost `#if`: not taken where one before was, unknown where one before may have been.
  private mutating func turn(to value: (HeaderReader) -> Bool?) {
    guard let last = leave() else { return }
    let wasKnown = last.isTaken != nil
    let value = last.isSettled ? false : wasKnown ? value(self) : value(self) == false ? false : nil
    enter(Condition(isTaken: value, isSettled: last.isSettled || value == true))
  }

  private mutating func include(_ rest: ArraySlice<UInt8>, depth: Int) {
    let text = rest.drop { $0 == 0x20 || $0 == 0x09 }
    guard let quote = text.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "<") else { return }
    let close = quote == UInt8(ascii: "<") ? UInt8(ascii: ">") : quote
    let name = path(String(decoding: text.dropFirst().prefix { $0 != close }, as: UTF8.self))
    // In angle brackets it is the system's where it isn't the header's neighbour.
    guard let name else {
      if quote == UInt8(ascii: "\"") { unread.append(String(decoding: text.prefix(80), as: UTF8.self)) }
      return
    }
    let outer = declaration
    declaration = HeaderDeclaration()
    read(name, depth: depth + 1)
    declaration = outer
  }
}

extension HeaderReader {
  /// A quoted file lies beside the one that names it, or beside the header: ISO C17, 6.10.2.
  private func path(_ name: String) -> String? {
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    return [folder.isEmpty ? name : "\(folder)/\(name)", name].first { opened.contains($0) || open($0) != nil }
  }
}
