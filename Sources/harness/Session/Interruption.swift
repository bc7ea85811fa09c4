import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a cancellation, so that children are ended and the report is still written. A second one ends the
/// program at once.
final class Interruption: Sendable {
  private let received = Mutex(false)

  var happened: Bool { received.withLock { $0 } }

  /// Runs `work` and cancels it when a signal comes.
  func guarding<Output: Sendable>(_ work: @escaping @Sendable () async -> Output) async -> Output {
    let (signals, continuation) = AsyncStream<Void>.makeStream()
    let sources = [SIGINT, SIGTERM].map { Interruption.source($0, continuation) }
    let task = Task { await work() }
    let watch = Task {
      for await _ in signals {
        received.withLock { $0 = true }
        task.cancel()
      }
    }
    let output = await task.value
    continuation.finish()
    await watch.value
    for source in sources { source.cancel() }
    return output
  }

  private static func source(
    _ number: Int32, _ continuation: AsyncStream<Void>.Continuation
  ) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      signal(number, SIG_DFL)
      continuation.yield()
    }
    source.resume()
    return source
  }
}
