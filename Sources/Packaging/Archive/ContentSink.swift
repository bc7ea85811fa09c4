import Dispatch
import Synchronization

/// Takes a member's content in the order in which it is unpacked; that of a large one on a thread of its own, so that one core
/// unpacks while another hashes.
final class ContentSink: Sendable {
  /// From this size on it is worth a thread.
  private static let large = 8 << 20
  /// Chunks that may wait: what bounds the memory.
  private static let waiting = 8

  private let content: Mutex<MemberContent>
  private let queue: DispatchQueue?
  private let room = DispatchSemaphore(value: ContentSink.waiting)

  init(declaredSize: Int, wish: @escaping MemberContent.Wish) {
    content = Mutex(MemberContent(declaredSize: declaredSize, wish: wish))
    queue = declaredSize >= Self.large ? DispatchQueue(label: "harness.content") : nil
  }

  func append(_ bytes: [UInt8]) {
    guard let queue else { return add(bytes) }
    room.wait()
    queue.async {
      self.add(bytes)
      self.room.signal()
    }
  }

  private func add(_ bytes: [UInt8]) {
    content.withLock { content in bytes.withUnsafeBytes { content.append($0) } }
  }

  struct Outcome: Sendable {
    var size: Int
    var digest: String
    var format: ArchiveMember.Format
    var kept: KeptContent
    var obstacle: String?
  }

  /// What came of it, once all has been taken.
  func finish() -> Outcome {
    queue?.sync {}
    return content.withLock {
      $0.end()
      return Outcome(size: $0.size, digest: $0.digest, format: $0.format, kept: $0.kept, obstacle: $0.obstacle)
    }
  }
}
