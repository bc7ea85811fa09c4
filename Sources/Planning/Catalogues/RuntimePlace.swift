/// Where a described runtime was found: a library, and what goes with that one and no other.
struct RuntimePlace {
  /// In a description it stands for the folder that holds the `lib` of the library found.
  static let prefix = "${PREFIX}"

  var library: String
  var interpreter: String?
  var loader: String?
  var environment: [String: String]

  /// The first library whose interpreter is there, too; nil where there is none.
  static func find(_ description: RuntimeDescription, search: [String]) -> RuntimePlace? {
    files(of: description.library, search: search).lazy
      .compactMap { RuntimePlace(library: $0, of: description, search: search) }.first
  }

  /// What is missing: the library, or the interpreter beside those that are there.
  static func sought(_ description: RuntimeDescription, search: [String]) -> [String] {
    let libraries = files(of: description.library, search: search)
    guard !libraries.isEmpty else { return description.library }
    return libraries.flatMap { library in
      description.interpreter.map { $0.replacing(RuntimePlace.prefix, with: prefix(of: library)) }
    }
  }

  private init?(library: String, of description: RuntimeDescription, search: [String]) {
    let prefix = RuntimePlace.prefix(of: library)
    func filled(_ text: String) -> String { text.replacing(RuntimePlace.prefix, with: prefix) }
    self.library = library
    interpreter = RuntimePlace.files(of: description.interpreter.map(filled), search: search).first
    guard interpreter != nil || description.interpreter.isEmpty else { return nil }
    loader = RuntimePlace.files(of: description.loader.map(filled), search: []).first { $0.hasPrefix(prefix + "/") }
    environment = description.environment.mapValues(filled)
  }

  /// `/usr` of `/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0`, or of a program in `/usr/bin`.
  private static func prefix(of library: String) -> String {
    let folders = library.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let end = folders.lastIndex { ["lib", "lib64", "libexec", "bin"].contains($0) } ?? folders.endIndex
    return folders[..<end].joined(separator: "/")
  }

  /// The files that the patterns lead to, in their order; a name without a slash is sought in the search path.
  private static func files(of patterns: [String], search: [String]) -> [String] {
    patterns.flatMap { pattern in
      if pattern.contains("/") { return FolderListing.matches(of: pattern) }
      return search.map { "\($0)/\(pattern)" }.filter(FolderListing.isExecutable)
    }
  }
}
