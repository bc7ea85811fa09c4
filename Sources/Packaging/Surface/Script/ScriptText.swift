/// The tokens of a script or of a declaration file, for readers that look ahead and back.
struct ScriptText {
  let tokens: [ScriptTokens.Token]
  /// Whether each of them is the first of its line, which may end a statement (ECMA-262, 12.10).
  private let starts: [Bool]
  /// Nothing was left open where the text ends, so that all brackets are what they seem.
  let isWhole: Bool

  init(_ bytes: [UInt8]) {
    var (tokens, starts): ([ScriptTokens.Token], [Bool]) = ([], [])
    var iterator = ScriptTokens(bytes)
    var depth = 0
    while let token = iterator.next() {
      tokens.append(token)
      starts.append(iterator.isAtLineStart)
      depth += Self.step(token)
    }
    (self.tokens, self.starts) = (tokens, starts)
    isWhole = !iterator.isUnterminated && depth == 0
  }

  private static func step(_ token: ScriptTokens.Token) -> Int {
    guard case .sign(let sign) = token else { return 0 }
    return "([{".contains(sign) ? 1 : ")]}".contains(sign) ? -1 : 0
  }

  var count: Int { tokens.count }

  func token(_ index: Int) -> ScriptTokens.Token? { tokens.indices.contains(index) ? tokens[index] : nil }

  func word(_ index: Int) -> String? { if case .word(let word)? = token(index) { word } else { nil } }

  func string(_ index: Int) -> String? { if case .string(let text)? = token(index) { text } else { nil } }

  func sign(_ index: Int) -> Character? { if case .sign(let sign)? = token(index) { sign } else { nil } }

  func isSign(_ index: Int, _ sign: Character) -> Bool { token(index) == .sign(sign) }

  func isAtLineStart(_ index: Int) -> Bool { starts.indices.contains(index) ? starts[index] : true }

  /// `=`, but not `==` or `=>`.
  func isAssignment(_ index: Int) -> Bool {
    isSign(index, "=") && !isSign(index + 1, "=") && !isSign(index + 1, ">")
      && !["=", "!", "<", ">"].contains(sign(index - 1))
  }

  func isArrow(_ index: Int) -> Bool { isSign(index, "=") && isSign(index + 1, ">") }

  /// 1 for a bracket that opens, -1 for one that closes.
  func step(_ index: Int) -> Int { token(index).map(Self.step) ?? 0 }
}
