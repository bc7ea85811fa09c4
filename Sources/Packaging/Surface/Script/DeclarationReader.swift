/// Takes a `.d.ts` apart, statement by statement; what it doesn't know it steps over.
struct DeclarationReader {
  let text: ScriptText
  var index = 0
  /// Namespaces inside namespaces, and the members of classes in them.
  private var depth = 0
  private static let mostDepth = 20

  static func read(_ text: ScriptText) -> DeclarationScope {
    var reader = DeclarationReader(text: text)
    var scope = reader.scope()
    if !text.isWhole { scope.isOpen = true }
    return scope
  }

  private init(text: ScriptText) { self.text = text }

  /// Up to the brace that closes it, or to the end.
  private mutating func scope() -> DeclarationScope {
    var scope = DeclarationScope()
    while index < text.count, !text.isSign(index, "}") || depth == 0 {
      let start = index
      statement(&scope)
      if index == start { index += 1 }
    }
    return scope
  }

  private mutating func statement(_ scope: inout DeclarationScope) {
    switch text.word(index) {
    case "export":
      scope.isModule = true
      index += 1
      export(&scope)
    case "import": importing(&scope)
    default: declaration(&scope, Declaration(kind: .constant, name: ""))
    }
  }

  private mutating func export(_ scope: inout DeclarationScope) {
    let isTypeOnly = text.word(index) == "type" && (text.isSign(index + 1, "{") || text.isSign(index + 1, "*"))
    if isTypeOnly { index += 1 }
    switch text.token(index) {
    case .sign("*"): star(&scope, isTypeOnly)
    case .sign("{"): list(&scope, isTypeOnly)
    case .sign("="):
      scope.assigned = text.word(index + 1) ?? ""
      if text.isSign(index + 2, ".") { scope.isOpen = true }
      index += 2
    case .word("as"): index += 3
    case .word("import"):
      if let name = text.word(index + 1) { scope.handed.append(.init(name: name, local: "", file: "")) }
      index += 3
    case .word("default"): exportDefault(&scope)
    default: declaration(&scope, Declaration(kind: .constant, name: "", isExported: true))
    }
  }

  /// `export default name;` hands a name on; all else is a declaration.
  private mutating func exportDefault(_ scope: inout DeclarationScope) {
    index += 1
    let word = text.word(index)
    if ["function", "class", "abstract", "interface", "async", "enum"].contains(word) {
      declaration(&scope, Declaration(kind: .constant, name: "", isExported: true, isDefault: true))
    } else {
      scope.handed.append(.init(name: "default", local: word ?? ""))
      index += 1
    }
  }

  private mutating func star(_ scope: inout DeclarationScope, _ isTypeOnly: Bool) {
    index += 1
    if text.word(index) == "as", let name = text.word(index + 1) ?? text.string(index + 1) {
      scope.handed.append(.init(name: name, local: "*", file: text.string(index + 3) ?? "", isTypeOnly: isTypeOnly))
      index += 4
    } else if let file = text.string(index + 1) {
      scope.starred.append(file)
      index += 2
    }
  }

  /// `{ a, b as c, type D }` and what may follow it
  private mutating func list(_ scope: inout DeclarationScope, _ isTypeOnly: Bool) {
    let names = names(isTypeOnly)
    var file: String?
    if text.word(index) == "from" {
      file = text.string(index + 1)
      index += 2
    }
    scope.handed += names.map { .init(name: $0.outer, local: $0.inner, file: file, isTypeOnly: $0.isTypeOnly) }
    // `export {}` says that nothing else is.
    if names.isEmpty, file == nil { scope.handed.append(.init(name: "", local: "", isTypeOnly: true)) }
  }

  private mutating func names(_ isTypeOnly: Bool) -> [(inner: String, outer: String, isTypeOnly: Bool)] {
    var names: [(inner: String, outer: String, isTypeOnly: Bool)] = []
    index += 1
    while index < text.count, !text.isSign(index, "}") {
      var isType = isTypeOnly
      if text.word(index) == "type", !text.isSign(index + 1, ","), !text.isSign(index + 1, "}"),
        text.word(index + 1) != "as"
      {
        isType = true
        index += 1
      }
      if let inner = text.word(index) ?? text.string(index) {
        let outer = text.word(index + 1) == "as" ? text.word(index + 2) ?? text.string(index + 2) : nil
        names.append((inner, outer ?? inner, isType))
        if outer != nil { index += 2 }
      }
      index += 1
    }
    index += 1
    return names
  }

  private mutating func importing(_ scope: inout DeclarationScope) {
    scope.isModule = true
    index += 1
    if text.word(index) == "type", !text.isSign(index + 1, ","), text.word(index + 1) != "from" { index += 1 }
    if let name = text.word(index) {
      if text.isSign(index + 1, "=") {
        if text.word(index + 2) == "require", let file = text.string(index + 4) {
          scope.imports[name] = .init(name: "=", file: file)
        }
        index += 3
        return
      }
      scope.imports[name] = .init(name: "default", file: "")
      index += 1
      if text.isSign(index, ",") { index += 1 }
    }
    importList(&scope)
  }

  private mutating func importList(_ scope: inout DeclarationScope) {
    var local: [(inner: String, outer: String, isTypeOnly: Bool)] = []
    if text.isSign(index, "{") {
      local = names(false)
    } else if text.isSign(index, "*"), let name = text.word(index + 2) {
      local = [("*", name, false)]
      index += 3
    }
    guard text.word(index) == "from", let file = text.string(index + 1) else { return }
    for name in local { scope.imports[name.outer] = .init(name: name.inner, file: file) }
    for name in scope.imports where name.value.file.isEmpty { scope.imports[name.key]?.file = file }
    index += 2
  }
}

extension DeclarationReader {
  private static let modifiers: Set<String> = ["declare", "abstract", "async"]

  fileprivate mutating func declaration(_ scope: inout DeclarationScope, _ empty: Declaration) {
    var item = empty
    while let word = text.word(index), Self.modifiers.contains(word), text.word(index + 1) != nil {
      if word == "abstract" { item.isAbstract = true }
      index += 1
    }
    let word = text.word(index)
    switch word {
    case "function", "class", "interface", "enum": named(&item, word ?? "", &scope)
    case "const" where text.word(index + 1) == "enum":
      index += 1
      named(&item, "const enum", &scope)
    case "const", "let", "var": variables(item, &scope)
    case "type" where text.word(index + 1) != nil: alias(item, &scope)
    case "namespace", "module", "global": namespace(item, &scope)
    default: skipBalanced()
    }
  }

  private mutating func named(_ item: inout Declaration, _ word: String, _ scope: inout DeclarationScope) {
    index += 1
    if word == "function", text.isSign(index, "*") { index += 1 }
    if let name = text.word(index), !["extends", "implements"].contains(name) {
      item.name = name
      index += 1
    } else {
      item.name = "default"
    }
    switch word {
    case "function":
      item.kind = .function
      callable(&item)
    case "class", "interface":
      item.kind = word == "class" ? .type : .interface
      item.base = head()
      item.members = members()
      // `new` is told with the class.
      if word == "class" { item.signature = item.members.first { $0.kind == .constructor }?.signature }
    default:
      item.kind = word == "enum" ? .enumeration : .constantEnumeration
      item.members = enumerators()
    }
    scope.declared.append(item)
  }

  /// From the parameters, or what a function is generic over, to the type of what it returns.
  mutating func callable(_ item: inout Declaration) {
    let start = index
    if text.isSign(index, "<") { skipBalanced(angles: true) }
    item.parameters = countParameters()
    skipBalanced()
    if text.isSign(index, ":") {
      index += 1
      skipType()
    }
    item.signature = DeclarationText.written(text, start..<min(index, text.count))
  }

  /// Of the list at `index`; TypeScript's `this` is none.
  private func countParameters() -> Int? {
    guard text.isSign(index, "(") else { return nil }
    var (place, depth, count, isEmpty) = (index, 0, 0, true)
    while place < text.count {
      depth += bracket(place, angles: true)
      if depth == 0 { return isEmpty ? count : count + 1 }
      if depth == 1, place > index {
        if text.isSign(place, "."), text.isSign(place + 1, "."), isEmpty { return nil }
        if text.isSign(place, ",") {
          (count, isEmpty) = (isEmpty ? count : count + 1, true)
        } else if text.word(place) == "this", text.isSign(place + 1, ":"), count == 0 {
          // Its comma adds one that is none.
          count = -1
          isEmpty = false
        } else {
          isEmpty = false
        }
      }
      place += 1
    }
    return nil
  }

  private mutating func variables(_ empty: Declaration, _ scope: inout DeclarationScope) {
    let isRepeatable = text.word(index) == "var"
    repeat {
      index += 1
      guard let name = text.word(index) else { return skipStatement() }
      var item = empty
      (item.kind, item.name) = (.constant, name)
      item.isRepeatable = isRepeatable
      index += 1
      if text.isSign(index, ":") { takeType(&item) }
      if text.isAssignment(index) {
        index += 1
        skipType()
      }
      scope.declared.append(item)
    } while text.isSign(index, ",")
  }

  /// `: (text: string) => number` is a function's; all else is told as it stands.
  mutating func takeType(_ item: inout Declaration) {
    let start = index
    index += 1
    let parameters = countParameters()
    let isGeneric = text.isSign(index, "<")
    skipType()
    let written = DeclarationText.written(text, start..<min(index, text.count))
    item.signature = written
    if text.isSign(start + 1, "(") || isGeneric, let function = Self.function(written) {
      item.signature = function
      item.parameters = parameters
      if item.kind == .constant { item.kind = .function } else if item.kind == .property { item.kind = .method }
    }
  }

  /// `(a: number): string` of `: (a: number) => string`; nil where the arrow isn't the type's own.
  static func function(_ written: String) -> String? {
    var depth = 0
    let body = written.dropFirst(2)
    var last: Character = " "
    for place in body.indices {
      let character = body[place]
      if "([{<".contains(character) { depth += 1 }
      if ")]}".contains(character) || (character == ">" && last != "=") { depth -= 1 }
      if character == "=", depth == 0, body[place...].hasPrefix("=> ") {
        let head = body[..<place].reversed().drop { $0 == " " }.reversed()
        return "\(String(head)): \(body[place...].dropFirst(3))"
      }
      if depth == 0, "|&".contains(character) { return nil }
      last = character
    }
    return nil
  }

  private mutating func alias(_ empty: Declaration, _ scope: inout DeclarationScope) {
    var item = empty
    (item.kind, item.name) = (.alias, text.word(index + 1) ?? "")
    index += 2
    if text.isSign(index, "<") { skipBalanced(angles: true) }
    guard text.isSign(index, "=") else { return }
    let start = index
    index += 1
    if text.isSign(index, "{"), let members = literal() {
      // `type Options = { … }` is what `interface Options { … }` is.
      (item.kind, item.members) = (.interface, members)
      return scope.declared.append(item)
    }
    skipType()
    item.signature = DeclarationText.written(text, start..<min(index, text.count))
    scope.declared.append(item)
  }

  /// The members of the type at `index`, if it is nothing but an object.
  private mutating func literal() -> [Declaration]? {
    let start = index
    let members = members()
    let isEnd = text.isSign(index, ";") || (text.isAtLineStart(index) && DeclarationTypes.mayEnd(text, before: index))
    if isEnd || index >= text.count { return members }
    index = start
    return nil
  }

  private mutating func namespace(_ empty: Declaration, _ scope: inout DeclarationScope) {
    let isGlobal = text.word(index) == "global"
    if !isGlobal { index += 1 }
    let module = text.string(index)
    var name = text.word(index)
    index += 1
    while text.isSign(index, ".") {
      // `namespace a.b { … }`: what is in it is not a's own.
      name = nil
      index += 2
    }
    guard text.isSign(index, "{") else { return }
    guard depth < Self.mostDepth else { return skipBalanced() }
    index += 1
    depth += 1
    let inner = self.scope()
    depth -= 1
    index += 1
    if let module {
      scope.modules[module] = inner
    } else if let name, !isGlobal {
      var item = empty
      (item.kind, item.name, item.scope) = (.namespace, name, [inner])
      scope.declared.append(item)
    }
  }
}
