import Foundation
import Testing

@testable import Packaging

/// WebAssembly that Emscripten links into a running Python: what is read of it, and that damaged modules are read to an end.
@Suite struct EmscriptenImageTests {
  private static let recipe = #"""
    {"imports": ["env#PyLong_FromLong", "GOT.mem#PyExc_TypeError", "GOT.func#count", "env#__cxa_throw"],
     "exports": ["PyInit__native", "count", "_ZN5words5countEv"], "needs": ["libcount.so", "libmore.so"], "text": "words"}
    """#

  private func module(_ json: String) throws -> WasmModule {
    try readWasm(bytes: JSONDecoder().decode(WasmRecipe.self, from: Data(json.utf8)).bytes)
  }

  @Test func `libraries, imports and exports are read`() throws {
    let image = try #require(try ForeignImage(emscripten: module(Self.recipe)))
    #expect(image.machine == .wasm32 && image.type == .sharedObject && image.tellsSymbols)
    #expect(image.needed == ["libcount.so", "libmore.so"])
    #expect(image.entryPoints == ["PyInit__native"] && image.importsPython)
    let taken = image.symbols.filter { !$0.isDefined }.map(\.name)
    #expect(taken == ["PyLong_FromLong", "PyExc_TypeError", "__cxa_throw"], "count is its own")
    #expect(image.symbols.first { $0.name.hasPrefix("_Z") }?.isWeak == true)
  }

  @Test func `a module that stands by itself is none`() throws {
    #expect(try ForeignImage(emscripten: module(#"{"exports": ["count"]}"#)) == nil)
  }

  @Test func `a list of libraries that is cut off is an error, as it is for the loader`() throws {
    let whole = try JSONDecoder().decode(WasmRecipe.self, from: Data(Self.recipe.utf8)).bytes
    let place = try #require(whole.firstIndex(of: UInt8(ascii: "d")))
    #expect(String(decoding: whole[place..<place + 8], as: UTF8.self) == "dylink.0")
    // Behind the sizes of memory and table: the length of the list.
    var bytes = whole
    #expect(bytes[place + 14] == 2)
    bytes[place + 15] = 0x70
    #expect(throws: PackagingError.self) { try readWasm(bytes: bytes) }
  }

  @Test func `mutations are read to an end`() throws {
    let original = try JSONDecoder().decode(WasmRecipe.self, from: Data(Self.recipe.utf8)).bytes
    var random = SplitMix64(state: 783)
    for _ in 0..<2000 {
      if let module = try? readWasm(bytes: mutated(original, &random)) { _ = ForeignImage(emscripten: module) }
    }
  }
}
