/// Why an artifact could not be read at all; what is wrong inside a readable one is a `Defect`.
package enum PackagingError: Error, Sendable, Equatable {
  /// Not a regular file, or one that this user may not read.
  case unreadable(path: String, reason: String)
  /// The file is larger than is read into memory.
  case tooLarge(path: String, size: Int, most: Int)
  /// The file has none of a zip archive's structure.
  case notAZip(path: String, begins: String)
  /// The file starts as a zip and has no end-of-central-directory record.
  case truncatedZip(path: String, size: Int)
  case notGzip(path: String, begins: String)
  /// The file is gzip, of something that is no tar archive.
  case notATar(path: String, reason: String)
  /// The gzip stream ends before its end.
  case truncatedTarball(path: String, size: Int)
  case notAnELF(begins: String)
  /// An ELF header, table or string that points outside the file or contradicts itself.
  case malformedELF(what: String, detail: String)
  /// A Mach-O or PE file's table or number that points outside the file or contradicts itself.
  case malformedBinary(format: String, what: String, detail: String)
  case notWasm(begins: String)
  /// A component of the component model, where a core module is needed.
  case componentNotModule(version: String)
  /// A section that goes on past the end of the file.
  case truncatedWasm(what: String, size: Int)
  /// `offset` is where the reader stood in the file, in bytes.
  case malformedWasm(what: String, offset: Int, detail: String)
  case malformedJSON(what: String, line: Int, detail: String)
  /// A package that can't be put where Node looks for it.
  case notLaidOut(path: String, reason: String)
  /// The recipe of a control names something it doesn't define.
  case badRecipe(recipe: String, expected: String, found: String)
  /// libarchive or the disk refused while a control was being packed.
  case notPacked(path: String, reason: String)
  /// A data file of the harness is missing or malformed.
  case tableUnreadable(path: String, reason: String)
}

extension PackagingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path) can't be read: \(reason). Give the path of a regular file that this user may read."
    case .tooLarge(let path, let size, let most):
      "\(path) has \(size) bytes, and at most \(most) are read. Give a smaller file."
    case .notAZip(let path, let begins):
      "\(path) is not a zip archive: it begins with \(begins), a wheel with 50 4b 03 04. Build or download it again."
    case .truncatedZip(let path, let size):
      "\(path) was cut off: its \(size) bytes have no end-of-central-directory record. Build or download it again."
    case .notGzip(let path, let begins):
      "\(path) is not gzip: it begins with \(begins), an npm package with 1f 8b. Pack it with `npm pack`."
    case .notATar(let path, let reason):
      "\(path) is gzip and holds no tar archive: \(reason). Pack it with `npm pack`."
    case .truncatedTarball(let path, let size):
      "\(path) was cut off: its \(size) bytes end inside the gzip stream. Pack or download it again."
    case .notAnELF(let begins):
      "This is not an ELF file: it begins with \(begins), ELF with 7f 45 4c 46. Build it for Linux."
    case .malformedELF(let what, let detail):
      "The ELF file's \(what) can't be right: \(detail). It was cut off or damaged; build it again."
    case .malformedBinary(let format, let what, let detail):
      "The \(format) file's \(what) can't be right: \(detail). It was cut off or damaged; build it again."
    case .notWasm(let begins):
      "This is not WebAssembly: it begins with \(begins), a module with 00 61 73 6d. Build it for a wasm32 target."
    case .componentNotModule(let version):
      "This is a component (version field \(version)), not a core module (01 00 00 00). Give the core module it was "
        + "made from, or `jco transpile` it."
    case .truncatedWasm(let what, let size):
      "The WebAssembly file was cut off: its \(what) goes on past its \(size) bytes. Build or download it again."
    case .malformedWasm(let what, let offset, let detail):
      "The WebAssembly file's \(what), at byte \(offset), can't be right: \(detail). Build it again."
    case .malformedJSON(let what, let line, let detail):
      "\(what) is not JSON in line \(line): \(detail). Correct it and pack again."
    case .notLaidOut(let path, let reason):
      "\(path) can't be laid out as npm would: \(reason)."
    case .badRecipe(let recipe, let expected, let found):
      "\(recipe): expected \(expected), found \(found). Correct the recipe."
    case .notPacked(let path, let reason):
      "\(path) could not be packed: \(reason). Check the recipe and the folder it is packed into."
    case .tableUnreadable(let path, let reason):
      "The table \(path) of the harness can't be used, which is its own fault: \(reason). Restore it from the repository."
    }
  }
}

extension PackagingError {
  /// The defect that the artifact has where it can't be read at all; nil where that isn't the artifact's fault.
  var defectKind: String? {
    switch self {
    case .notAZip: "not-a-zip"
    case .truncatedZip, .malformedELF, .malformedBinary, .truncatedTarball, .truncatedWasm: "truncated"
    case .notGzip: "not-gzip"
    case .notATar: "not-a-tar"
    case .notAnELF: "not-an-elf"
    case .notWasm: "not-wasm"
    case .componentNotModule: "component-not-module"
    case .malformedWasm: "malformed-wasm"
    case .malformedJSON: "malformed-package-json"
    case .unreadable, .tooLarge, .notLaidOut, .badRecipe, .notPacked, .tableUnreadable: nil
    }
  }
}
