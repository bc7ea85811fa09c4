import Testing

@testable import Packaging

@Suite struct WasmReaderTests {
  private static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

  private func recipe(
    imports: [String] = [], exports: [String] = [], memory: Bool = false, start: Bool = false, custom: [String] = [],
    order: [WasmRecipe.Section] = WasmRecipe.Section.allCases
  ) -> WasmRecipe {
    WasmRecipe(imports: imports, exports: exports, memory: memory, start: start, custom: custom, order: order)
  }

  private func read(_ sections: [UInt8]) throws -> WasmModule { try readWasm(bytes: Self.header + sections) }

  @Test func `an empty module has nothing in it`() throws {
    #expect(try read([]) == WasmModule(size: 8))
  }

  @Test func `imports, exports, memory, start and names are read`() throws {
    let recipe = recipe(
      imports: ["env#now", "./a_bg.js#__wbg_log"], exports: ["memory", "run"], memory: true, start: true,
      custom: ["note"])
    let module = try readWasm(bytes: recipe.bytes)
    #expect(module.imports.map(\.module) == ["env", "./a_bg.js"])
    #expect(module.imports.map(\.name) == ["now", "__wbg_log"])
    #expect(module.exports.map(\.name) == ["memory", "run"])
    #expect(module.exports("memory", .memory) && module.exports("run", .function))
    // Two functions are imported, so that its own is the third.
    #expect(module.startFunction == 2 && module.exports[1].index == 2)
    #expect(module.memories == [WasmModule.Limits(minimum: 1, maximum: nil, isShared: false, is64: false)])
    #expect(module.functionCount == 1)
    #expect(module.customSections == ["note"])
  }

  @Test func `producers and target features are read`() throws {
    let producers: [UInt8] =
      [9] + Array("producers".utf8) + [1, 8] + Array("language".utf8) + [1, 4] + Array("Rust".utf8) + [1, 0x31]
    let features: [UInt8] = [15] + Array("target_features".utf8) + [1, 0x2b, 7] + Array("simd128".utf8)
    let module = try read([0, UInt8(producers.count)] + producers + [0, UInt8(features.count)] + features)
    #expect(module.producers == ["language": ["Rust 1"]])
    #expect(module.targetFeatures == ["+simd128"])
  }

  @Test func `a custom section that breaks its convention is passed over`() throws {
    let producers: [UInt8] = [9] + Array("producers".utf8) + [0xff, 0xff, 0xff, 0xff, 0x0f]
    let module = try read([0, UInt8(producers.count)] + producers)
    #expect(module.customSections == ["producers"] && module.producers.isEmpty)
  }

  @Test func `a component is told apart from a module`() {
    #expect(throws: PackagingError.componentNotModule(version: "0d 00 01 00")) {
      try readWasm(bytes: [0x00, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0])
    }
  }

  @Test(arguments: [[], [0x00], [0x00, 0x61, 0x73], Array("(module)".utf8)] as [[UInt8]])
  func `what doesn't begin as a module is not WebAssembly`(bytes: [UInt8]) {
    #expect { try readWasm(bytes: bytes) } throws: { error in
      if case PackagingError.notWasm = error { true } else { false }
    }
  }

  @Test(
    arguments: [
      // Version 2; half a version.
      [0x00, 0x61, 0x73, 0x6d, 2, 0, 0, 0], [0x00, 0x61, 0x73, 0x6d, 1, 0],
      // No section 14; a type section twice; imports before types.
      header + [14, 0], header + [1, 1, 0, 1, 1, 0], header + [2, 1, 0, 1, 1, 0],
      // A byte too many in a section.
      header + [1, 2, 0, 0],
      // 4,294,967,295 types in 2 bytes.
      header + [1, 7, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x60, 0],
      // A number of 33 bits; one of 6 bytes.
      header + [1, 0x80, 0x80, 0x80, 0x80, 0x10], header + [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0],
      // A function without a body; a body without a function.
      header + [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0], header + [10, 4, 1, 2, 0, 0x0b],
      // A function of a type that isn't there; a parameter of no type.
      header + [3, 2, 1, 0], header + [1, 5, 1, 0x60, 1, 0x22, 0],
      // An export of a function that isn't there; two exports of one name.
      header + [7, 5, 1, 1, 0x61, 0, 0],
      header + [5, 3, 1, 0, 1, 7, 9, 2, 1, 0x61, 2, 0, 1, 0x61, 2, 0],
      // A name that is not UTF-8, and one that is longer than the section.
      header + [7, 5, 1, 1, 0xff, 0, 0], header + [7, 5, 1, 9, 0x61, 0, 0],
      // An import of kind 5; limits with a maximum below the minimum; limits with flags 8.
      header + [2, 5, 1, 0, 0, 5, 0], header + [5, 4, 1, 1, 2, 1], header + [5, 3, 1, 8, 1],
      // A start function and data segments that aren't there.
      header + [8, 1, 0], header + [12, 1, 1],
    ] as [[UInt8]])
  func `what the format forbids is malformed`(bytes: [UInt8]) {
    #expect { try readWasm(bytes: bytes) } throws: { error in
      if case PackagingError.malformedWasm = error { true } else { false }
    }
  }

  @Test func `every cut inside a section is a truncation, and one between sections may not be seen`() throws {
    let bytes = recipe(imports: ["env#now"], exports: ["memory", "run"], memory: true).bytes
    var truncated = 0
    for length in 9..<bytes.count {
      do throws(PackagingError) {
        _ = try readWasm(bytes: Array(bytes.prefix(length)))
      } catch {
        if case .truncatedWasm = error { truncated += 1 }
      }
    }
    // Six sections; a cut before a section's length or content has begun is malformed or whole.
    #expect(truncated > bytes.count - 9 - 3 * 6)
  }

  @Test func `the types of later proposals are passed over`() throws {
    // rec { sub final struct { mut i8 }, array (ref null 0) }, func (ref extern) -> (), shared 64-bit memory.
    let types: [UInt8] = [2, 0x4e, 2, 0x4f, 0, 0x5f, 1, 0x78, 1, 0x5e, 0x63, 0, 0, 0x60, 1, 0x64, 0x6f, 0]
    let module = try read([1, UInt8(types.count)] + types + [5, 4, 1, 7, 1, 2])
    #expect(module.memories == [WasmModule.Limits(minimum: 1, maximum: 2, isShared: true, is64: true)])
  }
}
