/// The oldest system that a wheel's platform tags promise it for: what that has, every other one has.
struct OldestSystem {
  let tag: String
  let policies: PlatformPolicies
  /// Nil where the table has no policy for the tag.
  let policy: PlatformPolicy?
  /// Names of the files in the wheel: a library that it brings itself needs nothing of the system.
  let bundled: Set<String>

  /// Nil where no tag promises a C library.
  init?(_ wheel: Wheel, _ policies: PlatformPolicies) {
    let promises = Set(wheel.tags.map(\.platform)).compactMap(Promise.init)
    let glibc = promises.filter(\.isGlibc)
    guard let oldest = (glibc.isEmpty ? promises : glibc).min(by: Promise.isOlder) else { return nil }
    tag = oldest.tag
    self.policies = policies
    policy = policies.policy(for: oldest.tag)
    bundled = Set(wheel.binaries.map(\.name))
  }

  var glibc: DottedVersion? { if case .manylinux(let glibc, _) = PlatformTag(tag) { glibc } else { nil } }

  var isAndroid: Bool { PlatformTag(tag).isAndroid }

  /// The number in the tag's name, or what the policy has beside it: manylinux2014 had one symbol of 2.18 on some processors.
  func allowsGlibc(_ version: DottedVersion) -> Bool {
    guard let glibc else { return true }
    return version <= glibc
      || policy.map { $0.isExact && $0.allows(SymbolVersion(family: "GLIBC", version: "\(version)")) } ?? false
  }

  /// True for a library that the policy says is there, and that the wheel doesn't bring itself.
  func provides(_ library: String) -> Bool {
    !bundled.contains(library) && policy.map { $0.allows(library: library) } ?? false
  }
}

private struct Promise {
  var tag: String
  var isGlibc: Bool
  var libc: DottedVersion

  init?(_ tag: String) {
    switch PlatformTag(tag) {
    case .manylinux(let glibc, _): (isGlibc, libc) = (true, glibc)
    case .musllinux(let musl, _): (isGlibc, libc) = (false, musl)
    case .android(let api, _): (isGlibc, libc) = (false, DottedVersion(api, 0))
    case .any, .linux, .other: return nil
    }
    self.tag = tag
  }

  static func isOlder(_ left: Promise, _ right: Promise) -> Bool { (left.libc, left.tag) < (right.libc, right.tag) }
}
