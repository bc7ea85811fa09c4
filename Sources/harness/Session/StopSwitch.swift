import Model
import Synchronization

/// Ends a run at its first wrong cell, where --fail-fast asks for that; cells under way come to their end.
final class StopSwitch: Sendable {
  private let failFast: Bool
  private let thrown = Mutex(false)

  init(failFast: Bool) { self.failFast = failFast }

  var isThrown: Bool { thrown.withLock { $0 } }

  func note(_ result: CellResult) {
    guard failFast, [.failed, .broken, .unexpectedPass].contains(result.verdict) else { return }
    thrown.withLock { $0 = true }
  }
}
