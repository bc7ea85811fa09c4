/// Why an artifact could not be read at all; what is wrong inside a readable one is a `Defect`.
package enum PackagingError: Error, Sendable, Equatable {
  /// Not a regular file, or one that this user may not read.
  case unreadable(path: String, reason: String)
  /// The file has none of a zip archive's structure.
  case notAZip(path: String, begins: String)
  /// The file starts as a zip and has no end-of-central-directory record.
  case truncatedZip(path: String, size: Int)
  case notAnELF(begins: String)
  /// An ELF header, table or string that points outside the file or contradicts itself.
  case malformedELF(what: String, detail: String)
  /// The recipe of a control names something it doesn't define.
  case badRecipe(recipe: String, expected: String, found: String)
  /// libarchive or the disk refused while a control was being packed.
  case notPacked(path: String, reason: String)
}

extension PackagingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path) can't be read: \(reason). Give the path of a regular file that this user may read."
    case .notAZip(let path, let begins):
      "\(path) is not a zip archive: it begins with \(begins), a wheel with 50 4b 03 04. Build or download it again."
    case .truncatedZip(let path, let size):
      "\(path) was cut off: its \(size) bytes have no end-of-central-directory record. Build or download it again."
    case .notAnELF(let begins):
      "This is not an ELF file: it begins with \(begins), ELF with 7f 45 4c 46. Build it for Linux."
    case .malformedELF(let what, let detail):
      "The ELF file's \(what) can't be right: \(detail). It was cut off or damaged; build it again."
    case .badRecipe(let recipe, let expected, let found):
      "\(recipe): expected \(expected), found \(found). Correct the recipe."
    case .notPacked(let path, let reason):
      "\(path) could not be packed: \(reason). Check the recipe and the folder it is packed into."
    }
  }
}
