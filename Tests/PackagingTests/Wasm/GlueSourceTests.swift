import Testing

@testable import Packaging

@Suite struct GlueSourceTests {
  private func source(_ text: String) -> GlueSource { GlueSource(Array(text.utf8)) }

  @Test(arguments: [
    "module.exports.__wbg_a = function () {};", "exports.__wbg_a = x;", "function __wbg_a() {}",
    "imports.wbg.__wbg_a = f;",
    "export function __wbg_a(x) {}", "const o = { __wbg_a: function () {} };", "const o = { __wbg_a(x) { } };",
    "const o = { b, __wbg_a(x) { } };", "imports['__wbg_a'] = f;", "const o = { \"__wbg_a\": f };",
    "const __wbg_a = f;",
    "async function __wbg_a() {}", "module.exports.__wbg_a/* why */ = f;",
  ])
  func `a name is defined in each form that wasm-bindgen writes`(text: String) {
    #expect(source(text).defined.contains("__wbg_a"))
  }

  @Test(arguments: [
    "// exports.__wbg_a = f;", "/* function __wbg_a() {} */", "'function __wbg_a() {}'", "`exports.__wbg_a = f`",
    "return x.__wbg_a + 1;", "exports.__wbg_ab = f;", "exports.x__wbg_a = f;",
  ])
  func `a name in a comment, in a text or inside another is not defined`(text: String) {
    #expect(!source(text).defined.contains("__wbg_a"))
  }

  @Test func `exports are what is read from wasm`() {
    let used = source("wasm.a(1); x = wasm . b; o.wasm.c; swasm.d; wasm['e']; // wasm.f\n'wasm.g'; wasm\n.h()").used
    #expect(used == ["a", "b", "h"])
  }

  @Test(arguments: [
    ("path.join(__dirname, 'words_bg.wasm')", ["words_bg.wasm"]), ("`${__dirname}/words_bg.wasm`", ["words_bg.wasm"]),
    ("new URL(\"./words_bg.wasm\", import.meta.url)", ["words_bg.wasm"]), ("'words.wasm.js'", []), ("// 'a.wasm'", []),
  ])
  func `the file that is read is the last part of a text`(text: String, files: [String]) {
    #expect(source(text).wasmFiles == files)
  }

  @Test(arguments: [
    ("import { a } from 'b';", true), ("import 'b';", true), ("import * as a from 'b';", true),
    ("export default 1;", true),
    ("export function f() {}", true), ("export { a };", true), ("const a = import('b');", false),
    ("exports.a = 1;", false), ("module.exports = {};", false), ("// export default 1;", false),
  ])
  func `statements of modules tell a module`(text: String, isESM: Bool) { #expect(source(text).isESM == isESM) }

  @Test(arguments: ["'", "\"\\", "`${", "/*", "//", "", "'\\'", "/"])
  func `a script that ends inside something is read to its end`(text: String) {
    #expect(source(text).defined.isEmpty)
  }
}
