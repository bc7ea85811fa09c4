import Model

/// A panic reaches whoever called: it is raised, and not only printed by the thread that had it.
///
/// Rust's default panic hook prints `thread 'NAME' panicked at FILE:LINE:COLUMN:` and the message to stderr
/// (std::panicking, since 1.73; before, both on one line).
struct SurfacesPanics: Check {
  private static let mark = " panicked at "

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let line = printed(evidence), !isAccountedFor(evidence) else {
      return evidence.reached(.call) ? .holds : .unestablished("the call was never reached")
    }
    let finding = evidence.finding(
      "a panic reached nobody: \(line)", fact: "panic", facts: ["stderr": .string(line)])
    return CheckOutcome(findings: [finding])
  }

  /// A boundary that turns panics into errors prints them, too.
  private func isAccountedFor(_ evidence: Evidence) -> Bool {
    let exercise = evidence.cell.exercise
    return !evidence.raised.isEmpty || exercise?.panics != nil || exercise?.raises != nil
  }

  private func printed(_ evidence: Evidence) -> String? {
    guard let stream = evidence.stream("stderr") else { return nil }
    let lines = (stream.head + "\n" + stream.tail).split(separator: "\n").map(String.init)
    guard let at = lines.firstIndex(where: { $0.hasPrefix("thread '") && $0.contains(SurfacesPanics.mark) }) else {
      return nil
    }
    let message = lines[at].hasSuffix(":") && at + 1 < lines.count ? " " + lines[at + 1] : ""
    return (lines[at] + message).firstLine
  }
}
