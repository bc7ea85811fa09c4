import Model

/// The interpreter comes to its end while daemon threads are in the call, as a server's does.
struct EndsInCalls: Check {
  /// Before it, CPython ends a daemon thread that asks for the lock by unwinding its stack, through frames of C++ and Rust
  /// that may not be unwound: an abort that is the runtime's, not the artifact's.
  private static let hangsThreads = 14

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let death = evidence.deathOfChild else { return .holds }
    let child = evidence.value("child")?.string ?? ""
    let isNew =
      (evidence.cell.runtime?.version.split(separator: ".").last).flatMap { Int($0) }
      .map { $0 >= EndsInCalls.hangsThreads } ?? false
    if !isNew, child == "SIGABRT" || evidence.stackLines.contains(where: { $0.contains("Aborted") }) { return .holds }
    let crashes = child.hasPrefix("SIG")
    return CheckOutcome(findings: [
      evidence.finding(
        "ends well alone, and with daemon threads in the call the process \(death)", fact: "child",
        facts: ["child": .string(child)], where: evidence.stackLines, severity: crashes && isNew ? .error : .warning)
    ])
  }
}
