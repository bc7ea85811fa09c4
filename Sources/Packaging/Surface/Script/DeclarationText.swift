/// A piece of a declaration written the one way, whatever spaces, comments, quotes and separators stand in the file.
struct DeclarationText {
  private let text: ScriptText
  private var result = ""
  /// The brackets that are open.
  private var open: [Character] = []
  private var isSeparated = false
  /// Bytes; the longest in playwright's, the options of a browser, has under 4,000.
  private static let longest = 6000

  static func written(_ text: ScriptText, _ range: Range<Int>) -> String {
    var writer = DeclarationText(text)
    for index in range where writer.result.utf8.count < longest {
      writer.take(index, isFirst: index == range.lowerBound)
    }
    return writer.result
  }

  private init(_ text: ScriptText) { self.text = text }

  private mutating func take(_ index: Int, isFirst: Bool) {
    if open.last == "{", !isFirst, text.isAtLineStart(index), DeclarationTypes.mayEnd(text, before: index) {
      isSeparated = true
    }
    switch text.token(index) {
    case .sign(let sign): take(sign, index, isFirst)
    case .word(let word): put(word)
    case .string(let string): put("\"\(string)\"")
    case .pattern, nil: break
    }
  }

  private mutating func take(_ sign: Character, _ index: Int, _ isFirst: Bool) {
    switch sign {
    case ",", ";":
      if open.last == "{" { isSeparated = true } else if !isClosing(index + 1) { result += ", " }
    case "(", "[", "<", "{":
      put(sign == "{" ? "{ " : String(sign))
      open.append(sign)
    case ")", "]", "}": close(sign)
    case ">" where text.isSign(index - 1, "="): result += "> "
    case ">": close(sign)
    case "=": put(text.isSign(index + 1, ">") ? " =" : " = ")
    case "|", "&":
      // A union may begin with its sign.
      if !isFirst, !result.isEmpty, !"([{<:,=|&;".contains(lastSign) { result += " \(sign) " }
    case "?": put(isConditional(index) ? " ? " : "?")
    case ":": put(": ")
    default: put(String(sign))
    }
  }

  private func isClosing(_ index: Int) -> Bool { text.sign(index).map { ")]>}".contains($0) } ?? false }

  /// `A ? B : C`, and not `name?: T`.
  private func isConditional(_ index: Int) -> Bool {
    text.sign(index + 1).map { !":,)(>];.-".contains($0) } ?? true
  }

  private var lastSign: Character { result.last { $0 != " " } ?? "(" }

  private mutating func close(_ sign: Character) {
    if open.last == "{" || sign == "}" { isSeparated = false }
    if !open.isEmpty { open.removeLast() }
    while result.last == " " { result.removeLast() }
    result += sign == "}" ? (result.last == "{" ? "}" : " }") : String(sign)
  }

  private mutating func put(_ piece: String) {
    if isSeparated, result.last != "{", !result.hasSuffix("{ ") {
      while result.last == " " { result.removeLast() }
      result += "; "
    }
    isSeparated = false
    if let last = result.last, let first = piece.first, needsSpace(last, first) { result += " " }
    if piece.first == ":" || piece == "?" || piece == "(" || piece == "[" || piece == "<" {
      // `name (`, as some write it.
      while result.last == " ", !result.hasSuffix("> "), !result.hasSuffix(", "), !result.hasSuffix(": "),
        !result.hasSuffix("= "),
        !result.hasSuffix("| "), !result.hasSuffix("& "), !result.hasSuffix("{ "), !result.hasSuffix("; "),
        !result.hasSuffix("? ")
      {
        result.removeLast()
      }
    }
    result += piece
  }

  private func needsSpace(_ last: Character, _ first: Character) -> Bool {
    let isWord = { (character: Character) in character.isLetter || character.isNumber || "_$\"'".contains(character) }
    if first == "{" { return !"([<{ ".contains(last) }
    return isWord(first) && (isWord(last) || ")]}".contains(last) || (last == ">"))
  }
}

/// Where a type ends that nothing but its own grammar ends: semicolons may be missing.
enum DeclarationTypes {
  private static let goingOn: Set<String> = [
    "extends", "keyof", "typeof", "infer", "is", "in", "readonly", "unique", "asserts", "new", "abstract", "import",
  ]
  private static let joining: Set<String> = ["extends", "is", "as"]

  /// The token at `index`, the first of its line, needn't belong to what stands before it.
  static func mayEnd(_ text: ScriptText, before index: Int) -> Bool {
    switch text.token(index - 1) {
    case .word(let word) where goingOn.contains(word): return false
    case .sign(let sign):
      if "|&:?,.([{<=;".contains(sign) || (sign == ">" && text.isSign(index - 2, "=")) { return false }
    default: break
    }
    switch text.token(index) {
    case .word(let word): return !joining.contains(word)
    case .sign(let sign): return !"|&?:.,;)]}>=".contains(sign)
    default: return true
    }
  }
}
