/// What a platform tag promises: PEP 513, 571, 599 and 600 (manylinux), PEP 656 (musllinux), PEP 738 (Android).
package enum PlatformTag: Sendable, Equatable {
  case any
  case manylinux(glibc: DottedVersion, architecture: String)
  case musllinux(musl: DottedVersion, architecture: String)
  /// The oldest API level; the processor as uname has it.
  case android(api: Int, architecture: String)
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
    } else if let (api, architecture) = Self.android(tag) {
      self = .android(api: api, architecture: architecture)
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

  /// Android's names of processors: PEP 738, "Packaging".
  private static let abis = ["arm64_v8a": "aarch64", "armeabi_v7a": "armv7l", "x86": "i686"]

  /// `android_24_arm64_v8a`
  private static func android(_ tag: String) -> (Int, String)? {
    let parts = tag.split(separator: "_", maxSplits: 2).map(String.init)
    guard parts.count == 3, parts[0] == "android", let api = Int(parts[1]) else { return nil }
    return (api, abis[parts[2]] ?? parts[2])
  }

  package var isAndroid: Bool { if case .android = self { true } else { false } }

  package var architecture: String? {
    switch self {
    case .manylinux(_, let architecture), .musllinux(_, let architecture), .linux(let architecture),
      .android(_, let architecture):
      architecture
    case .any, .other: nil
    }
  }
}
