import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct PythonMethodTablesTests {
  private static let source = """
    struct method { const char *name; void *(*call)(void *, void *); long flags; const char *doc; };
    struct module {
      long references; void *type, *start; long index; void *copy; const char *name, *doc; long size;
      struct method *methods; void *rest[4];
    };
    struct slot { long number; void *value; };
    struct specification { const char *name; int size, item; unsigned flags; struct slot *slots; };
    struct type { long references; void *type; long length; const char *name; long size, item; void *functions[23];
                  struct method *methods; void *rest[20]; };
    struct rust { long kind; void *(*call)(void *, void *); const char *name; long length; const char *doc;
                  long doc_length; long flags; };
    void *PyModuleDef_Init(void *module);
    static void *call(void *self, void *arguments) { return self == arguments ? self : 0; }
    void *global(void *self, void *arguments) { return self == arguments ? self : 0; }
    static struct method functions[] = {
      {"count", call, 3, "count(text, /)\\n--\\n\\nCounts."}, {"size", global, 8, 0}, {0, 0, 0, 0}};
    static struct method adds[] = {{"add", call, 0x82, "add($self, text)\\n--\\n\\n"}, {0, 0, 0, 0}};
    static struct method clears[] = {{"clear", call, 4, "Clears it."}, {0, 0, 0, 0}};
    static struct slot slots[] = {{52, call}, {64, adds}, {0, 0}};
    struct specification counter = {"words.Counter", 32, 0, 0, slots};
    struct type table = {1, 0, 0, "words.Table", 24, 0, {0}, clears, {0}};
    struct rust parsed = {2, call, "parse", 6, "parse(text, *, limit=None)\\n--\\n\\n", 32, 130};
    struct { const char *name; void *(*call)(void *, void *); long number; const char *text; } other =
      {"no_flags", call, 5, "text"};
    static struct module words = {1, 0, 0, 0, 0, "words", 0, -1, functions, {0}};
    void *PyInit_words(void) { return PyModuleDef_Init(&words); }
    """

  private static let expected = [
    PythonMethod(name: "add", signature: "($self, text)", flags: 0x82, owner: .type("words.Counter")),
    PythonMethod(name: "clear", flags: 4, owner: .type("words.Table")),
    PythonMethod(name: "count", signature: "(text, /)", flags: 3, owner: .module("words")),
    PythonMethod(name: "parse", signature: "(text, *, limit=None)", flags: 130),
    PythonMethod(name: "size", flags: 8, owner: .module("words")),
  ]

  @Test(arguments: [[], ["-Wl,-z,pack-relative-relocs"]])
  func `functions are found with their owners, however the loader is told of pointers`(options: [String]) throws {
    let methods = try readELF(bytes: try Fixture.compile(Self.source, options: options)).pythonMethods
    #expect(methods.sorted { $0.name < $1.name } == Self.expected)
  }

  @Test func `300 mutations of an extension module are read to an end`() throws {
    let original = try Fixture.compile(Self.source, options: [])
    var random = SplitMix64(state: 13)
    for _ in 0..<300 { _ = try? readELF(bytes: mutated(original, &random)) }
  }

  /// Pointers and what they point to are where the tables are read.
  @Test func `every byte of the data and the dynamic section may be all ones`() throws {
    let original = try Fixture.compile(Self.source, options: ["-Wl,-z,noseparate-code"])
    for index in stride(from: original.count / 4, to: original.count, by: 3) {
      var bytes = original
      bytes[index] = 0xff
      _ = try? readELF(bytes: bytes)
    }
  }
}
