/// A version as Cargo orders them: "Semantic Versioning 2.0.0", clause 11.
package struct SemanticVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var numbers: [Int]
  /// What stands behind `-`; empty for a release.
  package var prerelease: [String]

  /// `1.2.3-alpha.1+build`, also with fewer numbers, which are taken for zeros; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let core = String(text).prefix { $0 != "+" }
    let parts = core.split(separator: "-", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return nil }
    let words = first.split(separator: ".", omittingEmptySubsequences: false)
    let found = words.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
    guard found.count == words.count, (1...3).contains(found.count) else { return nil }
    numbers = found + Array(repeating: 0, count: 3 - found.count)
    prerelease = parts.count > 1 ? parts[1].split(separator: ".").map(String.init) : []
  }

  package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    if left.numbers != right.numbers { return left.numbers.lexicographicallyPrecedes(right.numbers) }
    if left.prerelease.isEmpty || right.prerelease.isEmpty {
      return !left.prerelease.isEmpty && right.prerelease.isEmpty
    }
    for (one, other) in zip(left.prerelease, right.prerelease) where one != other {
      guard let first = Int(one), let second = Int(other) else {
        // Numbers come before words.
        return Int(one) != nil ? true : Int(other) != nil ? false : one < other
      }
      return first < second
    }
    return left.prerelease.count < right.prerelease.count
  }

  package var description: String {
    numbers.map(String.init).joined(separator: ".")
      + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: "."))
  }
}

/// Versions as RustSec writes them: `>= 0.22.4, < 0.23.0`, where all parts hold; `^0.3.24` and a bare `0.25.4` mean what they
/// mean in Cargo.toml.
package struct VersionRange: Sendable, Equatable {
  package struct Part: Sendable, Equatable {
    package var sign: String
    package var version: SemanticVersion
  }
  package var parts: [Part]

  package init?(_ text: String) {
    var parts: [Part] = []
    for word in text.split(separator: ",") {
      let trimmed = word.drop { $0 == " " }
      let sign = String(trimmed.prefix { "<>=^~".contains($0) })
      let rest = trimmed.dropFirst(sign.count).filter { $0 != " " }
      guard let version = SemanticVersion(rest), ["", "<", "<=", ">", ">=", "=", "^"].contains(sign) else { return nil }
      parts.append(Part(sign: sign.isEmpty ? "^" : sign, version: version))
    }
    guard !parts.isEmpty else { return nil }
    self.parts = parts
  }

  package func contains(_ version: SemanticVersion) -> Bool {
    parts.allSatisfy { part in
      switch part.sign {
      case "<": version < part.version
      case "<=": version <= part.version
      case ">": version > part.version
      case ">=": version >= part.version
      case "=": version == part.version
      default: version >= part.version && version < part.version.nextIncompatible
      }
    }
  }

  /// The lowest version that is in it for certain: where it begins.
  package var lowest: SemanticVersion? { parts.filter { [">=", "=", "^"].contains($0.sign) }.map(\.version).max() }
}

extension SemanticVersion {
  /// The first that `^` leaves out: one more of the leftmost number that isn't zero.
  fileprivate var nextIncompatible: SemanticVersion {
    var next = self
    let place = numbers.firstIndex { $0 != 0 } ?? 2
    next.numbers = numbers.enumerated().map { $0.offset < place ? $0.element : $0.offset == place ? $0.element + 1 : 0 }
    next.prerelease = []
    return next
  }
}
