/// A type as a `.d.ts` writes it, as far as it can be taken apart: TypeScript's handbook, "Everyday Types" and "Object Types".
indirect enum ScriptType: Hashable, Sendable {
  /// `string`, `"utf8"`, `3`, `words.Options`, `Promise<Word>`, `Array<string>` of `string[]`
  case named(String, [ScriptType])
  case union([ScriptType])
  case object([Member])
  case tuple([ScriptType])
  case function(Function)
  /// What is only the same as the same text.
  case other(String)

  struct Member: Hashable, Sendable {
    /// `[string]` of an index signature.
    var name: String
    var isOptional: Bool
    var type: ScriptType
  }

  struct Function: Hashable, Sendable {
    struct Parameter: Hashable, Sendable {
      var type: ScriptType
      var isOptional: Bool
      var isRest: Bool
    }
    var parameters: [Parameter]
    var result: ScriptType
  }

  init(_ text: String) {
    var parser = ScriptTypeParser(text)
    self = parser.whole()
  }

  /// Names in it, each with whether it stands where the value is taken, and not given: parameters of functions.
  func forEachName(taken: Bool, _ body: (String, Bool) -> Void) {
    switch self {
    case .named(let name, let arguments):
      body(name, taken)
      for argument in arguments { argument.forEachName(taken: taken, body) }
    case .union(let types), .tuple(let types): for type in types { type.forEachName(taken: taken, body) }
    case .object(let members): for member in members { member.type.forEachName(taken: taken, body) }
    case .function(let function):
      for parameter in function.parameters { parameter.type.forEachName(taken: !taken, body) }
      function.result.forEachName(taken: taken, body)
    case .other(let text):
      // Nobody knows where in it: both.
      for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || "_$.".contains($0)) }) {
        body(String(word), true)
        body(String(word), false)
      }
    }
  }
}
