/// The variables of a script that hold a native addon, and nothing else whatever system it runs on.
///
/// Source: Node's "C++ addons", "Loading addons using require()"; what napi-rs 2 and 3 write as index.js; the README files of
/// bindings and node-gyp-build, which give back what the addon exports.
struct ScriptAddons: Sendable {
  private(set) var names: Set<String> = []
  /// What `const { count, Counter: Other } = binding` takes out of one, by its name in the script.
  private(set) var members: [String: String] = [:]
  private let text: ScriptText
  private static let finders: Set<String> = ["bindings", "node-gyp-build", "node-gyp-build-optional-packages"]
  /// Tokens from the word `function` to where it gives the addon back: the longest of napi-rs 3 has under 5,000.
  private static let longestLoader = 20_000
  private static let longestPattern = 20_000

  init(_ text: ScriptText) {
    self.text = text
    guard (0..<text.count).contains(where: isRequired) else { return }
    var (held, spoiled) = (Set<String>(), Set<String>())
    let loaders = loaders()
    for index in 0..<text.count {
      guard let word = text.word(index), !text.isSign(index - 1, ".") else { continue }
      if text.isAssignment(index + 1) {
        if isAddon(index + 2, loaders) { held.insert(word) } else if !isHarmless(index + 2) { spoiled.insert(word) }
      } else if isSpoiled(index) {
        spoiled.insert(word)
      }
    }
    names = held.subtracting(spoiled)
    guard !names.isEmpty else { return }
    takePatterns()
    for index in 0..<text.count where text.isAssignment(index + 1) && !text.isSign(index - 1, ".") {
      if let word = text.word(index) { members[word] = nil }
    }
  }

  /// `require("./words.node")`, `require("node-gyp-build")(__dirname)`, `require("bindings")("words")`
  func isRequired(_ index: Int) -> Bool {
    guard text.word(index) == "require", text.isSign(index + 1, "("), text.isSign(index + 3, ")"),
      let file = text.string(index + 2)
    else { return false }
    if file.hasSuffix(".node") { return !text.isSign(index + 4, ".") && !text.isSign(index + 4, "(") }
    return Self.finders.contains(file) && text.isSign(index + 4, "(")
      && [5, 6].contains { text.isSign(index + $0, ")") && !text.isSign(index + $0 + 1, ".") }
  }

  /// An addon as a whole stands at `index`.
  func isWhole(_ index: Int) -> Bool {
    isRequired(index) || (text.word(index).map(names.contains) == true && isEnd(index + 1))
  }

  /// `count` of `binding.count` and of what was taken apart before.
  func member(_ index: Int) -> String? {
    guard let word = text.word(index) else { return nil }
    if names.contains(word), text.isSign(index + 1, "."), let name = text.word(index + 2), isEnd(index + 3) {
      return name
    }
    return isEnd(index + 1) ? members[word] : nil
  }

  private func isEnd(_ index: Int) -> Bool {
    guard let token = text.token(index) else { return true }
    if case .sign(let sign) = token { return ";,})".contains(sign) }
    return text.isAtLineStart(index)
  }

  private func isAddon(_ index: Int, _ loaders: Set<String>) -> Bool {
    if isRequired(index) { return true }
    return text.word(index).map(loaders.contains) == true && text.isSign(index + 1, "(") && text.isSign(index + 2, ")")
      && isEnd(index + 3)
  }

  /// `null`, another package's binding, and a variable that is handed on.
  private func isHarmless(_ index: Int) -> Bool {
    guard let word = text.word(index) else { return false }
    return ["null", "undefined", "void", "require"].contains(word) || isEnd(index + 1)
  }

  /// Something may be put into it: it is an argument, a parameter, a part of something, or written to.
  private func isSpoiled(_ index: Int) -> Bool {
    if text.isSign(index + 1, "[") { return true }
    if text.isSign(index + 1, "."), text.word(index + 2) != nil, text.isAssignment(index + 3) { return true }
    let isInList =
      (text.isSign(index - 1, "(") || text.isSign(index - 1, ","))
      && (text.isSign(index + 1, ")") || text.isSign(index + 1, ","))
    if isInList { return text.word(index - 2) != "if" }
    // `const other = binding`, under whose name it may be written to.
    return text.isSign(index - 1, "=") && isEnd(index + 1) && !text.isSign(index - 2, "}")
      && !["exports", "default"].contains(text.word(index - 2))
  }

  /// Functions that give back an addon that they require.
  private func loaders() -> Set<String> {
    var loaders: Set<String> = []
    var last: (name: String, index: Int)?
    for index in 0..<text.count {
      if text.word(index) == "function", let name = text.word(index + 1) { last = (name, index) }
      if text.word(index) == "return", isRequired(index + 1), let last, index - last.index < Self.longestLoader {
        loaders.insert(last.name)
      }
    }
    return loaders
  }

  /// `{ count, Counter: Other } = binding`
  private mutating func takePatterns() {
    var start: Int?
    for index in 0..<text.count {
      if text.isSign(index, "{") { start = index }
      guard text.isSign(index, "}"), let open = start else { continue }
      start = nil
      guard text.isAssignment(index + 1), text.word(index + 2).map(names.contains) == true, isEnd(index + 3),
        index - open < Self.longestPattern
      else { continue }
      for place in open..<index where text.isSign(place, "{") || text.isSign(place, ",") {
        guard let name = text.word(place + 1) else { continue }
        if text.isSign(place + 2, ",") || place + 2 == index { members[name] = name }
        if text.isSign(place + 2, ":"), let local = text.word(place + 3) { members[local] = name }
      }
    }
  }
}
