/// A shared object that Python imports by its file name: `words/_native.cpython-311-x86_64-linux-gnu.so`.
package struct ExtensionModule: Sendable, Equatable {
  package var path: String
  /// `words._native`
  package var name: String
  /// `cpython-311-x86_64-linux-gnu`, `abi3`; nil for a plain `.so` (PEP 3149, PEP 384).
  package var soabi: String?
  package var elf: ELFFile

  /// Nil for a library: one in a `*.libs` folder, named `lib*` or not an identifier, or with nothing of Python's among its
  /// symbols, whatever its name says: ctypes or cffi loads it.
  package init?(_ binary: Wheel.Binary) {
    let parts = Self.installedPath(binary.path)
    guard let file = parts.last, file.hasSuffix(".so"), !file.hasPrefix("lib"),
      !parts.contains(where: { $0.hasSuffix(".libs") || $0 == ".dylibs" })
    else { return nil }
    let words = file.dropLast(3).split(separator: ".", maxSplits: 1).map(String.init)
    let folders = parts.dropLast().map(String.init)
    guard let stem = words.first, (folders + [stem]).allSatisfy(Self.isIdentifier) else { return nil }
    path = binary.path
    // A package's own module is imported, and its entry point named, as the package.
    name = (stem == "__init__" && !folders.isEmpty ? folders : folders + [stem]).joined(separator: ".")
    soabi = words.count == 2 ? words[1] : nil
    elf = binary.elf
    let saysNothing = soabi != nil && !elf.hasSections
    guard elf.importsPython || !elf.entryPoints.isEmpty || saysNothing else { return nil }
  }

  /// `x-1.0.data/platlib/a/b.so` is installed as `a/b.so`: PyPA "Binary distribution format", "The .data directory".
  static func installedPath(_ path: String) -> ArraySlice<Substring> {
    let parts = path.split(separator: "/")
    guard parts.count > 2, parts[0].hasSuffix(".data"), parts[1] == "platlib" || parts[1] == "purelib" else {
      return parts[...]
    }
    return parts.dropFirst(2)
  }

  static func isIdentifier(_ text: String) -> Bool {
    text.first?.isNumber == false && text.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
  }

  /// `words`, the last part of the dotted name, on which the entry point's name rests.
  package var lastName: String { name.split(separator: ".").last.map(String.init) ?? name }

  /// `PyInit_words`: PEP 3121; a name outside ASCII has `PyInitU_` and punycode instead (PEP 489).
  package var hasEntryPoint: Bool {
    if lastName.utf8.allSatisfy({ $0 < 0x80 }) { return elf.exports("PyInit_\(lastName)") }
    return elf.entryPoints.contains { $0.hasPrefix("PyInitU_") }
  }
}
