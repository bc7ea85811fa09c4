import Foundation
import Model

/// A control of a package probe: an artifact to pack, with the one thing wrong that the probe has to find.
///
/// Written as JSON, which is also YAML, in `controls/<name>.yaml`; an unknown key is an error.
package struct ControlRecipe: Sendable, Equatable {
  /// What is packed. Only a wheel gets what every wheel has; an npm package and a bundle have their members and `manifest`.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    case wheel
    /// A shared object with C exports: the first member's content.
    case library
    /// A gzipped tar archive, as `npm pack` makes it; names of members begin with `package/`.
    case npm
    /// A `.node` file: the first member's content.
    case node
    /// A `.wasm` file: the first member's content.
    case wasm
    /// A folder.
    case bundle
  }

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

  package var kind: Kind
  /// The artifact's file name; `{machine}` stands for this machine's name.
  package var file: String
  package var members: [Member]
  /// Lines of METADATA and WHEEL in place of the right ones.
  package var metadata: String?
  package var wheel: String?
  package var omit: [String]
  package var record: Record
  /// Only this share of the packed file's bytes is kept.
  package var keep: Double
  /// The byte this far from the packed file's end has its lowest bit turned.
  package var flip: Int?
  package var encrypted: Bool
  /// The text of the header beside a library, `words.h`.
  package var header: String?
  /// What the boundary is said to promise: `unwind`, `abort`.
  package var panic: Contract.Panic?
  /// The text of package.json.
  package var manifest: String?
  /// Text that is the whole file, in place of an archive.
  package var raw: String?
  /// The same, gzipped.
  package var gzip: String?
  /// The files of a release, in place of one.
  package var set: [ControlRecipe]

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
    case wasm(WasmRecipe)
    case machO(MachORecipe)
    case pe(PERecipe)
    /// Compiled into a shared object by whoever packs.
    case compiled(Source)
    case zeros(Int)
    case symlink(String)
    case hardlink(String)
  }
}

extension ControlRecipe {
  /// What a shared object is made of.
  package struct Source: Sendable, Hashable {
    package var c: String
    /// Words for the linker, behind the source: `-lstdc++`, `-Wl,-z,execstack`.
    package var link: [String]
    /// Sonames of libraries that it is to need, `libnode.so.108`, whether this machine has them or not.
    package var needs: [String] = []
    package var hasDebugInformation = false
  }

  /// Decodes a recipe; `name` is its path in messages. Errors: `badRecipe`.
  package init(json: String, name: String) throws(PackagingError) {
    do {
      self = try JSONDecoder().decode(ControlRecipe.self, from: Data(json.utf8))
    } catch DecodingError.keyNotFound(let key, _) {
      throw .badRecipe(recipe: name, expected: "the key '\(key.stringValue)'", found: "none")
    } catch DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context) {
      throw .badRecipe(recipe: name, expected: "a recipe as JSON", found: context.debugDescription)
    } catch {
      throw .badRecipe(recipe: name, expected: "a recipe as JSON", found: "\(error)")
    }
  }
}
