import Model

/// The end of a run: counts per verdict, why some cells have no answer, and whether the run could see at all.
struct Summary: Sendable {
  let paint: Paint
  /// The cells that were planned.
  let planned: Int
  let detail: ConsoleMode.Detail

  func lines(_ results: Results) -> [String] {
    [counts(results)] + unrun(results) + (detail == .quiet ? [] : reasons(results)) + [canaries(results.run.canaries)]
      + sandbox(results.run.sandbox)
  }

  /// What is wrong first, what is right last.
  private static let order: [Verdict] = [
    .failed, .unexpectedPass, .broken, .warned, .known, .notEstablished, .skipped, .passed,
  ]

  private func counts(_ results: Results) -> String {
    let time = Figure.seconds(results.run.seconds)
    guard !results.cells.isEmpty else { return "no cell was finished in \(time)" }
    let numbers = Dictionary(grouping: results.cells, by: \.verdict).mapValues(\.count)
    let parts = Self.order.compactMap { verdict in numbers[verdict].map { "\($0) \(paint(verdict))" } }
    return "\(Figure.count(results.cells.count, "cell")) in \(time): \(parts.joined(separator: ", "))"
  }

  private func unrun(_ results: Results) -> [String] {
    let missing = planned - results.cells.count
    var parts = results.run.interrupted ? ["interrupted"] : []
    if missing > 0 { parts.append("\(missing) of \(Figure.count(planned, "cell")) not run") }
    return parts.isEmpty ? [] : [paint(.red, parts.joined(separator: ": "))]
  }

  private func reasons(_ results: Results) -> [String] {
    [Verdict.notEstablished, .skipped, .known].flatMap { verdict in
      let reasons = results.cells.filter { $0.verdict == verdict }.map(CellText.reason)
      let groups = Dictionary(grouping: reasons) { $0 }.map { (reason: $0.key, count: $0.value.count) }
        .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
      return Printable.list(groups, limit: 20) { "\($0.count) \(verdict.words): \($0.reason)" }.map { "  \($0)" }
    }
  }

  /// Nothing where none was asked for.
  private func sandbox(_ words: String) -> [String] { words == "none" ? [] : ["sandbox   \(Printable.line(words))"] }

  private func canaries(_ words: String) -> String {
    guard words.hasPrefix("blind") else { return "canaries  \(Printable.line(words))" }
    let missed = words.dropFirst("blind".count).drop { $0 == ":" || $0 == " " }
    let text = "canaries  BLIND: \(Printable.line(String(missed), limit: 1_000))"
    return paint(.red, "\(text); what passed here proves nothing, run harness self-check")
  }
}
