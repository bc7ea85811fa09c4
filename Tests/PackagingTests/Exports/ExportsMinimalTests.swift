import Foundation
import Model
import Packaging
import Testing

@Suite struct ExportsMinimalTests {
  private func defects(_ members: String...) throws -> [Defect] {
    try Fixture.defects(
      of: "package/exports-minimal",
      recipe: """
        {"file": "words-1.0-cp311-cp311-manylinux_2_17_{machine}.whl", "members": [\(members.joined(separator: ", "))]}
        """)
  }

  private func module(_ name: String, _ source: String) -> String {
    "{\"path\": \"words/\(name).so\", \"c\": \"void *PyInit_\(name)(void) { return 0; } \(source)\"}"
  }

  @Test func `what a sibling imports is for it, but an allocator is everybody's`() throws {
    let user = module(
      "user", "int words_count(void); void *malloc(long); int f(void) { return words_count() + !malloc(1); }")
    // `f` is the user's own leak.
    #expect(
      try defects(module("words", "int words_count(void) { return 1; }"), user).map(\.kind) == ["exports-unneeded"])
    #expect(
      Set(try defects(module("words", "void *malloc(long n) { return (void *)n; }"), user).map(\.kind))
        == ["exports-allocator", "exports-unneeded"])
  }

  @Test func `weak functions and data are no finding, and many modules make one`() throws {
    #expect(try defects(module("a", "__attribute__((weak)) int shared(void) { return 1; } int table[4];")).isEmpty)
    let found = try defects(
      module("a", "int one(void) { return 1; }"),
      module("b", "int two(void) { return 2; } int three(void) { return 3; }"))
    #expect(found.count == 1)
    #expect(found.first?.facts["exports"] == .number(3))
    #expect(found.first?.member == "words/b.so")
    #expect(found.first?.message.contains("three, two") == true)
  }

  @Test func `no finding is an error, since no specification forbids an export`() throws {
    let found = try defects(
      module("a", "void free(void *p) {} int inflate(void) { return 1; } int x(void) { return 2; }"))
    #expect(Set(found.map(\.kind)) == ["exports-allocator", "exports-bundled-library"])
    #expect(found.allSatisfy { $0.severity == .warning })
  }
}
