import Synchronization

/// What may be kept of all members together, by whichever thread reads them: bytes of text, mostly, or how many of a kind.
final class MemberBudget: Sendable {
  private let left: Mutex<Int>

  init(_ amount: Int) { left = Mutex(amount) }

  /// False where there is not so much left; then nothing is taken.
  func spend(_ amount: Int) -> Bool {
    left.withLock { left in
      guard amount <= left else { return false }
      left -= amount
      return true
    }
  }
}
