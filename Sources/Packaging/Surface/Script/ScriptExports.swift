/// What a JavaScript file hands to whoever loads it, as far as it stands there: Node's "Modules: CommonJS modules", and
/// ECMA-262, 16.2.3 "Exports".
package struct ScriptExports: Sendable, Equatable {
  struct Export: Sendable, Equatable {
    var shape: ScriptShape
    /// It is exported whatever happens: at the file's top, where nothing else is called `exports`.
    var isCertain: Bool
  }

  fileprivate(set) var exports: [String: Export] = [:]
  package var names: Set<String> { Set(exports.keys) }
  /// What `module.exports` is as a whole.
  fileprivate(set) var whole: ScriptShape?
  /// Files of which all exports are handed on, as they are written.
  fileprivate(set) var starred: [String] = []
  /// More may be exported than stands there: an object is handed on whole, or `exports` is given to a function.
  fileprivate(set) var isOpen = false
  /// All that an addon exports is handed on: `module.exports = binding`.
  fileprivate(set) var handsAddon = false
  /// It has `export` statements.
  fileprivate(set) var isESM = false
  /// All words in the file, those in texts and comments, too.
  let words: Set<String>

  init(_ bytes: [UInt8]) {
    words = Self.words(bytes)
    var reader = ScriptExportsReader(ScriptText(bytes), words)
    reader.read()
    (exports, whole, starred, isOpen, handsAddon, isESM) =
      (reader.exports, reader.whole, reader.starred, reader.isOpen, reader.handsAddon, reader.isESM)
    if reader.isUnsure { for name in exports.keys { exports[name]?.isCertain = false } }
  }

  private static func words(_ bytes: [UInt8]) -> Set<String> {
    var words: Set<String> = []
    for run in bytes.split(whereSeparator: { !CodeCursor.isWord($0) }) where run.count <= 200 {
      words.insert(String(decoding: run, as: UTF8.self))
    }
    return words
  }
}

private struct ScriptExportsReader {
  private let text: ScriptText
  private let locals: ScriptLocals
  private let addons: ScriptAddons
  private var shapes: ScriptShapeReader
  private var depth = 0
  var exports: [String: ScriptExports.Export] = [:]
  var whole: ScriptShape?
  var starred: [String] = []
  var isOpen = false
  var handsAddon = false
  var isESM = false
  /// Something else is called `exports` or `module` in a part of the file.
  var isUnsure = false

  init(_ text: ScriptText, _ words: Set<String>) {
    self.text = text
    shapes = ScriptShapeReader(text, hasArguments: words.contains("arguments"))
    locals = ScriptLocals(text, &shapes)
    addons = ScriptAddons(text)
    if !text.isWhole { (isOpen, isUnsure) = (true, true) }
  }

  mutating func read() {
    for index in 0..<text.count {
      depth = max(0, depth + text.step(index))
      look(at: index)
    }
    if shapes.steps <= 0 { isOpen = true }
  }

  private mutating func look(at index: Int) {
    switch text.word(index) {
    case "exports", "__exports": takeCommonJS(index)
    case "export" where !text.isSign(index - 1, ".") && !text.isSign(index + 1, ":"): takeESM(index)
    case "module":
      if text.isSign(index + 1, "[") { isOpen = true }
      if isBound(index) { isUnsure = true }
    // It ends there, and what is behind it is reached by something else.
    case "throw" where depth == 0 && !text.isSign(index - 1, ")") && text.word(index - 1) != "else": isOpen = true
    case "__exportStar":
      if text.word(index + 2) == "require", let file = text.string(index + 4) {
        starred.append(file)
      } else if text.word(index + 2) == "require" {
        isOpen = true
      }
    default: break
    }
  }

  private mutating func add(_ name: String, _ shape: ScriptShape, isCertain: Bool = true) {
    let isCertain = isCertain && depth == 0
    guard let other = exports[name] else { return exports[name] = .init(shape: shape, isCertain: isCertain) }
    exports[name] = .init(
      shape: other.shape == shape ? shape : .unknown, isCertain: isCertain || other.isCertain)
  }

  /// As a parameter, an argument or a variable, it is another's, or another's to fill.
  private func isBound(_ index: Int) -> Bool {
    let isInList =
      (text.isSign(index - 1, "(") || text.isSign(index - 1, ","))
      && (text.isSign(index + 1, ")") || text.isSign(index + 1, ","))
    return isInList || ["var", "let", "const"].contains(text.word(index - 1)) || text.isArrow(index + 1)
  }

  /// `exports.name =`, `exports["name"] =`, `module.exports = …`, `defineProperty(exports, "name", …)`
  private mutating func takeCommonJS(_ index: Int) {
    if text.isSign(index - 1, ".") && text.word(index - 2) != "module" { return }
    if text.isSign(index + 1, "."), let name = text.word(index + 2) {
      // Reading one exports nothing, and neither does the instance's `exports` of a module.
      if text.isAssignment(index + 3) { assign(name, index + 4) }
    } else if text.isSign(index + 1, "["), let name = text.string(index + 2), text.isSign(index + 3, "]") {
      if text.isAssignment(index + 4) { assign(name, index + 5) }
    } else if text.isSign(index - 1, "("), text.word(index - 2) == "defineProperty", let name = text.string(index + 2) {
      add(name, .unknown)
    } else if text.isAssignment(index + 1) {
      takeWhole(index)
    } else {
      takeOther(index)
    }
  }

  /// `exports.a = exports.b = value`; TypeScript puts `exports.a = void 0` in front of the value.
  private mutating func assign(_ name: String, _ index: Int) {
    if text.word(index) == "void" { return add(name, .unknown, isCertain: false) }
    // What TypeScript and Babel put there to be filled later is no shape.
    add(name, shape(at: index))
  }

  private mutating func shape(at index: Int) -> ScriptShape {
    if let member = addons.member(index) { return .native(member) }
    if let word = text.word(index), let local = locals.shapes[word], shapes.isEnd(index + 1) { return local }
    return shapes.shape(at: index)
  }

  private func shape(of local: String) -> ScriptShape {
    addons.members[local].map(ScriptShape.native) ?? locals.shapes[local] ?? .unknown
  }

  private mutating func takeOther(_ index: Int) {
    // wasm-bindgen hands it to the module as what the module imports: `imports["./words_bg.js"] = module.exports`.
    if text.word(index - 2) == "module", text.isSign(index - 3, "="), text.isSign(index - 4, "]") { return }
    // `__exportStar(require("./b"), exports)` was looked at where it begins.
    if isStar(index) { return }
    if isBound(index) { isUnsure = true }
    // `exports:` in an object is another's.
    if !text.isSign(index + 1, ":") { isOpen = true }
  }

  private func isStar(_ index: Int) -> Bool {
    let start = text.word(index - 2) == "module" ? index - 2 : index
    return text.isSign(start - 1, ",") && text.isSign(start - 2, ")") && text.word(start - 5) == "require"
      && text.word(start - 7) == "__exportStar"
  }

  /// `module.exports = …`
  private mutating func takeWhole(_ index: Int) {
    let isModules = text.word(index - 2) == "module"
    // `exports = …` alone exports nothing, and is a variable of its own behind `var`.
    if !isModules, isBound(index) { isUnsure = true }
    let place = index + 2
    if text.word(place) == "require", let file = text.string(place + 2), text.isSign(place + 3, ")"),
      shapes.isEnd(place + 4)
    {
      starred.append(file)
    } else if addons.isWhole(place) {
      handsAddon = true
    } else if text.isSign(place, "{") {
      whole = .object
      takeObject(place)
    } else if text.word(place) != "module", text.word(place) != "exports" {
      isOpen = true
      let shape = shape(at: place)
      whole = whole == nil || whole == shape ? shape : .unknown
    }
  }

  /// `{ a, b: c, d() {} }`
  private mutating func takeObject(_ index: Int) {
    guard let end = shapes.end(of: index) else { return isOpen = true }
    if !shapes.isEnd(end + 1) { isOpen = true }
    var inner = 0
    for place in index..<end {
      inner += text.step(place)
      if inner == 1, text.isSign(place, "{") || text.isSign(place, ",") { takeProperty(place + 1) }
    }
  }

  private mutating func takeProperty(_ index: Int) {
    switch text.token(index) {
    case .word(let name), .string(let name): takeProperty(name, index)
    case .sign("."), .sign("["): isOpen = true
    default: break
    }
  }

  private mutating func takeProperty(_ name: String, _ index: Int) {
    if text.isSign(index + 1, ":") {
      add(name, shape(at: index + 2))
    } else if text.isSign(index + 1, "(") {
      add(name, shapes.method(index + 1))
    } else if text.isSign(index + 1, ",") || text.isSign(index + 1, "}") {
      add(name, shape(of: name))
    } else if ["get", "set", "async"].contains(name), let other = text.word(index + 1) ?? text.string(index + 1) {
      add(other, .unknown)
    } else {
      isOpen = true
    }
  }

  private mutating func takeESM(_ index: Int) {
    isESM = true
    switch text.token(index + 1) {
    case .sign("*"):
      if text.word(index + 2) == "as", let name = text.word(index + 3) ?? text.string(index + 3) {
        add(name, .unknown)
      } else if let file = text.string(index + 3) {
        starred.append(file)
      }
    case .sign("{"): takeList(index + 2)
    case .word("default"): add("default", .unknown)
    case .word("const"), .word("let"), .word("var"):
      guard let name = text.word(index + 2) else { return isOpen = true }
      add(name, addons.member(index + 4).map(ScriptShape.native) ?? locals.shapes[name] ?? .unknown)
    case .word("async"), .word("function"), .word("class"):
      let place = (index + 1..<index + 5).first { ![nil, "async", "function", "class"].contains(text.word($0)) }
      if let place, let name = text.word(place) { add(name, locals.shapes[name] ?? .unknown) }
    default: break
    }
  }

  /// `{ a, b as c }`
  private mutating func takeList(_ index: Int) {
    var place = index
    guard let end = shapes.end(of: index - 1) else { return isOpen = true }
    let isFromElsewhere = text.word(end + 1) == "from"
    while place < end {
      if let name = text.word(place) ?? text.string(place), text.isSign(place + 1, ",") || place + 1 == end {
        let local = text.word(place - 1) == "as" ? text.word(place - 2) : name
        depth = 0
        add(name, isFromElsewhere ? .unknown : local.map(shape) ?? .unknown)
      }
      place += 1
    }
  }
}

/// What the names at the top of a script stand for; those that are given a second value are not told.
struct ScriptLocals {
  private(set) var shapes: [String: ScriptShape] = [:]

  init(_ text: ScriptText, _ reader: inout ScriptShapeReader) {
    var depth = 0
    for index in 0..<text.count {
      depth = max(0, depth + text.step(index))
      guard let word = text.word(index) else { continue }
      if depth == 0 { declare(word, index, text, &reader) }
      // `count = wrap(count)`
      if text.isAssignment(index + 1), !text.isSign(index - 1, "."),
        !Self.declaring.contains(text.word(index - 1) ?? "")
      {
        shapes[word] = .unknown
      }
    }
  }

  private static let declaring: Set<String> = ["const", "let", "var"]

  private mutating func declare(_ word: String, _ index: Int, _ text: ScriptText, _ reader: inout ScriptShapeReader) {
    guard !text.isSign(index - 1, "."), let name = name(behind: word, index, text) else { return }
    switch word {
    case "function":
      let isAsync = text.word(index - 1) == "async"
      let isGenerator = text.isSign(index + 1, "*")
      let list = index + (isGenerator ? 3 : 2)
      add(name, text.isSign(list, "(") ? reader.method(list, isConstructible: !isAsync && !isGenerator) : .unknown)
    case "class": add(name, .type)
    case "const", "let", "var":
      add(name, text.isAssignment(index + 2) ? reader.shape(at: index + 3) : .unknown)
    default: break
    }
  }

  private func name(behind word: String, _ index: Int, _ text: ScriptText) -> String? {
    word == "function" && text.isSign(index + 1, "*") ? text.word(index + 2) : text.word(index + 1)
  }

  private mutating func add(_ name: String, _ shape: ScriptShape) {
    shapes[name] = shapes[name] == nil ? shape : .unknown
  }
}
