import Foundation

/// What the script between a host and a module says of the module: the file it reads, the functions it provides, the
/// exports it uses.
///
/// The forms are those that wasm-bindgen 0.2 writes for `nodejs`, `web`, `no-modules`, `deno` and `bundler`.
package struct GlueSource: Sendable, Equatable {
  /// Last components of the `.wasm` files that it names.
  package private(set) var wasmFiles: [String] = []
  /// Names that it defines: functions, methods, properties that are assigned.
  package private(set) var defined: Set<String> = []
  /// Texts in quotes; a module that is imported whole is among them.
  package private(set) var strings: Set<String> = []
  /// Names read from the instance's exports, as `wasm.name`.
  package private(set) var used: Set<String> = []
  /// It has `import` or `export` statements.
  package private(set) var isESM = false
  package private(set) var isWasmBindgen = false

  /// A quick look, so that the scripts of a large package aren't all taken apart.
  static func mayReadWasm(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { BinaryStrings.find(".wasm", in: $0[...]) != nil }
  }

  init(_ bytes: [UInt8]) {
    // Four tokens are enough to tell a definition: `.name =`, `name: function`, `name(…) {`, `function name`.
    var window: [ScriptTokens.Token] = []
    for token in ScriptTokens(bytes) {
      window.append(token)
      if window.count > 4 { window.removeFirst() }
      note(token)
      look(at: window)
    }
  }

  private mutating func note(_ token: ScriptTokens.Token) {
    switch token {
    case .string(let text):
      strings.insert(text)
      if text.hasSuffix(".wasm"), let file = text.split(separator: "/").last { add(file: String(file)) }
    case .word(let text):
      if text.hasPrefix("__wbg_") || text.hasPrefix("__wbindgen_") { isWasmBindgen = true }
    case .sign, .pattern: break
    }
  }

  private mutating func add(file: String) {
    if !wasmFiles.contains(file) { wasmFiles.append(file) }
  }

  private mutating func look(at window: [ScriptTokens.Token]) {
    guard window.count > 1 else { return }
    let (before, last) = (window[window.count - 2], window[window.count - 1])
    switch (before, last) {
    case (.word("function"), .word(let name)), (.word("class"), .word(let name)): defined.insert(name)
    case (.word("const"), .word(let name)), (.word("let"), .word(let name)), (.word("var"), .word(let name)):
      defined.insert(name)
    // A property, a method's name, or a call: that a call counts too only lets a defect go.
    case (.word(let name), .sign(":")), (.word(let name), .sign("=")), (.string(let name), .sign(":")):
      defined.insert(name)
    case (.sign("["), .string(let name)): defined.insert(name)
    case (.word("import"), .sign), (.word("import"), .string), (.word("export"), _): isESM = isESM || statement(window)
    default: break
    }
    useExport(window)
    defineMethod(window)
  }

  /// `import(` is an expression, and so is `import.meta`, which only modules have.
  private func statement(_ window: [ScriptTokens.Token]) -> Bool {
    let (before, last) = (window[window.count - 2], window[window.count - 1])
    return !(before == .word("import") && last == .sign("("))
  }

  private mutating func useExport(_ window: [ScriptTokens.Token]) {
    guard case .word(let name) = window[window.count - 1], window.count > 2, window[window.count - 2] == .sign("."),
      window[window.count - 3] == .word("wasm"), window.count < 4 || window[0] != .sign(".")
    else { return }
    used.insert(name)
  }

  /// `, name(` or `{ name(`: a method in an object.
  private mutating func defineMethod(_ window: [ScriptTokens.Token]) {
    guard window.count > 2, window[window.count - 1] == .sign("("), case .word(let name) = window[window.count - 2],
      [.sign("{"), .sign(","), .sign("}"), .word("async"), .word("get")].contains(window[window.count - 3])
    else { return }
    defined.insert(name)
  }
}
