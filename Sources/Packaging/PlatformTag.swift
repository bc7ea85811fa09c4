/// What a platform tag promises: PEP 513, 571, 599 and 600 (manylinux), PEP 656 (musllinux).
package enum PlatformTag: Sendable, Equatable {
  case any
  case manylinux(glibc: DottedVersion, architecture: String)
  case musllinux(musl: DottedVersion, architecture: String)
  /// A local build's tag, which promises nothing and which no index takes.
  case linux(architecture: String)
  /// macOS, Windows and what else has no ELF in it.
  case other(String)

  /// The glibc of the tags that came before PEP 600, as that PEP lists them.
  private static let legacy: [(prefix: String, glibc: DottedVersion)] = [
    ("manylinux1_", DottedVersion(2, 5)), ("manylinux2010_", DottedVersion(2, 12)),
    ("manylinux2014_", DottedVersion(2, 17)),
  ]

  package init(_ tag: String) {
    if tag == "any" {
      self = .any
    } else if let row = Self.legacy.first(where: { tag.hasPrefix($0.prefix) }) {
      self = .manylinux(glibc: row.glibc, architecture: String(tag.dropFirst(row.prefix.count)))
    } else if let (version, architecture) = Self.versioned(tag, prefix: "manylinux_") {
      self = .manylinux(glibc: version, architecture: architecture)
    } else if let (version, architecture) = Self.versioned(tag, prefix: "musllinux_") {
      self = .musllinux(musl: version, architecture: architecture)
    } else if tag.hasPrefix("linux_") {
      self = .linux(architecture: String(tag.dropFirst(6)))
    } else {
      self = .other(tag)
    }
  }

  private static func versioned(_ tag: String, prefix: String) -> (DottedVersion, String)? {
    guard tag.hasPrefix(prefix) else { return nil }
    let parts = tag.dropFirst(prefix.count).split(separator: "_", maxSplits: 2).map(String.init)
    guard parts.count == 3, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
    return (DottedVersion(major, minor), parts[2])
  }

  package var architecture: String? {
    switch self {
    case .manylinux(_, let architecture), .musllinux(_, let architecture), .linux(let architecture): architecture
    case .any, .other: nil
    }
  }
}
