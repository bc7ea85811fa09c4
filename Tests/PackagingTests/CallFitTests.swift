import Testing

@testable import Packaging

@Suite struct CallFitTests {
  private func kinds(_ dialect: CallFit.Dialect, _ old: String, _ new: String) -> [String] {
    CallFit(dialect, old, new).breaks.filter { $0.weight == .error }.map(\.kind)
  }

  @Test(arguments: [
    ("(a)", "(a, b=1)"), ("(a, b)", "(a, b=None)"), ("(a, /)", "(b, /)"), ("(a)", "(*args, **kwargs)"),
    ("(*, a=1)", "(a=1)"), ("(self, a)", "(self, a, *, c=2)"), ("(a: int = f(1, 2))", "(a: dict[str, int] = {})"),
    ("(__a, b)", "(a, /, b)"), ("($self, a, /)", "($self, a)"), ("(a, b=',')", "(a, b=',', c='(')"),
  ])
  func `a Python call that fits goes on fitting`(old: String, new: String) {
    #expect(kinds(.python, old, new) == [])
  }

  @Test(arguments: [
    ("(a, b)", "(a)", "parameter-removed"), ("(a)", "(b)", "parameter-renamed"), ("(a=1)", "(a)", "parameter-required"),
    ("(a)", "(a, b)", "parameter-required"), ("(a)", "(*, a)", "parameter-keyword-only"),
    ("(a)", "(a, /)", "parameter-positional-only"), ("(a, b)", "(b, a)", "parameter-moved"),
    ("(*args)", "()", "parameter-removed"), ("(*, a)", "()", "parameter-removed"),
    ("(**kw)", "(a=1)", "parameter-removed"),
  ])
  func `a Python call that fitted and doesn't is told`(old: String, new: String, kind: String) {
    #expect(kinds(.python, old, new).contains(kind))
  }

  @Test func `a script's arguments are told by their places`() {
    #expect(kinds(.script, "(a: string): number", "(text: string, most?: number): number") == [])
    #expect(kinds(.script, "(a: Map<string, number>)", "(a: Map<string, number>, ...b: x[])") == [])
    #expect(kinds(.script, "(a: string)", "(a: string, b: number)") == ["parameter-required"])
    #expect(kinds(.script, "(a?: string)", "(a: string)") == ["parameter-required"])
    #expect(kinds(.script, "(a: string, b: number)", "(a: string)") == ["parameter-removed"])
  }

  @Test func `a C parameter's name is nobody's, its type is the caller's`() {
    #expect(kinds(.c, "(const char *text, size_t size)", "(const char *t, size_t n)") == [])
    #expect(kinds(.c, "(void)", "()") == [])
    #expect(kinds(.c, "(const char *, size_t)", "(const char *text, size_t size)") == [])
    #expect(kinds(.c, "(int a)", "(long a)") == ["signature-changed"])
    #expect(kinds(.c, "(struct words *w)", "(struct lines *w)") == ["signature-changed"])
  }

  @Test func `a module's function takes the same or is another`() {
    #expect(kinds(.exact, "(i32) -> (i32)", "(i64) -> (i32)") == ["signature-changed"])
  }

  @Test(arguments: ["", "(", ")", "(((((", "(\"", "(a=", "(*", "(**", "(,,,)", "(:)", "no parentheses"])
  func `text that is no signature breaks nothing here`(text: String) {
    for dialect in [CallFit.Dialect.python, .script, .c, .exact] {
      _ = CallFit(dialect, text, "(a)").breaks
      _ = CallFit(dialect, "(a)", text).breaks
    }
  }
}

@Suite struct PythonRangeTests {
  @Test(arguments: [
    (">=3.9", [3, 9, 0], true), (">=3.9", [3, 8, 99], false), (">=3.9,<4", [3, 15, 0], true),
    ("~=3.9", [3, 12, 0], true),
    ("!=3.10.*", [3, 10, 4], false), ("==3.*", [3, 7, 0], true), ("<3.14", [3, 14, 0], false),
    (">=3.9.1", [3, 9, 0], false),
  ])
  func `a range says which it has`(text: String, version: [Int], has: Bool) {
    #expect(PythonRange(parsing: text)?.contains(version) == has)
  }

  @Test(arguments: ["3.9", ">=", ">=x", ">=3.9;x"])
  func `text that is no range is none`(text: String) { #expect(PythonRange(parsing: text) == nil) }
}
