import Model

/// Known failures: an accepted finding reads `known`, one that has gone reads `unexpected-pass`.
package enum Known {
  package static func apply(_ entries: [KnownEntry], to result: CellResult) -> CellResult {
    guard let entry = entries.first(where: { $0.cell.matches(result.id.description) }) else { return result }
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

  /// A ratchet that has room is to be turned.
  private static func tighter(_ entry: KnownEntry, _ findings: Int) -> String {
    guard let most = entry.atMost, findings < most else { return "" }
    return " (only \(findings) left: set `at-most: \(findings)` in line \(entry.line))"
  }
}
