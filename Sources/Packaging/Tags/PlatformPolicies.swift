/// What the manylinux, musllinux and Android policies let a binary take from the system.
struct PlatformPolicies: Decodable {
  /// Oldest first; a row has what the rows before it don't have.
  private struct Row: Decodable {
    var name: String
    var libraries: String
    /// Versions by processor and family: `["x86_64": ["GLIBCXX": "3.4.20 3.4.21"]]`.
    var versions: [String: [String: String]]
    var forbidden: [String: String]

    /// The C library's version that the policy is named for; Android's API level.
    func libc(_ architecture: String) -> DottedVersion? {
      switch PlatformTag("\(name)_\(architecture)") {
      case .manylinux(let version, _), .musllinux(let version, _): version
      case .android(let api, _): DottedVersion(api, 0)
      default: nil
      }
    }
  }

  private var glibc: [Row]
  private var musl: [Row]
  private var bionic: [Row]

  /// The policy that a tag means: for one between two policies the later, so that what it refuses the tag does, too.
  ///
  /// Nil for a tag that promises no C library, and for one that is newer than the table or for a processor that it lacks.
  func policy(for tag: String) -> PlatformPolicy? {
    switch PlatformTag(tag) {
    case .manylinux(let libc, let architecture): policy(glibc, libc, architecture, tag)
    case .musllinux(let libc, let architecture): policy(musl, libc, architecture, tag)
    case .android(let api, let architecture): policy(bionic, DottedVersion(api, 0), architecture, tag)
    case .any, .linux, .other: nil
    }
  }

  private func policy(
    _ rows: [Row], _ libc: DottedVersion, _ architecture: String, _ tag: String
  ) -> PlatformPolicy? {
    guard let last = rows.firstIndex(where: { $0.libc(architecture).map { $0 >= libc } ?? false }),
      rows[last].versions[architecture] != nil
    else { return nil }
    var policy = PlatformPolicy(tag: tag, architecture: architecture, isExact: rows[last].libc(architecture) == libc)
    for row in rows[...last] {
      policy.libraries.formUnion(Self.words(row.libraries))
      for (family, versions) in row.versions[architecture] ?? [:] {
        policy.versions[family, default: []].formUnion(Self.words(versions))
      }
    }
    policy.forbidden = rows[last].forbidden.mapValues { Set(Self.words($0)) }
    return policy
  }

  /// The oldest manylinux policy that has a version: `manylinux_2_34`.
  func oldest(with version: SymbolVersion, architecture: String) -> String? {
    glibc.first { row in
      Self.words(row.versions[architecture]?[version.family] ?? "").contains(version.version)
    }?.name
  }

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}

/// What one platform tag lets a binary take from the system.
struct PlatformPolicy {
  let tag: String
  let architecture: String
  /// False for a tag between two policies.
  let isExact: Bool
  /// Their sonames.
  fileprivate(set) var libraries: Set<String> = []
  /// By family: `["GLIBCXX": ["3.4", "3.4.1"]]`; a family that is in none is not judged.
  fileprivate(set) var versions: [String: Set<String>] = [:]
  /// Symbols of a library that are not its public interface.
  fileprivate(set) var forbidden: [String: Set<String>] = [:]

  fileprivate init(tag: String, architecture: String, isExact: Bool) {
    (self.tag, self.architecture, self.isExact) = (tag, architecture, isExact)
  }

  /// musl's libc is named for the processor: `libc.musl-x86_64.so.1`.
  ///
  /// The loader, which code with thread-local variables names, is there wherever the C library is; the policies don't list it.
  func allows(library: String) -> Bool {
    let isLoader = ["ld-linux", "ld64.so.", "ld.so.", "ld-musl-"].contains { library.hasPrefix($0) }
    return isLoader || libraries.contains(library) || (library.hasPrefix("libc.musl-") && libraries.contains("libc.so"))
  }

  func allows(_ version: SymbolVersion) -> Bool { versions[version.family]?.contains(version.version) ?? true }

  /// The newest of a family that is allowed: `GLIBCXX_3.4.19`.
  func newest(_ family: String) -> SymbolVersion? {
    versions[family]?.map { SymbolVersion(family: family, version: $0) }.max {
      $0.order.lexicographicallyPrecedes($1.order)
    }
  }
}

/// A version as a library's symbols have it, such as GLIBCXX_3.4.21: a family, and a version of it.
struct SymbolVersion: Hashable, CustomStringConvertible {
  var family: String
  var version: String

  init(family: String, version: String) { (self.family, self.version) = (family, version) }

  /// Nil for a name without `_`.
  init?(_ name: String) {
    guard let end = name.firstIndex(of: "_"), end != name.startIndex else { return nil }
    self.init(family: String(name[..<end]), version: String(name[name.index(after: end)...]))
  }

  var description: String { "\(family)_\(version)" }

  /// Its numbers; a word in place of one, as in CXXABI_TM_1, comes before all of them.
  var order: [Int] { version.split(separator: ".").map { Int($0) ?? -1 } }
}

extension Tables {
  func platformPolicies() throws(PackagingError) -> PlatformPolicies { try load("manylinux") }
}
