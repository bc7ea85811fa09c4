import Testing

@testable import Packaging

@Suite struct ScriptTypeTests {
  private func fits(_ narrow: String, _ wide: String, isWritten: Bool = false) -> Bool {
    ScriptFit.fits(
      .init(type: ScriptType(narrow), names: ScriptNames([])), .init(type: ScriptType(wide), names: ScriptNames([])),
      isWritten: isWritten)
  }

  @Test(arguments: [
    ("string", "string | number"), ("\"a\"", "string"), ("1 | 2", "number"), ("boolean", "true | false | \"x\""),
    ("string[]", "Array<string | undefined>"), ("string[]", "readonly string[]"), ("Promise<\"a\">", "Promise<string>"),
    ("{ a: 1; b: string }", "{ a: number }"), ("{ a: string }", "{ a: string; b?: number }"),
    ("{ a: string }", "{ a?: string }"), ("() => void", "(a: string) => void"),
    ("(a: string | number) => \"x\"", "(a: string) => string"), ("[1, \"a\"]", "[number, string]"),
    ("(string | number)[]", "any[]"), ("{ on(word: string): number }", "{ on(word: \"a\"): void }"),
    ("{ a?: string }", "{ a?: string | undefined }"), ("keyof T", "keyof T"), ("A & B", "A & B"),
  ])
  func `what fits is told`(narrow: String, wide: String) { #expect(fits(narrow, wide)) }

  @Test(arguments: [
    ("string | number", "string"), ("string", "\"a\""), ("Promise<string>", "Promise<\"a\">"),
    ("{ a: string }", "{ a: string; b: number }"), ("{ a?: string }", "{ a: string }"),
    ("(a: string) => void", "() => void"), ("(a: \"x\") => void", "(a: string) => void"), ("Box<1>", "Box<number>"),
    ("[string]", "[string, string]"), ("A & B", "A"), ("T extends string ? 1 : 2", "1"), ("Uint8Array", "Buffer"),
  ])
  func `what doesn't fit, or can't be told, is not`(narrow: String, wide: String) { #expect(!fits(narrow, wide)) }

  @Test func `of what users write down nothing may be left over`() {
    #expect(fits("{ a: 1; b: 2 }", "{ a: 1 }"))
    #expect(!fits("{ a: 1; b: 2 }", "{ a: 1 }", isWritten: true))
    #expect(fits("(a: { b: 1; c: 1 }) => void", "(a: { b: 1; c: 1; d: 1 }) => void", isWritten: true))
  }

  @Test(arguments: [
    "", "(", "{", "[", "<", "A<", "(a", "(a:", "{ a", "{ a: ", "|", "\"", "=>", "A[", "(((((", "A | | B",
  ])
  func `a text that is no type is itself`(text: String) { #expect(fits(text, text)) }

  @Test func `a type as deep as a hostile file makes it ends`() {
    let deep = String(repeating: "{ a: ", count: 3000)
    #expect(!fits(deep, deep + "1"))
    let wide = (0..<900).map { "A\($0)" }.joined(separator: " | ")
    #expect(!fits(wide, wide.replacing("A", with: "B")))
  }
}
