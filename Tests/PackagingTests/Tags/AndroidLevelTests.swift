import Foundation
import Model
import Testing

@testable import Packaging

/// The API level that a module for Android needs, by the versions of the C library's symbols.
@Suite struct AndroidLevelTests {
  private static let recipe = #"""
    {"file": "words-1.0-cp313-cp313-android_24_{machine}.whl", "members": [
      {"path": "words/_native.so", "c": "void *PyInit__native(void) { return 0; }\n", "link": ["-Wl,--as-needed"]}]}
    """#

  private func defects(_ name: String, _ version: String, isWeak: Bool = false) throws -> [Defect] {
    try Fixture.withFolder { folder in
      let recipe = try ControlRecipe(json: Self.recipe, name: "test")
      let (artifact, _) = try packControl(recipe, into: folder, compile: Fixture.compile)
      var wheel = try readWheel(at: artifact.path)
      wheel.binaries[0].elf.symbols.append(
        ELFFile.DynamicSymbol(name: name, version: version, isDefined: false, isFunction: true, isWeak: isWeak))
      return try TagTruth(wheel: wheel, tables: Fixture.tables).defects()
    }
  }

  @Test func `what joined after the tag's level is told with the function`() throws {
    let defects = try defects("getrandom", "LIBC_P")
    #expect(defects.map(\.kind) == ["android-newer-than-tag"])
    #expect(defects[0].message.contains("API level 28 (getrandom)"), "\(defects)")
    #expect(defects[0].facts == ["android-needed": .number(28), "android-promised": .number(24)])
  }

  @Test func `what the level has, and what may be missing, is not`() throws {
    #expect(try defects("getifaddrs", "LIBC_N").isEmpty)
    #expect(try defects("getrandom", "LIBC_P", isWeak: true).isEmpty)
    #expect(try defects("memcpy", "LIBC").isEmpty)
  }
}
