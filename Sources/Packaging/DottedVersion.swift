/// A `major.minor` version of a C library, such as the `2.17` of `GLIBC_2.17` and `manylinux_2_17`.
package struct DottedVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var major: Int
  package var minor: Int

  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads `2.17` and `2.2.5` (whose third part no platform tag can name); nil for anything else.
  package init?(parsing text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...3).contains(parts.count), let major = parts[0], let minor = parts[1] else { return nil }
    self.init(major, minor)
  }

  package var description: String { "\(major).\(minor)" }

  package static func < (left: DottedVersion, right: DottedVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
