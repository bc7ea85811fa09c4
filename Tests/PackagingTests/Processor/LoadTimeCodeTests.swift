import Foundation
import Model
import Testing

@testable import Packaging

@Suite(.enabled(if: Machine.hereName == "x86_64", "the compiler here makes no x86-64 code"))
struct LoadTimeCodeTests {
  /// What the compiler makes of a module whose definition has Python call `words_start`.
  private static func module(_ start: String, before: String = "") -> String {
    """
    struct head { long count; void *type, *init; long index; void *copy; };
    struct slot { int number; void *value; };
    struct definition { struct head head; const char *name, *doc; long size; void *methods; struct slot *slots; void *rest[3]; };
    double words_ratio = 1;
    int PyModule_AddIntConstant(void *, const char *, long);
    \(before)
    static int words_start(void *module) { \(start) return 0; }
    static struct slot slots[] = {{2, words_start}, {0, 0}};
    static struct definition definition = {.name = "words", .slots = slots};
    void *PyModuleDef_Init(void *);
    void *PyInit_words(void) { return PyModuleDef_Init(&definition); }
    """
  }

  private func demand(_ source: String, _ options: [String]) throws -> ProcessorDemand? {
    try readELF(bytes: try Fixture.compile(source, options: options)).processorDemand
  }

  private static let branching = "if (PyModule_AddIntConstant(module, \"a\", 1) < 0) return -1; words_ratio *= 1.5;"

  @Test(arguments: [("x86-64", nil), ("x86-64-v3", 3), ("x86-64-v4", 3)], ["-O0", "-O2"])
  func `the level that a module was compiled for is met`(level: (name: String, number: Int?), speed: String) throws {
    let found = try demand(Self.module(Self.branching), ["-march=\(level.name)", speed])
    #expect(found?.level == level.number)
    #expect(found.map(\.start) == level.number.map { _ in .slot })
  }

  @Test func `level 4 is told by its registers`() throws {
    let source = """
      typedef long wide __attribute__((vector_size(64)));
      wide words_wide;
      void *PyInit_words(void) { words_wide += 1; return 0; }
      """
    #expect(try demand(source, ["-march=x86-64-v4", "-O2", "-mprefer-vector-width=512"])?.level == 4)
  }

  @Test func `an instruction that older processors take for another is not told`() throws {
    let source = "int words_bits = 8; void *PyInit_words(void) { words_bits = __builtin_ctz(words_bits); return 0; }"
    #expect(try demand(source, ["-mbmi", "-O2"]) == nil)
    #expect(try demand(source, ["-O2"]) == nil)
  }

  @Test func `a constructor and a function that it jumps to are part of loading`() throws {
    let source = """
      double words_ratio = 1;
      __attribute__((noinline)) static void words_scale(void) { words_ratio *= 1.5; }
      __attribute__((constructor)) static void words_start(void) { words_scale(); }
      """
    let found = try demand(source, ["-mavx", "-O2", "-fno-inline"])
    #expect(found?.level == 3)
    #expect(found?.start == .constructor)
  }

  private static let fast = "__attribute__((target(\"avx\"))) static void words_fast(void) { words_ratio *= 1.5; }"

  @Test(arguments: [
    "if (__builtin_cpu_supports(\"avx\")) words_fast();",
    "if (words_has_avx()) words_fast();",
    "if (getauxval(26) & 1) words_fast();",
    "unsigned a = 1, b, c, d; __asm__(\"cpuid\" : \"+a\"(a), \"=b\"(b), \"=c\"(c), \"=d\"(d)); if (c >> 28 & 1) words_fast();",
  ])
  func `behind a question there is nothing certain`(start: String) throws {
    let before = """
      \(Self.fast)
      unsigned long getauxval(unsigned long);
      static int words_known;
      __attribute__((constructor)) static void words_ask(void) { words_known = __builtin_cpu_supports("avx") ? 1 : 2; }
      static int words_has_avx(void) { return words_known == 1; }
      """
    for speed in ["-O0", "-O2"] { #expect(try demand(Self.module(start, before: before), [speed]) == nil) }
  }

  @Test func `what a flag guards is not certain where the file can ask, and is where it can't`() throws {
    let before = """
      \(Self.fast)
      extern void (*words_hook)(void);
      void (*words_hook)(void);
      int words_flag;
      """
    let guarded = Self.module("if (words_hook) words_hook(); if (words_flag) words_fast();", before: before)
    #expect(try demand(guarded, ["-O1"])?.level == 3)
    let asking = guarded + "\nvoid words_ask(void) { words_flag = __builtin_cpu_supports(\"avx\"); }"
    #expect(try demand(asking, ["-O1"]) == nil)
  }

  @Test func `functions that the loader chooses by the processor are not loaded code`() throws {
    let clones = "__attribute__((target_clones(\"avx\", \"default\"))) void words_scale(void) { words_ratio *= 1.5; }"
    #expect(try demand(Self.module("words_scale();", before: clones), ["-O2"]) == nil)
  }

  @Test func `an exported function that nothing calls while loading may be a dispatcher's`() throws {
    let source = "double ratio = 1; void words_avx(void) { ratio *= 1.5; } void *PyInit_words(void) { return 0; }"
    #expect(try demand(source, ["-mavx"]) == nil)
  }

  @Test func `behind a function that doesn't return there is another function`() throws {
    let before = """
      \(Self.fast)
      void abort(void) __attribute__((noreturn));
      __attribute__((noinline, noreturn)) static void words_leave(void) { abort(); }
      """
    let start = "if (PyModule_AddIntConstant(module, \"a\", 1) < 0) words_leave();"
    #expect(try demand(Self.module(start, before: before), ["-O2"]) == nil)
  }

  @Test func `loops, recursion and jumps into nothing come to an end`() throws {
    let sources = [
      "void *PyInit_words(void) { for (;;) ; }",
      "void *PyInit_words(void) { return PyInit_words(); }",
      "void *PyInit_words(void) { __asm__(\"jmp . + 0x7000000\"); return 0; }",
      "void *PyInit_words(void) { __asm__(\"call . - 0x7000000\"); return 0; }",
      "void *PyInit_words(void) { __asm__(\"1: jmp 2f; .byte 0xe9; 2: jmp 1b\"); return 0; }",
      "void *PyInit_words(void) { __asm__(\".byte 0xeb, 0xff, 0xc0\"); return 0; }",
      "void *PyInit_words(void) { __asm__(\".rept 40000; je . + 2; .endr\"); return 0; }",
      "void *PyInit_words(void) { __asm__(\".rept 4000; call . + 5; .endr\"); return 0; }",
    ]
    for source in sources { #expect(try demand(source, []) == nil) }
  }

  @Test func `2,000 files with damaged code are read to an end`() throws {
    let original = try Fixture.compile(Self.module(Self.branching, before: Self.fast), options: ["-march=x86-64-v3"])
    var random = SplitMix64(state: 7)
    for _ in 0..<2000 { _ = try? readELF(bytes: mutated(original, &random)) }
  }
}
