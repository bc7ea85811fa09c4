/// What stands between the braces of a class, an interface and an enumeration.
extension DeclarationReader {
  private static let memberModifiers: Set<String> = [
    "public", "private", "protected", "static", "readonly", "abstract", "override", "declare", "async", "accessor",
    "get", "set",
  ]

  /// Of the body whose brace is at `index`; those that are private are left out.
  mutating func members() -> [Declaration] {
    guard text.isSign(index, "{") else { return [] }
    index += 1
    var members: [Declaration] = []
    while index < text.count, !text.isSign(index, "}") {
      let start = index
      if let member = member() { members.append(member) }
      if index == start { index += 1 }
    }
    index += 1
    return members
  }

  private mutating func member() -> Declaration? {
    var item = Declaration(kind: .property, name: "")
    var (isPrivate, isSetter, isGetter) = (false, false, false)
    while let word = text.word(index), Self.memberModifiers.contains(word), isName(index + 1) {
      item.isStatic = item.isStatic || word == "static"
      item.isAbstract = item.isAbstract || word == "abstract"
      isPrivate = isPrivate || word == "private" || word == "protected"
      isSetter = isSetter || word == "set"
      isGetter = isGetter || word == "get"
      index += 1
    }
    if text.isSign(index, "#") {
      isPrivate = true
      index += 1
    }
    guard takeName(&item) else { return nil }
    if text.isSign(index, "?") || text.isSign(index, "!") { index += 1 }
    let isOptional = text.isSign(index - 1, "?")
    takeMember(&item)
    if isGetter, item.kind == .method {
      (item.kind, item.parameters) = (.property, nil)
      item.signature = item.signature.flatMap { $0.hasPrefix("():") ? String($0.dropFirst(2)) : nil }
    }
    if isOptional { item.signature = "?\(item.signature ?? "")" }
    return isPrivate || isSetter ? nil : item
  }

  private func isName(_ place: Int) -> Bool {
    switch text.token(place) {
    case .word, .string, .sign("["), .sign("#"): !text.isAtLineStart(place)
    default: false
    }
  }

  /// False for what has none: an index, a call.
  private mutating func takeName(_ item: inout Declaration) -> Bool {
    switch text.token(index) {
    case .word(let name), .string(let name):
      item.name = name
      index += 1
      return true
    case .sign("["), .sign("("), .sign("<"):
      skipBalanced(angles: true)
      skipStatement()
      return false
    default: return false
    }
  }

  private mutating func takeMember(_ item: inout Declaration) {
    if text.isSign(index, "(") || text.isSign(index, "<") {
      item.kind = item.name == "constructor" ? .constructor : .method
      callable(&item)
    } else if text.isSign(index, ":") {
      takeType(&item)
    }
    if text.isAssignment(index) {
      index += 1
      skipType()
    }
  }

  mutating func enumerators() -> [Declaration] {
    guard text.isSign(index, "{") else { return [] }
    var members: [Declaration] = []
    index += 1
    while index < text.count, !text.isSign(index, "}") {
      if let name = text.word(index) ?? text.string(index) {
        let start = index + 1
        index += 1
        while index < text.count, !text.isSign(index, ","), !text.isSign(index, "}") { index += 1 }
        let value = DeclarationText.written(text, start..<index)
        members.append(Declaration(kind: .member, name: name, signature: value.isEmpty ? nil : value))
      } else {
        index += 1
      }
      if text.isSign(index, ",") { index += 1 }
    }
    index += 1
    return members
  }
}
