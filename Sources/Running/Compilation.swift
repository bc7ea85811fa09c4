/// One program or shared object of ours that is compiled on first use.
package struct Compilation: Sendable, Hashable {
  package enum Language: Sendable, Hashable { case c, cxx }
  package enum Product: Sendable, Hashable { case program, sharedObject }

  /// What errors call it, and what its file is named after: `native-host`.
  package var name: String
  package var product: Product
  package var language: Language
  /// Paths, absolute or below Harnesses.
  package var sources: [String]
  /// In front of the sources: `-I`, `-D`, warnings.
  package var flags: [String]
  /// Behind the sources: `-lpthread`.
  package var libraries: [String]
  /// Folders of headers that aren't ours, absolute.
  package var headerFolders: [String]

  package init(
    name: String, product: Product, language: Language = .c, sources: [String], flags: [String] = Compilation.strict,
    libraries: [String] = [], headerFolders: [String] = []
  ) {
    self.name = name
    self.product = product
    self.language = language
    self.sources = sources
    self.flags = flags
    self.libraries = libraries
    self.headerFolders = headerFolders
  }

  /// For code of ours, which compiles without a warning.
  package static let strict = ["-Wall", "-Wextra", "-Werror"]
  /// For code of the user's: warnings are only seen beside an error.
  package static let lenient = ["-fmax-errors=20"]
}

extension Compilation {
  /// A function that no header declares is a slip of the pen; linked, it would pass for a fault of the artifact.
  private static let standardC = ["-std=gnu11", "-Werror=implicit-function-declaration"]

  /// -O1 keeps frames apart and loops short; -g names lines in stacks.
  var compilerArguments: [String] {
    let standard = language == .c ? Self.standardC : ["-std=gnu++17"]
    let kind = product == .sharedObject ? ["-shared", "-fPIC"] : []
    return standard + kind + ["-O1", "-g", "-fno-omit-frame-pointer"] + flags
  }

  var fileName: String { product == .sharedObject ? "\(name).so" : name }

  /// A file named by an absolute path stays where it is; others are below Harnesses.
  func sourcePaths(below harnesses: String) -> [String] {
    sources.map { $0.hasPrefix("/") ? $0 : "\(harnesses)/\($0)" }
  }
}
