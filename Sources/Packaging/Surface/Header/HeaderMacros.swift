/// Macros that a header defines, as far as declarations are written with them.
struct HeaderMacros {
  private struct Macro {
    /// Nil of one that is no function's.
    var parameters: [String]?
    var body: [HeaderTokens.Token]
  }

  /// Nesting that real headers stay far below, and what all expansions of one declaration may come to.
  private static let mostDepth = 8
  private static let mostTokens = 10_000

  /// And all of a header's, so that short lines can't each have long expansions.
  private static let mostTokensOfAll = 2_000_000

  private var macros: [String: Macro] = [:]
  private var spent = 0
  /// `#define deflate z_deflate` that may be there or not: what the function is called where it isn't.
  private(set) var renamed: [String: String] = [:]

  func isDefined(_ name: String) -> Bool { macros[name] != nil }

  /// `#define`'s rest; the first definition counts, since which of two is taken may hang on the compiler.
  mutating func define(_ text: ArraySlice<UInt8>, isCertain: Bool) {
    var tokens = Array(HeaderTokens(text))
    guard case .word(let name)? = tokens.first, macros[name] == nil else { return }
    tokens.removeFirst()
    let start = text.drop { $0 == 0x20 || $0 == 0x09 }
    // The parenthesis of a macro's parameters touches its name.
    let isFunction = start.dropFirst(name.utf8.count).first == UInt8(ascii: "(")
    guard isFunction, let end = tokens.firstIndex(of: .sign(UInt8(ascii: ")"))) else {
      macros[name] = Macro(body: tokens)
      if !isCertain, case .word(let other)? = tokens.first, tokens.count == 1 { renamed[other] = name }
      return
    }
    let parameters = tokens[..<end].compactMap { if case .word(let word) = $0 { word } else { nil } }
    macros[name] = Macro(parameters: parameters, body: Array(tokens[(end + 1)...]))
  }

  mutating func undefine(_ text: ArraySlice<UInt8>) {
    if case .word(let name)? = Array(HeaderTokens(text)).first { macros[name] = nil }
  }

  /// A declaration's tokens with its macros taken apart outside parentheses; nil where that comes to too much.
  mutating func expand(_ tokens: [HeaderTokens.Token]) -> [HeaderTokens.Token]? {
    guard spent < Self.mostTokensOfAll else { return nil }
    var result: [HeaderTokens.Token] = []
    expand(tokens[...], hidden: [], into: &result)
    spent += result.count
    return result.count < Self.mostTokens ? result : nil
  }

  private func expand(
    _ tokens: ArraySlice<HeaderTokens.Token>, hidden: Set<String>, into result: inout [HeaderTokens.Token]
  ) {
    var index = tokens.startIndex
    var depth = 0
    while index < tokens.endIndex, result.count < Self.mostTokens {
      let token = tokens[index]
      index += 1
      if token == .sign(UInt8(ascii: "(")) { depth += 1 }
      if token == .sign(UInt8(ascii: ")")) { depth = max(0, depth - 1) }
      guard depth == 0, case .word(let name) = token, let macro = macros[name], !hidden.contains(name),
        hidden.count < Self.mostDepth, let body = body(of: macro, tokens, &index)
      else {
        result.append(token)
        continue
      }
      expand(body[...], hidden: hidden.union([name]), into: &result)
    }
  }

  /// Nil where a function's macro stands without its arguments, which leaves its name alone.
  private func body(
    of macro: Macro, _ tokens: ArraySlice<HeaderTokens.Token>, _ index: inout Int
  ) -> [HeaderTokens.Token]? {
    guard let parameters = macro.parameters else { return macro.body }
    guard let (arguments, end) = Self.arguments(tokens, from: index) else { return nil }
    index = end
    let given = Dictionary(zip(parameters, arguments)) { first, _ in first }
    return macro.body.flatMap { token -> [HeaderTokens.Token] in
      if case .word(let word) = token, let argument = given[word] { return argument }
      return [token]
    }
  }

  private static func arguments(
    _ tokens: ArraySlice<HeaderTokens.Token>, from start: Int
  ) -> ([[HeaderTokens.Token]], Int)? {
    guard start < tokens.endIndex, tokens[start] == .sign(UInt8(ascii: "(")) else { return nil }
    var arguments: [[HeaderTokens.Token]] = [[]]
    var depth = 0
    // Real arguments are short: a parenthesis that never ends is not sought for again and again.
    for index in start..<min(tokens.endIndex, start + mostTokens / 10) {
      let token = tokens[index]
      if token == .sign(UInt8(ascii: "(")) { depth += 1 }
      if token == .sign(UInt8(ascii: ")")) { depth -= 1 }
      if depth == 0 { return (arguments, index + 1) }
      if index == start { continue }
      if depth == 1, token == .sign(UInt8(ascii: ",")) {
        arguments.append([])
      } else {
        arguments[arguments.count - 1].append(token)
      }
    }
    return nil
  }
}
