import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct ExportTests {
  /// `(module (import "a" "b" (func (type 1))) (func (type 0)) (func (type 2)) (export "add" (func 1)) (export "f" (func 2)))`
  private static let module: [UInt8] =
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
    // (i32, i32) -> (i32), () -> (), (i64, f32, f64, externref, funcref) -> ()
    + [1, 18, 3, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 0x60, 0, 0, 0x60, 5, 0x7e, 0x7d, 0x7c, 0x6f, 0x70, 0]
    + [2, 7, 1, 1, 0x61, 1, 0x62, 0, 1] + [3, 3, 2, 0, 2]
    + [7, 11, 2, 3, 0x61, 0x64, 0x64, 0, 1, 1, 0x66, 0, 2]
    + [10, 11, 2, 4, 0, 0x41, 0, 0x0b, 4, 0, 0x41, 0, 0x0b]

  @Test func `an exported function has the values that it takes and gives`() throws {
    let items = WasmExports(path: "words.wasm", wasm: try readWasm(bytes: Self.module)).items
    #expect(items.map(\.name) == ["add", "f"])
    #expect(items.map(\.signature) == ["(i32, i32) -> (i32)", "(i64, f32, f64, externref, funcref) -> ()"])
    #expect(items.first?.source == "words.wasm:binary")
  }

  @Test func `a library's exports have the signatures of its header`() throws {
    let bytes = try Fixture.compile("int count(const char *t) { return t != 0; }\nint other(void) { return 1; }\n")
    try Fixture.withFolder { folder in
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/words.so"))
      try "int count(const char *text);\n".write(toFile: "\(folder)/words.h", atomically: true, encoding: .utf8)
      let artifact = Artifact(path: "\(folder)/words.so", sha256: "", header: "\(folder)/words.h")
      let surface = inspectPackage(Circumstances(artifact: artifact, kind: .cABI, tables: Fixture.tables)).surface
      #expect(
        Set(surface) == [
          Inspection.SurfaceItem(
            kind: .export, name: "count", signature: "(const char *text)", source: "words.so:header"),
          Inspection.SurfaceItem(kind: .export, name: "other", source: "words.so:binary"),
        ])
    }
  }

  @Test func `a mangled name is told as its author wrote it, and 1,000 of them`() {
    let symbols = (0..<2000).map {
      ELFFile.DynamicSymbol(name: "_ZN5words5countEi\($0)", version: nil, isDefined: true, isFunction: true, address: 1)
    }
    var elf = Fixture.emptyELF
    elf.symbols = [symbols[0]] + symbols
    elf.symbols[0].name = "_ZN5words5countEi"
    let items = ExportedNames(path: "words.so", elf: elf).items
    #expect(items.first?.name == "words::count(int)")
    #expect(items.count == 1000)
  }
}

extension Fixture {
  static var emptyELF: ELFFile {
    guard let elf = try? readELF(bytes: compile("int one;\n")) else { fatalError("there is no C compiler") }
    return elf
  }
}
