import Foundation
import Model
import Packaging
import Testing

/// The pairs that are shipped with `package/surface-diff`.
@Suite struct ComparisonControlTests {
  @Test(arguments: Control.all(of: "surface-diff"))
  func `a pair differs in exactly what its probe names`(control: Control) throws {
    let changes = try comparison(control).changes.filter { $0.weight > .information }
    #expect(Set(changes.map(\.kind)) == Set([control.kind].compactMap(\.self)), "\(changes.map(\.message))")
    for change in changes { #expect(change.message.hasSuffix(".") && change.message.count > 20) }
  }

  @Test(arguments: Control.all(of: "surface-diff"))
  func `a release held against itself differs in nothing`(control: Control) throws {
    let pair = try pair(control)
    for recipe in [pair.old, pair.new] {
      // One file, read twice: packed a second later, it would have other times in it, and another size.
      let readings = try inspections(recipe, 2)
      let comparison = compare(readings[0], readings[1])
      #expect(comparison.changes == [] && comparison.unmeasured == [], "\(comparison)")
    }
  }

  @Test func `every pair in the folder is named by its probe`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Control.folder(of: "surface-diff"))/controls")
    #expect(Set(files) == Set(Control.all(of: "surface-diff").map { "\($0.name).yaml" }))
  }

  private func pair(_ control: Control) throws -> ControlPair {
    let path = "\(Control.folder(of: "surface-diff"))/controls/\(control.name).yaml"
    return try ControlPair(json: try String(contentsOfFile: path, encoding: .utf8), name: path)
  }

  private func comparison(_ control: Control) throws -> Comparison {
    let pair = try pair(control)
    var comparison = compare(try inspections(pair.old, 1)[0], try inspections(pair.new, 1)[0])
    try Layouts.extend(&comparison, pair)
    return comparison
  }

  private func inspections(_ recipe: ControlRecipe, _ count: Int) throws -> [Inspection] {
    try Fixture.withFolder { folder in
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      let circumstances = Circumstances(artifact: artifact, kind: kind, tables: Fixture.tables)
      return (0..<count).map { _ in inspectPackage(circumstances) }
    }
  }
}
