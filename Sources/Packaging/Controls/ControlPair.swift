import Foundation

/// A control of the comparison: two releases to pack, of which the second has one thing that the first has not.
package struct ControlPair: Sendable, Equatable, Decodable {
  package var old: ControlRecipe
  package var new: ControlRecipe

  /// Decodes a pair; `name` is its path in messages. Errors: `badRecipe`.
  package init(json: String, name: String) throws(PackagingError) {
    do { self = try JSONDecoder().decode(ControlPair.self, from: Data(json.utf8)) } catch {
      throw .badRecipe(recipe: name, expected: "two recipes as JSON, old and new", found: "\(error)")
    }
  }
}
