import Model

/// Known failures: an accepted finding reads `known`, one that has gone reads `unexpected-pass`.
package enum Known {
  package static func apply(_ entries: [KnownEntry], to result: CellResult) -> CellResult {
    guard let entry = entries.first(where: { $0.cell.matches(result.id.description) }) else { return result }
    var result = result
    switch result.verdict {
    case .failed, .warned:
      guard result.findings.count <= entry.atMost ?? Int.max else {
        result.reason = "\(result.findings.count) findings where \(entry.atMost ?? 0) are known: \(entry.because)"
        return result
      }
      result.verdict = .known
      result.reason = entry.because
    case .passed:
      result.verdict = .unexpectedPass
      result.reason = "known to fail (\(entry.because)), and passed: remove line \(entry.line) of `known:`"
    default: break
    }
    return result
  }
}
