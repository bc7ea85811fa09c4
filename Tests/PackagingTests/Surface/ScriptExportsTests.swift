import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct ScriptExportsTests {
  private func exports(_ text: String) -> ScriptExports { ScriptExports(Array(text.utf8)) }

  @Test(arguments: [
    ("module.exports.count = count; exports.size = 1; exports['a-b'] = 2;", ["a-b", "count", "size"]),
    (
      "module.exports = { a, b: c, 'd': e, f() { return { g: 1 }; }, get h() { return 1; } };",
      ["a", "b", "d", "f", "h"]
    ),
    ("Object.defineProperty(exports, '__esModule', { value: true });", ["__esModule"]),
    (
      "export function a() {}\nexport async function b() {}\nexport class C {}\nexport const d = 1;",
      ["C", "a", "b", "d"]
    ),
    ("export { a, b as c }; export default init; export * as n from './x.js';", ["a", "c", "default", "n"]),
    ("imports['./words_bg.js'] = module.exports; wasm = new WebAssembly.Instance(m, i).exports; wasm.exports.z();", []),
    ("const x = exports.count; if (exports.size == 1) {}", []),
    ("// exports.a = 1\n/* exports.b = 2 */ 'exports.c = 3'", []),
  ])
  func `exports are told`(text: String, expected: [String]) {
    #expect(exports(text).names.sorted() == expected)
    #expect(!exports(text).isOpen)
  }

  @Test(arguments: [
    "module.exports = binding;", "module.exports = { ...binding };", "fill(exports);",
    "Object.assign(module.exports, b);",
    "module['exports'].a = 1;", "(function (e) {})(exports);", "export const { a, b } = binding;",
  ])
  func `what is handed on whole leaves it open`(text: String) { #expect(exports(text).isOpen) }

  @Test func `what is handed on from other files is named`() {
    let text = "export * from './a.js'; __exportStar(require('./b'), exports); module.exports = require('./c.node');"
    #expect(exports(text).starred == ["./a.js", "./b", "./c.node"])
  }

  private func scope(_ text: String) -> DeclarationScope { DeclarationFile(Array(text.utf8)).scope }

  @Test func `declarations are told, whether there are semicolons or not`() {
    let file = scope(
      """
      /** export function absent(): void; */
      export declare function count(text: string, options?: { exact: boolean } | null): number
      export declare const a: number, b: (x: number, y: Map<string, number>) => void
      export const enum Mode { One }
      export enum Kind { Two }
      export abstract class Counter<T extends { size: number }> { add(text: string): void; export: number }
      export interface Options { readonly declare: string }
      export type Text = import('./x').Text | typeof Counter
      export namespace inner { export function hidden(): void }
      export { c, d as e } from './x'
      export type { F } from './x'
      export default function init(): Promise<void>
      interface Local {}
      """)
    #expect(
      file.declared.map(\.name)
        == ["count", "a", "b", "Mode", "Kind", "Counter", "Options", "Text", "inner", "init", "Local"])
    #expect(
      file.declared.filter(\.isValue).map(\.name) == ["count", "a", "b", "Kind", "Counter", "inner", "init"])
    #expect(file.declared.filter { !$0.isExported }.map(\.name) == ["Local"])
    #expect(file.declared.first?.signature == "(text: string, options?: { exact: boolean } | null): number")
    #expect(file.declared[2].signature == "(x: number, y: Map<string, number>): void")
    #expect(file.handed.map(\.name) == ["c", "e", "F"])
    #expect(file.handed.map(\.local) == ["c", "d", "F"])
    #expect(!file.isOpen && file.isModule)
  }

  @Test(arguments: [
    "(", "\"", "`", "export ", "exports", "export {a", "export { a ", "module.exports = {", "export const a: ", "{",
    "/*",
  ])
  func `1 MiB of one thing is read in under a second`(piece: String) {
    let bytes = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
    let seconds = ContinuousClock().measure {
      _ = ScriptExports(bytes)
      _ = DeclarationFile(bytes)
    }
    #expect(seconds < .seconds(2 * HeaderReaderTests.allowance), "\(seconds)")
  }

  @Test func `1,000 mutations of a script and of declarations are read to an end`() {
    let original = Array(
      """
      module.exports = { a, b: `x${1}`, ...c }; Object.defineProperty(exports, "d", {}); export { e as f } from './g';
      export declare const h: Map<string, (x: number) => void>, i: number; export async function* j(a = {}) {} export = k;
      """.utf8)
    var random = SplitMix64(state: 15)
    for _ in 0..<1000 {
      let bytes = mutated(original, &random)
      _ = ScriptExports(bytes)
      _ = DeclarationFile(bytes)
    }
  }
}
