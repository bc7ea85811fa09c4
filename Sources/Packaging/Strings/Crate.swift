/// A crate of a registry, as the folder of its sources is called: `pyo3-0.28.2`.
package struct Crate: Sendable, Hashable {
  package var name: String
  package var version: String

  package init(name: String, version: String) { (self.name, self.version) = (name, version) }

  /// From what stands behind `/registry/` in a path: `src/registry.example-1949cf8c6b5b557f/pyo3-0.28.2/src/gil.rs` of
  /// Cargo's, `pyo3-0.28.2/src/gil.rs` of Debian's.
  package init?(behindRegistry path: some StringProtocol) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let folder = parts.first == "src" ? parts.dropFirst(2).first : parts.first else { return nil }
    self.init(folder: folder)
  }

  /// A name may have dashes and digits in it (`md-5-0.10.6`): the version begins at the first dash with a whole one behind it.
  package init?(folder: some StringProtocol) {
    var rest = folder[...]
    while let dash = rest.firstIndex(of: "-") {
      rest = rest[dash...].dropFirst()
      guard Self.isVersion(rest), dash > folder.startIndex, Self.isName(folder[..<dash]) else { continue }
      self.init(name: String(folder[..<dash]), version: String(rest))
      return
    }
    return nil
  }

  /// `1.2.3`, with or without `-alpha.1` and `+build`.
  private static func isVersion(_ text: some StringProtocol) -> Bool {
    let core = text.utf8.prefix { $0 != 0x2d && $0 != 0x2b }
    let parts = core.split(separator: 0x2e, omittingEmptySubsequences: false)
    return parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
      && text.utf8.allSatisfy { isASCIIAlphanumeric($0) || "-+._".utf8.contains($0) }
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { isASCIIAlphanumeric($0) || $0 == 0x2d || $0 == 0x5f }
  }
}
