import Synchronization

/// What may be kept of all members together, by whichever thread reads them: bytes of text, mostly, or how many of a kind.
final class TextBudget: Sendable {
  private let left: Mutex<Int>

  init(_ bytes: Int) { left = Mutex(bytes) }

  /// False where there is not so much left; then nothing is taken.
  func spend(_ bytes: Int) -> Bool {
    left.withLock { left in
      guard bytes <= left else { return false }
      left -= bytes
      return true
    }
  }
}
