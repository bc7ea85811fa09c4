import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct HeaderReaderTests {
  private func functions(_ text: String, _ others: [String: String] = [:]) -> [String] {
    let files = others.merging(["words.h": text]) { first, _ in first }
    return HeaderReader("words.h") { files[$0].map { Array($0.utf8) } }.functions.filter(\.isCertain).map(\.name)
  }

  @Test(arguments: [
    ("int count(const char *text);", ["count"]),
    ("extern \"C\" { int count(void); int size(void); }", ["count", "size"]),
    ("typedef int (*each)(const char *);", []),
    ("typedef void each(int);", []),
    ("int (*hook)(void);", []),
    ("static int twice(int n) { return 2 * n; }", []),
    ("inline int twice(int n) { return 2 * n; } int count(void);", ["count"]),
    ("struct list { int (*next)(void); int n; };\nint count(struct list *l);", ["count"]),
    ("struct list *make(int n) __attribute__((malloc)) ;", ["make"]),
    ("__attribute__((visibility(\"default\"))) int count(void);", ["count"]),
    ("extern int version;", []),
    ("const int most = f(3);", []),
    ("int a(void), b(void);", []),
    ("// int absent(void);\n/* int absent2(void); */ int count(void);", ["count"]),
    ("enum kind { one = 1, two };\nenum kind kind_of(int n);", ["kind_of"]),
    ("void (*handler(int n))(int);", []),
    ("int count(int (*each)(const char *, void *), void *data);", ["count"]),
    ("BEGIN_DECLS\nint count(void);\nEND_DECLS", ["count"]),
  ])
  func `functions are told from what only looks like them`(text: String, expected: [String]) {
    #expect(functions(text) == expected)
  }

  @Test func `a header's own macros are taken apart`() {
    let text = """
      #define API extern __attribute__((visibility("default")))
      #define OF(args) args
      #define RESULT(type) API type \\
        /* continued */
      API int count(const char *text);
      RESULT(void *) make OF((int n));
      """
    #expect(functions(text) == ["count", "make"])
  }

  @Test func `what hangs on the compiler's command line is not certain`() {
    let text = """
      #ifndef WORDS_H
      #define WORDS_H
      #ifdef WITH_FILES
      int read_file(void);
      #else
      int no_files(void);
      #endif
      #if 0
      int never(void);
      #elif defined(__GNUC__) && !defined(_WIN32)
      int count(void);
      #else
      int other(void);
      #endif
      #if defined(PREFIX)
      #define size my_size
      #endif
      int size(void);
      int last(void);
      #endif
      """
    #expect(functions(text) == ["count", "last"])
  }

  @Test func `included neighbours are read, and nothing outside`() {
    let others = ["sub/base.h": "#include \"more.h\"\nint base(void);", "sub/more.h": "int more(void);"]
    #expect(
      functions("#include \"sub/base.h\"\n#include <stdio.h>\nint own(void);", others) == ["more", "base", "own"])
    #expect(HeaderFolder("/etc/words.h").content("../etc/passwd") == nil)
    #expect(HeaderFolder("/etc/words.h").content("/etc/passwd") == nil)
  }

  @Test func `parameters are told as they were written`() {
    let header = HeaderReader("words.h") { _ in Array("int count(const char *text, size_t n[4]);".utf8) }
    #expect(header.functions.first?.signature == "(const char *text, size_t n[4])")
  }

  @Test(arguments: ["(", "\"", "#if (", "M(", "/*", "{", "#if\n", "int f(", "x;", "#include \"words.h\"\n"])
  func `1 MiB of one thing is read in no quadratic time`(piece: String) {
    let text =
      "#define M(x) M(x) M(x) x x\n#define x M(1) M(2) y y y y\n"
      + String(repeating: piece, count: (1 << 20) / piece.utf8.count)
    let bytes = Array(text.utf8)
    let seconds = ContinuousClock().measure { _ = HeaderReader("words.h") { _ in bytes } }
    #expect(seconds < .seconds(Self.allowance), "\(seconds)")
  }

  /// Seconds; what is quadratic would take hours, and the machine may be busy.
  static let allowance = 60

  @Test func `1,000 mutations of a header are read to an end`() {
    let original = Array(
      """
      #ifndef A\n#define A\n#define API(t) extern t __attribute__((x))\n#if defined(B) && !(C > 2)\n#endif
      API(int) count(const char *text, int (*f)(void)); struct s { int a; };\nstatic int g(void) { return '{'; }\n#endif
      """.utf8)
    var random = SplitMix64(state: 11)
    for _ in 0..<1000 {
      let bytes = mutated(original, &random)
      _ = HeaderReader("words.h") { _ in bytes }
    }
  }
}
