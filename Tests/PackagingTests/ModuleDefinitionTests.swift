import Foundation
import Testing

@testable import Packaging

@Suite struct ModuleDefinitionTests {
  private static let head = """
    struct head { long thread; unsigned short flags; unsigned char mutex, bits; unsigned local; long shared; void *type,
      *init; long index; void *copy; };
    struct slot { int number; void *value; };
    struct definition { struct head head; const char *name, *doc; long size; void *methods; struct slot *slots; void *a,
      *b, *c; };
    int start(void) { return 0; }
    void *PyList_New(long);
    void *PyInit__native(void) { return PyList_New(0); }

    """

  @Test(arguments: [
    ("{{2, start}, {4, (void *)1}, {0, 0}}", ModuleDefinition.Slots.listed([2: 0, 4: 1])),
    ("{{2, start}, {3, (void *)2}, {0, 0}}", .listed([2: 0, 3: 2])),
    // Of a later Python, without an end, filled by code.
    ("{{2, start}, {9, 0}, {0, 0}}", .unclear), ("{[0 ... 40] = {2, start}}", .unclear), ("{{0, 0}}", .unclear),
  ])
  func `slots are read to their end`(slots: String, expected: ModuleDefinition.Slots) throws {
    let source =
      Self.head + "static struct slot slots[] = \(slots);\n"
      + #"struct definition words = {.head = {.local = ~0u}, .name = "words._native", .slots = slots};"#
    let found = try readELF(bytes: try Fixture.compile(source)).moduleDefinitions
    #expect(found == [ModuleDefinition(name: "words._native", slots: expected)])
  }

  @Test(arguments: [
    // Another name, a build with the GIL, a field that has to be zero.
    #"{.head = {.local = ~0u}, .name = "other"}"#, #"{.head = {.local = 1}, .name = "_native"}"#,
    #"{.head = {.local = ~0u, .index = 1}, .name = "_native"}"#,
    #"{.head = {.local = ~0u, .type = start}, .name = "_native"}"#,
  ])
  func `what isn't a definition is passed over`(value: String) throws {
    let source = Self.head + "struct definition words = \(value);"
    #expect(try readELF(bytes: try Fixture.compile(source)).moduleDefinitions.isEmpty)
  }

  /// Wheels whose import was seen to leave the GIL off (CPython 3.14t), and by whom their definitions are written.
  @Test(arguments: ["markupsafe==3.0.4", "msgpack==1.2.4", "rpds-py==2026.9.1"])
  func `a published free-threaded wheel has its slot`(pin: String) throws {
    guard let path = PublishedWheels.path(pin, python: "3.14", abi: "cp314t") else {
      try Test.cancel("pip can't download \(pin): no package index is in reach")
    }
    let wheel = try readWheel(at: path)
    let definitions = wheel.extensionModules.flatMap(\.elf.moduleDefinitions)
    #expect(wheel.extensionModules.flatMap { FreeThreading(module: $0, wheel: wheel).defects } == [])
    #expect(!definitions.isEmpty)
  }
}
