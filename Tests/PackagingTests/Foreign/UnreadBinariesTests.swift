import Foundation
import Model
import Packaging
import Testing

/// What nobody read is never called clean, and never said to be no binary.
@Suite struct UnreadBinariesTests {
  @Test func `a class of Java's is no Mach-O file`() throws {
    let answers = try answers(path: "words/Words.class", hex: "ca fe ba be 00 00 00 41 00 10 0a 00")
    #expect(answers.contains { if case .skip = $0 { true } else { false } })
  }

  private func answers(path: String, hex: String) throws -> [Observation] {
    let json = """
      {"file": "words-1.0-cp311-cp311-win_amd64.whl", "members": [{"path": "\(path)", "hex": "\(hex)"}]}
      """
    return try Fixture.withFolder { folder in
      let recipe = try ControlRecipe(json: json, name: "test")
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      return observations(for: "package/linkage", artifact: artifact, kind: kind, tables: Fixture.tables)
    }
  }
}
