/// What a cell came to; the words of the design, used in every report.
package enum Verdict: String, Sendable, Codable, CaseIterable {
  case passed
  case warned
  case failed
  case skipped
  case notEstablished = "not-established"
  case known
  case unexpectedPass = "unexpected-pass"
  /// The harness or a host failed, not the artifact.
  case broken
}

package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
  case warning
  case error

  package static func < (left: Severity, right: Severity) -> Bool { left == .warning && right == .error }
}
