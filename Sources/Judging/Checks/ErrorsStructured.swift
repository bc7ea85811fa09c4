import Model

/// An error that leaves the call is of a type that callers can catch apart from others, and says something.
///
/// `SystemError` is CPython's word for a C function that broke its contract: a result with an exception set, or none of
/// either. Panics are ContainsPanic's.
struct ErrorsStructured: Check {
  private static let catchAll: Set = ["Exception", "BaseException"]
  /// Builtins that many things raise; an error of a type of its own says something by its name.
  private static let general: Set = ["ValueError", "TypeError", "RuntimeError", "OSError", "KeyError", "IndexError"]

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let raised = evidence.raised.first(where: { $0.during == .call && !$0.isPanic }) else {
      return evidence.reached(.call) ? .holds : .unestablished("the call was never reached")
    }
    guard let (problem, severity) = problem(raised) else { return .holds }
    let finding = evidence.finding(
      problem, fact: "error-type", facts: ["type": .string(raised.type)], where: raised.traceback, severity: severity)
    return CheckOutcome(findings: [finding])
  }

  private func problem(_ raised: Raised) -> (String, Severity)? {
    if raised.type == "SystemError" {
      return ("the call broke the C API's contract: \(raised.said)", .error)
    }
    if ErrorsStructured.catchAll.contains(raised.type) {
      return ("raises a bare \(raised.said): callers can't catch it apart from every other error", .warning)
    }
    if ErrorsStructured.general.contains(raised.type), raised.message.allSatisfy(\.isWhitespace) {
      return ("raises \(raised.type) without a word of what was wrong", .warning)
    }
    return nil
  }
}
