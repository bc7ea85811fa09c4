/// A platform as npm packages name it: `linux-x64-gnu`, the words of `process.platform`, `process.arch` and `libc`.
package struct NodePlatform: Sendable, Equatable {
  package var system: String
  package var processor: String
  /// `gnu`, `musl` or `msvc`, with what follows for 32-bit ARM; nil where the name doesn't say.
  package var library: String?

  /// The names of napi-rs's and prebuildify's files and packages: a part of a path that ends so.
  private static let systems = ["linux", "darwin", "win32", "freebsd", "android", "openharmony", "sunos", "aix"]
  private static let processors = [
    "x64": "x86_64", "arm64": "aarch64", "ia32": "i686", "arm": "armv7l", "ppc64": "ppc64", "ppc64le": "ppc64",
    "s390x": "s390x", "riscv64": "riscv64", "loong64": "loongarch64",
  ]

  /// Nil where the text doesn't end in a platform.
  package init?(suffixOf text: some StringProtocol) {
    let words: [String] = String(text).split { $0 == "-" || $0 == "." || $0 == "_" }.map(String.init)
    guard let start = words.lastIndex(where: Self.systems.contains), start + 1 < words.count,
      Self.processors[words[start + 1]] != nil, words.count <= start + 3
    else { return nil }
    system = words[start]
    processor = words[start + 1]
    library = words.count > start + 2 ? words[start + 2] : nil
    guard library.map(Self.isLibrary) ?? true else { return nil }
  }

  private static func isLibrary(_ word: String) -> Bool {
    ["gnu", "musl", "msvc", "gnueabihf", "musleabihf", "glibc"].contains(word)
  }

  /// Systems whose binaries are ELF files, which don't tell for which of them they are.
  static let elfSystems = ["linux", "android", "freebsd", "openbsd", "netbsd", "openharmony", "sunos"]

  package var wantsMusl: Bool { library?.hasPrefix("musl") == true }
  package var wantsGlibc: Bool { library?.hasPrefix("gnu") == true || library == "glibc" }

  /// The processor of `process.arch`'s word; nil for one that is unknown here.
  static func machine(named processor: String) -> Machine? { processors[processor].flatMap(Machine.init(named:)) }

  var machine: Machine? { Self.machine(named: processor) }
}
