/// A shared object that Python imports by its file name: `words/_native.cpython-311-x86_64-linux-gnu.so`.
package struct ExtensionModule: Sendable, Equatable {
  package var path: String
  package var moduleName: ModuleName
  package var elf: ELFFile

  /// `words._native`
  package var name: String { moduleName.dotted }
  /// `cpython-311-x86_64-linux-gnu`, `abi3`; nil for a plain `.so`.
  package var soabi: String? { moduleName.soabi }

  /// Nil for a library: what `ModuleName` takes for one, or with nothing of Python's among its
  /// symbols, whatever its name says: ctypes or cffi loads it.
  package init?(_ binary: Wheel.Binary) {
    guard let name = ModuleName(binary.path) else { return nil }
    (path, moduleName, elf) = (binary.path, name, binary.elf)
    let saysNothing = name.soabi != nil && !elf.hasSections
    guard elf.importsPython || elf.offersModule || saysNothing else { return nil }
  }

  /// `x-1.0.data/platlib/a/b.so` is installed as `a/b.so`: PyPA "Binary distribution format", "The .data directory".
  static func installedPath(_ path: String) -> ArraySlice<Substring> {
    let parts = path.pathComponents()
    guard parts.count > 2, parts[0].hasSuffix(".data"), parts[1] == "platlib" || parts[1] == "purelib" else {
      return parts[...]
    }
    return parts.dropFirst(2)
  }

  static func isIdentifier(_ text: String) -> Bool {
    text.first?.isNumber == false && text.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
  }

  /// `words`, the last part of the dotted name, on which the entry point's name rests.
  package var lastName: String { moduleName.last }
}
