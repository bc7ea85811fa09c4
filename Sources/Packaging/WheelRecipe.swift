import Foundation

/// A control of a package probe: an artifact to pack, with the one thing wrong that the probe has to find.
///
/// Written as JSON, which is also YAML, in `controls/<name>.yaml`; an unknown key is an error.
package struct WheelRecipe: Sendable, Equatable {
  /// What is left out of, or wrong in, the RECORD that is written for the wheel.
  package enum Record: String, Sendable, Codable, CaseIterable {
    case right
    case none
    case wrongHash = "wrong-hash"
    case wrongSize = "wrong-size"
    /// The last member is not listed.
    case unlisted
    /// A file that isn't there is listed.
    case extra
    case noHash = "no-hash"
    case weakHash = "weak-hash"
    case malformed
  }

  /// The artifact's file name; `{machine}` stands for this machine's name. A `.so` is its first member's content.
  package var file: String
  package var members: [Member]
  /// Lines of METADATA and WHEEL in place of the right ones.
  package var metadata: String?
  package var wheel: String?
  package var omit: [String]
  package var record: Record
  /// Only this share of the packed file's bytes is kept.
  package var keep: Double
  package var encrypted: Bool
  /// Text that is the whole file, in place of an archive.
  package var raw: String?

  package struct Member: Sendable, Equatable {
    /// `{machine}` stands for this machine's name.
    package var path: String
    /// The name's bytes, where it is to be one that isn't UTF-8.
    package var rawPath: [UInt8]?
    package var content: Content
    /// Overwrites `e_machine` of an ELF content.
    package var machine: Int?
    package var twice: Bool
  }

  package enum Content: Sendable, Equatable {
    case text(String)
    case bytes([UInt8])
    /// C, compiled into a shared object by whoever packs.
    case compiled(String)
    case zeros(Int)
    case symlink(String)
  }
}

extension WheelRecipe {
  /// Decodes a recipe; `name` is its path in messages. Errors: `badRecipe`.
  package init(json: String, name: String) throws(PackagingError) {
    do {
      self = try JSONDecoder().decode(WheelRecipe.self, from: Data(json.utf8))
    } catch DecodingError.keyNotFound(let key, _) {
      throw .badRecipe(recipe: name, expected: "the key '\(key.stringValue)'", found: "none")
    } catch DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context) {
      throw .badRecipe(recipe: name, expected: "a recipe as JSON", found: context.debugDescription)
    } catch {
      throw .badRecipe(recipe: name, expected: "a recipe as JSON", found: "\(error)")
    }
  }
}
