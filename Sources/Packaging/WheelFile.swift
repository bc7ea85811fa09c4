/// A wheel's file name: `distribution-version(-build)?-python-abi-platform.whl` (PyPA "Binary distribution format").
package struct WheelFile: Sendable, Equatable {
  package var distribution: String
  package var version: String
  package var build: String?
  package var tags: [WheelTag]

  /// Nil where the name doesn't have the five or six parts, or a part is empty or malformed.
  package init?(name: String) {
    guard name.hasSuffix(".whl") else { return nil }
    let parts = name.dropLast(4).split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard (5...6).contains(parts.count), let tags = WheelTag.expand(parts.suffix(3).joined(separator: "-")),
      Self.isDistribution(parts[0]), Self.isVersion(parts[1])
    else { return nil }
    if parts.count == 6, parts[2].first?.isNumber != true { return nil }
    distribution = parts[0]
    version = parts[1]
    build = parts.count == 6 ? parts[2] : nil
    self.tags = tags
  }

  /// PEP 440, as far as it takes to tell a version from the second half of a name with a dash.
  private static func isVersion(_ text: String) -> Bool {
    (text.first == "v" ? text.dropFirst().first : text.first)?.isNumber == true
  }

  private static func isDistribution(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isASCIIAlphanumeric($0) || $0 == 0x5f || $0 == 0x2e }
  }

  /// The form in which two names are the same project: PEP 503.
  package static func normalizedName(_ name: String) -> String {
    name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
  }

  /// The form in which two versions are compared here: separators as one, case, a leading `v` and `.0` ends dropped.
  ///
  /// A file name writes `-` of a local version as `_` (PEP 427, "Escaping and Unicode"); PEP 440 has the rest.
  package static func normalizedVersion(_ version: String) -> String {
    var text = version.lowercased().replacing("_", with: ".").replacing("-", with: ".")
    if text.hasPrefix("v") { text.removeFirst() }
    while text.hasSuffix(".0") { text.removeLast(2) }
    return text
  }
}
