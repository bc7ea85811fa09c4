import Model

/// One finding as text: the message, its facts aligned, and where it is.
struct FindingText: Sendable {
  let paint: Paint

  /// The frames of a stack that are shown.
  static let frameLimit = 12
  static let factLimit = 32

  /// `probe` is the one whose cell this is; a finding of another rule names it.
  func lines(_ finding: Finding, in probe: String) -> [String] {
    let severity = paint(finding.severity == .error ? .red : .yellow, finding.severity.rawValue)
    let rule = finding.rule == probe ? "" : " (\(Printable.line(finding.rule)))"
    return Self.labelled("  \(severity)\(rule): ", Printable.lines(finding.message, count: 20))
      + facts(finding.facts) + stack(finding.where)
  }

  /// The label before the first line; the others stand under it by four spaces.
  static func labelled(_ label: String, _ lines: [String]) -> [String] {
    lines.enumerated().map { index, line in index == 0 ? label + line : "    \(line)" }
  }

  private func facts(_ facts: [String: Value]) -> [String] {
    let sorted = facts.sorted { $0.key < $1.key }
    let rows = sorted.prefix(Self.factLimit).map { [Printable.line($0.key, limit: 60), $0.value.text] }
    let more = sorted.count - Self.factLimit
    return Table.lines(rows, indent: "    ") + (more > 0 ? ["    … \(more) more"] : [])
  }

  private func stack(_ frames: [String]) -> [String] {
    guard !frames.isEmpty else { return [] }
    return ["    where:"]
      + Printable.list(frames, limit: Self.frameLimit) { Printable.line($0, limit: 400) }.map { "      \($0)" }
  }
}
