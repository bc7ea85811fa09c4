import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct InstructionSetTests {
  @Test(arguments: [("", nil), ("-Wl,-z,x86-64-v2", 2), ("-Wl,-z,x86-64-v4", 4)])
  func `the level that a linker writes is read`(option: String, level: Int?) throws {
    guard Machine.hereName == "x86_64" else { try Test.cancel("only x86-64 has levels") }
    let bytes = try Fixture.compile("int words;", options: option.isEmpty ? [] : [option])
    #expect(try readELF(bytes: bytes).x86Level == level)
  }

  @Test func `where one of the modules gets by without, the others may be chosen by the processor`() throws {
    guard Machine.hereName == "x86_64" else { try Test.cancel("only x86-64 has levels") }
    let module = #""c": "void *PyInit__fast(void) { return 0; } void *PyInit__slow(void) { return 0; }""#
    for (plain, severity) in [("_slow", Severity.warning), ("text", .error)] {
      let other =
        plain == "text" ? #"{"path": "words/plain.py", "text": ""}"# : #"{"path": "words/_slow.so", \#(module)}"#
      let json = #"""
        {"file": "words-1.0-cp311-cp311-manylinux_2_17_{machine}.whl",
         "members": [{"path": "words/_fast.so", \#(module), "link": ["-Wl,-z,x86-64-v3"]}, \#(other)]}
        """#
      let defects = try Fixture.defects(of: "package/tag-truth", recipe: json)
      #expect(defects.map(\.kind) == ["isa-above-baseline"])
      #expect(defects.map(\.severity) == [severity])
    }
  }
}
