import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct DeclarationTests {
  private func scope(_ text: String) -> DeclarationScope { DeclarationFile(Array(text.utf8)).scope }

  @Test(arguments: [
    ("export function a ( x : string , y ? : number ) : void", "(x: string, y?: number): void"),
    ("export function a(x: 'b' | \"c\",): Map<string , A>\nexport {}", "(x: \"b\" | \"c\"): Map<string, A>"),
    (
      "export function a(x: { b: 1, c?: 2\n d(): void }): asserts x is B;",
      "(x: { b: 1; c?: 2; d(): void }): asserts x is B"
    ),
    ("export function a<T extends B = C>(x: T): T extends D ? E : F;", "<T extends B = C>(x: T): T extends D ? E: F"),
    ("export const a: (x: number) => string", "(x: number): string"),
    ("export const a: ((x: number) => string) | null", ": ((x: number) => string) | null"),
    ("export let a: /* two */\n  | string\n  | number\nexport {}", ": string | number"),
    ("export function a(this: B, ...rest: C[]): this", "(this: B, ...rest: C[]): this"),
    ("export type a<T> = keyof T | `x${string}`;", " = keyof T | \"x${string}\""),
  ])
  func `a signature is written the one way`(text: String, expected: String) {
    #expect(scope(text).declared.first?.signature == expected)
  }

  @Test func `members are told, but for those that are private`() {
    let members = scope(
      """
      export declare class Counter<T> extends Base<T> implements Other {
        private constructor();
        static of(text: string): Counter
        protected readonly hidden: number
        #secret: string
        readonly size: number
        get total(): bigint
        set total(value: bigint)
        done?: boolean;
        [key: string]: unknown
        [Symbol.iterator](): Iterator<T>;
        get(key: string): T
        callback: (x: number) => void
      }
      """
    ).declared[0].members
    #expect(
      members.map { "\($0.name)\($0.signature ?? "")" } == [
        "of(text: string): Counter", "size: number", "total: bigint", "done?: boolean", "get(key: string): T",
        "callback(x: number): void",
      ])
    #expect(members.map(\.isStatic) == [true, false, false, false, false, false])
  }

  @Test func `a name is sought in the files that hand it on`() {
    var package = NodePackage(fileName: "words", isFolder: true)
    let files = [
      "index.d.ts":
        "export * from './a'; export { B as C, D } from './lib/b.js'; import { e } from './a'; export { e };",
      "a.d.ts":
        "export declare function a(): void; export declare const e: number; export default a; export * from '.';",
      "lib/b.d.ts": "declare class B {}\nexport { B };\nexport type { D } from 'elsewhere';",
    ]
    package.declarations = files.mapValues { DeclarationFile(Array($0.utf8)) }
    var resolver = DeclarationResolver(package)
    let exports = resolver.exports(of: "index.d.ts")
    #expect(exports.names.mapValues { $0.map(\.kind) } == ["a": [.function], "C": [.type], "D": [], "e": [.constant]])
  }

  @Test func `what a package assigns is its namespace and what is static`() {
    var package = NodePackage(fileName: "words", isFolder: true)
    let text = "export = words; declare function words(): void; declare namespace words { const a: number; type B = 1 }"
    package.declarations = ["index.d.ts": DeclarationFile(Array(text.utf8))]
    var resolver = DeclarationResolver(package)
    let exports = resolver.exports(of: "index.d.ts")
    #expect(exports.names.keys.sorted() == ["B", "a"] && exports.whole.map(\.kind) == [.function, .namespace])
    #expect(!exports.isOpen)
  }

  @Test(arguments: [
    ("function", "function f(a, b) {} exports.f = f;", ScriptShape.function(parameters: 2, isConstructible: true)),
    ("arrow", "exports.f = async ({ a, b } = {}, [c]) => a;", .function(parameters: 2, isConstructible: false)),
    ("rest", "exports.f = function (a, ...b) {};", .function(parameters: nil, isConstructible: true)),
    (
      "arguments", "exports.f = function () { return arguments[0]; };",
      .function(parameters: nil, isConstructible: true)
    ),
    ("class", "class F {} module.exports = { f: F };", .type),
    ("assigned again", "let f = () => 1; f = wrap(f); exports.f = f;", .unknown),
    ("called", "exports.f = wrap(() => 1);", .unknown),
    ("text", "exports.f = '1.0';", .text), ("joined", "exports.f = '1.0' + x;", .unknown),
    ("twice", "exports.f = 1; exports.f = '1';", .unknown),
    ("regular expression", "const q = /['\"`]/; export const f = 1;", .number),
  ])
  func `a shape is told where it stands plainly`(_: String, text: String, expected: ScriptShape) {
    #expect(ScriptExports(Array(text.utf8)).exports["f"]?.shape == expected)
  }

  @Test(arguments: [
    ("(a: string): number", "(a: string | Buffer): number", [String]()),
    ("(a: string): number | null", "(a: string): number", []),
    ("(a: string): number", "(a: string): number | null", ["types-changed"]),
    ("(a: string | Buffer): void", "(a: string): void", ["types-changed"]),
    ("(limit: number) extends Base<string>", "(limit: number) extends Other", []),
    (" extends Base", "(limit: number) extends Base", []),
    ("?: number", ": number", ["property-required"]), (": number", "?: number", ["property-optional"]),
    (" = 1", " = 2", ["value-changed"]), (" = string", " = number", ["types-changed"]),
    ("(a: () => string | null): void", "(a: () => string): void", ["types-changed"]),
  ])
  func `calls that fit are told from those that don't`(old: String, new: String, expected: [String]) {
    #expect(CallFit(.script, old, new).breaks.map(\.kind) == expected)
  }

  @Test func `what may come from where nothing was read is not told as gone`() {
    func inspection(_ name: String, _ source: String) -> Inspection {
      var inspection = Inspection(artifact: .init(path: "words.tgz", sha256: ""), form: .npmPackage)
      inspection.surface = [.init(kind: .export, name: name, source: source)]
      return inspection
    }
    let old = inspection("count", "index.js:script")
    let comparison = compare(old, inspection("read", "index.js:script-part"))
    #expect(!comparison.changes.contains { $0.weight > .information } && comparison.unmeasured.count == 1)
    #expect(compare(old, inspection("read", "index.js:script")).changes.contains { $0.kind == "export-removed" })
  }

  /// The files, as long as they are said to be, of which one is not read.
  @Test(
    arguments: [
      ([:], nil), (["index.d.ts": 1_100_000], "index.d.ts"), (["index.js": 1_100_000], "index.js"),
      (["other.js": 1_100_000], nil), (["empty.d.ts": 0], nil), (["other.d.ts": 1_100_000], "other.d.ts"),
    ] as [([String: Int], String?)])
  func `what is too long to be read is told, and its package not called sound`(lengths: [String: Int], unread: String?)
    throws
  {
    var texts = ["index.js": "exports.a = 1;\n", "index.d.ts": "export const a: number;\n"]
    for (name, length) in lengths {
      texts[name] = length == 0 ? "" : (texts[name] ?? "") + "//" + String(repeating: "a", count: length) + "\n"
    }
    let members: [Value] = texts.sorted { $0.key < $1.key }.map {
      .object(["path": .string("package/\($0.key)"), "text": .string($0.value)])
    }
    let recipe: Value = .object([
      "kind": .string("npm"), "file": .string("words-1.0.0.tgz"),
      "manifest": .string(#"{"name": "words", "version": "1.0.0", "main": "index.js", "types": "index.d.ts"}"#),
      "members": .array(members),
    ])
    let json = String(decoding: try JSONEncoder().encode(recipe), as: UTF8.self)
    let answer = try Fixture.withFolder { folder in
      let (artifact, kind) = try packControl(
        ControlRecipe(json: json, name: "words"), into: folder, compile: Fixture.compile)
      return readPackage(Circumstances(artifact: artifact, kind: kind, tables: Fixture.tables))
        .answers["package/surface-agrees"] ?? []
    }
    let reasons = answer.compactMap { if case .unmeasured(let reason) = $0 { reason } else { nil } }
    #expect(reasons.count == (unread == nil ? 0 : 1))
    #expect(unread.map { reasons.first?.contains($0) == true } ?? true, "\(reasons)")
  }
}
