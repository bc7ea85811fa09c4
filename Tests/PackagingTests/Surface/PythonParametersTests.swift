import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct PythonParametersTests {
  @Test(arguments: [
    ("($self, text, /, *, limit=None)", "(text, /, *, limit=None)"),
    ("()", "()"),
    (
      "(text, limit=-1, name='a,b', *rest, exact=True, **options)",
      "(text, limit=-1, name='a,b', *rest, exact=True, **options)"
    ),
    ("($module, a, b=..., c=<unrepresentable>, d=[1, (2, 3)])", "(a, b=..., c=..., d=...)"),
    ("(a=1_000, b=0.50, c=\"x\", d=b'y')", "(a=1000, b=0.5, c='x', d=b'y')"),
    ("(__a, __b, c)", "(__a, __b, /, c)"),
  ])
  func `a signature is read and told in one form`(signature: String, expected: String) throws {
    #expect(try #require(PythonParameters(signature: signature)).description == expected)
  }

  @Test(arguments: ["(text", "text)", "(1)", "(*, /)", "(a, $self)", "", "(a)\n(b)"])
  func `what is no signature is none`(text: String) { #expect(PythonParameters(signature: text) == nil) }

  private func conflict(_ stub: String, _ binary: String) throws -> SignatureConflict? {
    SignatureConflict(
      stub: try #require(PythonParameters(signature: stub)), binary: try #require(PythonParameters(signature: binary)))
  }

  @Test(arguments: [
    ("(a, b)", "(a, b)"), ("(a, b=1)", "(a, b=1)"), ("(a, b=...)", "(a, b=7)"), ("(*args, **kwargs)", "(a)"),
    ("(a, /)", "(b, /)"), ("(a, *, b)", "(a, **options)"), ("(a, b)", "(*args, **options)"),
    ("(a, b)", "(a, b, *args)"),
    ("(cls)", "(class)"), ("(a: list[int] = None)", "(a=None)"), ("(a: 'x=y' = 1)", "(a=1)"),
  ])
  func `a stub that lets through what the function takes agrees`(stub: String, binary: String) throws {
    #expect(try conflict(stub, binary)?.text == nil)
  }

  @Test(arguments: [
    ("(a, b)", "(a)", true), ("(a)", "(a, b)", true), ("(a, b=1)", "(a, b)", true), ("(a, b)", "(a, c)", true),
    ("(a, *, b)", "(a, *, c=1)", true), ("(a, *, b=1)", "(a)", true), ("(a)", "(a, /)", false),
    ("(a)", "(a, b=1)", false),
    ("(a=1)", "(a=2)", false), ("(a, *, b=None)", "(a, *, b=0)", false), ("(a)", "(a, *, c=1)", false),
  ])
  func `a contradiction is told, and whether it refuses calls`(stub: String, binary: String, refuses: Bool) throws {
    #expect(try #require(try conflict(stub, binary)).isRefusal == refuses)
  }
}

@Suite struct StubReaderTests {
  private func read(_ text: String) -> StubModule {
    StubReader.read(Array(text.utf8), path: "words/_native.pyi", name: "words._native")
  }

  @Test func `functions, classes, variables and conditions are told apart`() {
    let stub = read(
      """
      '''A text with def inside(a): ... in it.'''
      from typing import *
      from .other import *
      LIMIT: int  # a comment with def x(): ...
      Alias = int | str
      async def wait(seconds: float = 1.0) -> None: ...
      @overload
      def most(a: int) -> int: ...
      @overload
      def most(a: str) -> str: ...
      def long(
          a: dict[str, int],
          b: tuple[int, ...] = (1, 2),
      ) -> None:
          def inner(): ...
          x: int = 1
      class Outer(Base[int], metaclass=Meta):
          name: str
          class Inner:
              @property
              def size(self) -> int: ...
          @staticmethod
          def make(a, /): ...
      if sys.version_info >= (3, 12):
          def late(): ...
      else:
          def early(): ...
      def generic[T: (int, str)](a: T) -> T: ...
      def last(): ...
      """)
    #expect(stub.functions.map(\.name) == ["wait", "most", "most", "long", "late", "early", "generic", "last"])
    #expect(stub.functions.filter(\.isConditional).map(\.name) == ["late", "early"])
    #expect(stub.functions[1].decorators == ["overload"])
    #expect(stub.functions[3].parameters?.description == "(a, b=...)")
    #expect(stub.functions[6].parameters?.description == "(a)")
    #expect(stub.classes.map(\.name) == ["Outer", "Outer.Inner"])
    #expect(stub.classes[0].bases == ["Base", "metaclass=Meta"])
    #expect(stub.classes[0].methods.map(\.name) == ["make"])
    #expect(stub.classes[1].methods.first?.decorators == ["property"])
    #expect(stub.variables.map(\.name) == ["LIMIT", "Alias"])
    #expect(stub.variables.map(\.annotation) == ["int", nil])
    #expect(stub.starred == ["typing", ".other"])
  }

  @Test(arguments: [
    "(", "\"", "'''", "def f(\n", "class A:\n ", "@a\n", "a.", "\\\n", "if x:\n ", "x: int = (1,\n", "é",
  ])
  func `1 MiB of one thing is read in no quadratic time`(piece: String) {
    let bytes = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
    let seconds = ContinuousClock().measure { _ = StubReader.read(bytes, path: "a.pyi", name: "a") }
    #expect(seconds < .seconds(HeaderReaderTests.allowance), "\(seconds)")
  }

  @Test func `1,000 mutations of a stub are read to an end`() {
    let original = Array(
      """
      import sys\n@overload\ndef f(a: 'x' = "y", /, *args: int, b=[(1)], **k) -> None: ...
      class A[T](B[int], C):\n\tx: int = 1\n\tasync def m(self): \\\n ...\nif sys.platform == '''x''':\n  y: TypeAlias = int
      """.utf8)
    var random = SplitMix64(state: 12)
    for _ in 0..<1000 { _ = StubReader.read(mutated(original, &random), path: "a.pyi", name: "a") }
  }
}
