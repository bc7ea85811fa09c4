import Foundation
import Model
import Packaging
import Testing

/// Mach-O and PE files: what is read of them, and that damaged ones are read to an end.
@Suite struct ForeignReaderTests {
  private static let universal = """
    {"kind": "node", "file": "words.node", "members": [{"path": "words.node", "mach-o": {
      "machines": ["x86_64", "aarch64"], "exports": ["napi_register_module_v1"], "imports": ["napi_create_function"],
      "libraries": ["/usr/lib/libSystem.B.dylib", "@rpath/libwords.dylib"], "search-paths": ["@loader_path/lib"],
      "minimum": "10.15"}}]}
    """
  private static let dll = """
    {"kind": "node", "file": "words.node", "members": [{"path": "words.node", "pe": {
      "exports": ["b_last", "a_first"], "imports": {"node.exe": ["napi_create_function", "napi_throw"], "KERNEL32.dll": ["GetLastError"]}}}]}
    """

  private static func bytes(_ json: String) throws -> [UInt8] {
    let recipe = try ControlRecipe(json: json, name: "test")
    return try Fixture.withFolder { folder in
      let (artifact, _) = try packControl(recipe, into: folder, compile: Fixture.compile)
      return Array(try Data(contentsOf: URL(fileURLWithPath: artifact.path)))
    }
  }

  @Test func `each slice of a universal file is read`() throws {
    let images = try readForeign(bytes: try Self.bytes(Self.universal), .machO)
    #expect(images.map(\.machine.description) == ["x86_64", "aarch64"])
    for image in images {
      #expect(image.type == .sharedObject && image.tellsSymbols)
      #expect(image.needed == ["/usr/lib/libSystem.B.dylib", "@rpath/libwords.dylib"])
      #expect(image.exports("napi_register_module_v1") && image.imports("napi_create_function"))
      guard case .macOS(let loading) = image.system else { continue }
      #expect(loading.searchPaths == ["@loader_path/lib"])
      #expect(loading.minimum == DottedVersion(10, 15) && loading.isSigned)
    }
  }

  @Test func `a DLL's imports and exports are read`() throws {
    let image = try #require(try readForeign(bytes: try Self.bytes(Self.dll), .windows).first)
    #expect(image.machine.description == "x86_64" && image.type == .sharedObject)
    #expect(image.needed == ["KERNEL32.dll", "node.exe"])
    #expect(image.symbols.filter(\.isDefined).map(\.name) == ["a_first", "b_last"])
    #expect(image.symbols.filter { $0.isDefined && $0.isFunction }.count == 2)
    #expect(image.imports("napi_throw") && image.imports("GetLastError"))
  }

  @Test func `what only begins like a PE file is none`() throws {
    #expect(
      try readForeign(
        bytes: Array("MZ is how this text begins, and it goes on for some time with no header".utf8), .windows
      ).isEmpty)
  }

  @Test(arguments: [ForeignReaderTests.universal, ForeignReaderTests.dll])
  func `mutations are read to an end`(json: String) throws {
    let original = try Self.bytes(json)
    let format: ArchiveMember.Format = original.starts(with: [0x4d, 0x5a]) ? .windows : .machO
    var random = SplitMix64(state: 2026)
    for _ in 0..<500 { _ = try? readForeign(bytes: mutated(original, &random), format, seeking: ["words"]) }
    for index in original.indices {
      var bytes = original
      bytes[index] = 0xff
      _ = try? readForeign(bytes: bytes, format)
    }
    for length in stride(from: 0, to: original.count, by: 7) {
      _ = try? readForeign(bytes: Array(original.prefix(length)), format)
    }
  }

  @Test(arguments: [ForeignReaderTests.universal, ForeignReaderTests.dll])
  func `a file that was cut off is told`(json: String) throws {
    let original = try Self.bytes(json)
    let format: ArchiveMember.Format = original.starts(with: [0x4d, 0x5a]) ? .windows : .machO
    #expect(throws: PackagingError.self) { try readForeign(bytes: Array(original.dropLast(64)), format) }
  }

  @Test func `a class of Java's is no Mach-O file`() throws {
    let json = """
      {"file": "words-1.0-cp311-cp311-win_amd64.whl",
       "members": [{"path": "words/Words.class", "hex": "ca fe ba be 00 00 00 41 00 10 0a 00"}]}
      """
    let recipe = try ControlRecipe(json: json, name: "test")
    try Fixture.withFolder { folder in
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      let answers = observations(for: "package/linkage", artifact: artifact, kind: kind, tables: Fixture.tables)
      #expect(answers.contains { if case .skip = $0 { true } else { false } })
    }
  }

  @Test func `a mixed package has the findings of its ELF files and of the others`() throws {
    let native = #""mach-o": {"exports": ["start"], "imports": ["napi_create_function"]}"#
    let json = #"""
      {"kind": "npm", "file": "words-1.0.0.tgz",
       "manifest": "{\"name\": \"words\", \"version\": \"1.0.0\", \"main\": \"index.js\"}",
       "members": [{"path": "package/index.js", "text": "module.exports = {};\n"},
         {"path": "package/prebuilds/linux-x64/words.node", "c": "int start(void) { return 0; }\n"},
         {"path": "package/prebuilds/darwin-arm64/words.node", \#(native)}]}
      """#
    let defects = try Fixture.defects(of: "package/entry-point", recipe: json)
    #expect(defects.map(\.kind) == ["no-registration", "no-registration"])
  }
}
