/// One thing found wrong with an artifact.
package struct Finding: Sendable, Equatable, Codable {
  /// The id of the probe whose rule was broken, such as `ownership/call-growth`.
  package var rule: String
  package var severity: Severity
  /// One sentence with the figure in it: what, how much per call.
  package var message: String
  package var facts: [String: Value]
  /// Innermost frame first: the stack that allocated, crashed or blocked, or the members of a file.
  package var `where`: [String]

  package init(rule: String, severity: Severity, message: String, facts: [String: Value] = [:], where: [String] = []) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.facts = facts
    self.where = `where`
  }
}
