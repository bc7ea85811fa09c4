import Synchronization

@testable import Reporting

/// Keeps what was written.
final class Recorded: TextOutput {
  private let chunks = Mutex<[String]>([])

  func write(_ text: String) { chunks.withLock { $0.append(text) } }

  var writes: [String] { chunks.withLock { $0 } }
  var text: String { writes.joined() }
  /// Control characters as words, for a snapshot that can be read.
  var visible: String { text.replacing("\u{1B}", with: "<esc>").replacing("\r", with: "<cr>") }
}

/// A clock that moves when it's told to.
final class HandClock: Sendable {
  private let seconds = Mutex(0.0)

  func advance(by step: Double) { seconds.withLock { $0 += step } }

  var now: @Sendable () -> Double { { self.seconds.withLock { $0 } } }
}
