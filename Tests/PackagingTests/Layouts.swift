import Foundation
import Model
import Packaging

/// What abidiff says of two C sources, without the confinement that only the program has.
enum Layouts {
  /// Where both of the pair are compiled with debugging information.
  static func extend(_ comparison: inout Comparison, _ pair: ControlPair) throws {
    guard let old = source(pair.old), let new = source(pair.new) else { return }
    let headers = pair.old.header.map { PublicHeaders(name: "words.h", text: $0) }
    LayoutComparison(LayoutReport(try report(old, new)), headers: headers).extend(&comparison)
  }

  private static func source(_ recipe: ControlRecipe) -> ControlRecipe.Source? {
    for case .compiled(let source) in recipe.members.map(\.content) where source.hasDebugInformation { return source }
    return nil
  }

  /// abidiff's report; its status says what is in it.
  static func report(_ old: ControlRecipe.Source, _ new: ControlRecipe.Source) throws -> String {
    try Fixture.withFolder { folder in
      for (name, source) in [("old", old), ("new", new)] {
        try Data(Fixture.compile(source)).write(to: URL(fileURLWithPath: "\(folder)/\(name).so"))
      }
      return try Fixture.output(
        ["sh", "-c", "abidiff \"$@\" old.so new.so; test $(($? & 3)) = 0", "sh"] + layoutOptions, in: folder)
    }
  }
}
