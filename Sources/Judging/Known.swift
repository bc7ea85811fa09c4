import Model

/// Known failures: an accepted finding reads `known`, one that has gone reads `unexpected-pass`.
package enum Known {
  /// `facts` are those of the target's artifact; an entry whose `up-to` they are past says nothing.
  package static func apply(
    _ entries: [KnownEntry], to result: CellResult, facts: [String: Value] = [:]
  ) -> CellResult {
    let entry = entries.first { $0.cell.matches(result.id.description) && holds($0, facts) }
    guard let entry else { return result }
    var result = result
    switch result.verdict {
    case .failed, .warned:
      guard result.findings.count <= entry.atMost ?? Int.max else {
        let findings = Figures.counted(result.findings.count, "finding")
        result.reason = "\(findings) where at most \(entry.atMost ?? 0) may be: \(entry.because)"
        return result
      }
      result.verdict = .known
      result.reason = entry.because + tighter(entry, result.findings.count)
    case .passed:
      result.verdict = .unexpectedPass
      result.reason = "known to fail (\(entry.because)), and passed: remove line \(entry.line) of `known:`"
    default: break
    }
    return result
  }

  private static func holds(_ entry: KnownEntry, _ facts: [String: Value]) -> Bool {
    entry.upTo.allSatisfy { fact, last in
      guard let version = facts[fact]?.string else { return true }
      return !numbers(last).lexicographicallyPrecedes(numbers(version))
    }
  }

  /// `0.29.0` as its numbers; what follows them, such as `-beta`, doesn't count.
  private static func numbers(_ version: String) -> [Int] {
    version.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
  }

  /// A ratchet that has room is to be turned.
  private static func tighter(_ entry: KnownEntry, _ findings: Int) -> String {
    guard let most = entry.atMost, findings < most else { return "" }
    return " (only \(findings) left: set `at-most: \(findings)` in line \(entry.line))"
  }
}
