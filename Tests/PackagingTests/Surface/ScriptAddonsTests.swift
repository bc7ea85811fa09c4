import Testing

@testable import Packaging

@Suite struct ScriptAddonsTests {
  private func exports(_ text: String) -> ScriptExports { ScriptExports(Array(text.utf8)) }

  @Test(arguments: [
    "const binding = require('./words.node'); module.exports = binding;",
    "module.exports = require('bindings')('words');", "module.exports = require('node-gyp-build')(__dirname);",
    "let b = null; if (!b) { b = require('./words.node') }\nmodule.exports = b\nmodule.exports.count = b.count",
    "function load() { return require('./words.node'); }\nlet b = null; b = load(); module.exports = b;",
  ])
  func `an addon that is handed on whole is told as such`(text: String) {
    #expect(exports(text).handsAddon)
    #expect(!exports(text).isOpen)
  }

  @Test(arguments: [
    "const b = require('./words.node'); fill(b); module.exports = b;",
    "const b = require('./words.node'); b.more = 1; module.exports = b;",
    "const b = require('./words.node'); b[name] = 1; module.exports = b;",
    "const b = require('./words.node'); const c = b; module.exports = b;",
    "let b = require('./words.node'); b = wrap(b); module.exports = b;",
    "module.exports = { ...require('./words.node') };",
  ])
  func `an addon that something may be put into is not`(text: String) {
    #expect(!exports(text).handsAddon)
    #expect(exports(text).isOpen)
  }

  @Test func `what is taken out of an addon keeps the addon's name`() {
    let text = "const b = require('./words.node'); const { count, Inner: Outer } = b;\n"
    let told = exports(text + "exports.count = count; exports.size = b.length; module.exports.Outer = Outer;").exports
    #expect(told["count"]?.shape == .native("count"))
    #expect(told["size"]?.shape == .native("length"))
    #expect(told["Outer"]?.shape == .native("Inner"))
  }

  @Test func `of a name in C++ the pieces are sought that instructions hold`() {
    #expect(AddonSearch.texts(for: "measureWords") == ["measureWords", "measureW"])
    #expect(AddonSearch.texts(for: "count") == ["count", "coun"])
    #expect(AddonSearch.texts(for: "add") == ["add"])
    #expect(AddonSearch.texts(for: "of") == [])
  }
}
