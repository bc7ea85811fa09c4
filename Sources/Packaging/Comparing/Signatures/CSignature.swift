/// The types of a C function's parameters, without the names: ISO C17, 6.7.6 "Declarators".
struct CSignature: Equatable {
  private var types: [[String]]
  private var result: [String]

  private static let keywords: Set<String> = [
    "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "const", "volatile", "restrict",
    "struct", "union", "enum", "_Bool", "bool",
  ]

  /// Nil where the text is no parameter list.
  init?(_ text: String) {
    guard let list = ParameterList(text) else { return nil }
    types = list.parts.map { Self.type(of: Self.tokens($0)) }.filter { $0 != ["void"] }
    result = Self.tokens(list.rest)
  }

  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    for character in text where !character.isWhitespace || tokens.last?.isEmpty == false {
      if character.isWhitespace {
        tokens.append("")
      } else if character.isLetter || character.isNumber || character == "_" {
        if let last = tokens.last, last.first.map({ $0.isLetter || $0.isNumber || $0 == "_" }) ?? true {
          tokens[tokens.count - 1].append(character)
        } else {
          tokens.append(String(character))
        }
      } else {
        tokens.append(String(character))
      }
    }
    return tokens.filter { !$0.isEmpty }
  }

  /// The last word is the parameter's name where a type stands before it.
  private static func type(of tokens: [String]) -> [String] {
    guard tokens.count > 1, let last = tokens.last, last.first?.isLetter == true || last.first == "_",
      !keywords.contains(last), !["struct", "union", "enum"].contains(tokens[tokens.count - 2]),
      !(tokens.dropLast().allSatisfy { ["const", "volatile"].contains($0) })
    else { return tokens }
    return Array(tokens.dropLast())
  }
}
