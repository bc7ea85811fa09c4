import Model

/// What a run has told already, so that one refusal to be imported twice is not told again for each exercise, nor one
/// crash for each probe that makes the call.
struct ToldFindings: Sendable {
  private struct Key: Hashable {
    /// The probe of a finding; the exercise of a death or a hang, which whichever probe calls it sees.
    var place: String
    var target: String
    var verdict: Verdict
    var messages: [String]
  }
  private var first: [Key: CellID] = [:]

  /// The cell whose findings were told in the same words before; nil where these are new.
  mutating func earlier(_ result: CellResult) -> CellID? {
    guard !result.findings.isEmpty else { return nil }
    let key = key(result)
    defer { first[key] = first[key] ?? result.id }
    return first[key]
  }

  private func key(_ result: CellResult) -> Key {
    let ends = result.findings.allSatisfy { $0.facts["fact"] == "exit" }
    return Key(
      place: ends ? "exercise \(result.id.exercise ?? "-")" : "probe \(result.id.probe)", target: result.id.target,
      verdict: result.verdict, messages: result.findings.map(\.message))
  }
}
