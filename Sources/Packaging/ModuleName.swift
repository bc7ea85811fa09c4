/// A file's name as Python's importers read it: `words/_native.cpython-311-darwin.so` is `words._native`.
package struct ModuleName: Sendable, Equatable {
  /// `words._native`
  package var dotted: String
  /// `cpython-311-x86_64-linux-gnu`, `cp311-win_amd64`, `abi3`; nil for a plain `.so` or `.pyd` (PEP 3149, PEP 384).
  package var soabi: String?

  /// Nil for a library: one in a `*.libs` folder, a `.so` named `lib*`, or not an identifier.
  init?(_ path: String, ending: String = ".so") {
    let parts = ExtensionModule.installedPath(path)
    guard let file = parts.last, file.hasSuffix(ending), !file.hasPrefix("lib") || ending == ".pyd",
      !parts.contains(where: { $0.hasSuffix(".libs") || $0 == ".dylibs" })
    else { return nil }
    let words = file.dropLast(ending.count).split(separator: ".", maxSplits: 1).map(String.init)
    let folders = parts.dropLast().map(String.init)
    guard let stem = words.first, (folders + [stem]).allSatisfy(ExtensionModule.isIdentifier) else { return nil }
    // A package's own module is imported, and its entry point named, as the package.
    dotted = (stem == "__init__" && !folders.isEmpty ? folders : folders + [stem]).joined(separator: ".")
    soabi = words.count == 2 ? words[1] : nil
  }

  /// `words`, the last part of the dotted name, on which the entry point's name rests.
  package var last: String { dotted.split(separator: ".").last.map(String.init) ?? dotted }
}
