import Model
import Synchronization

/// Takes a member's content in the order in which it is unpacked; that of a large one on a thread of its own, so that one core
/// unpacks while another hashes.
final class ContentSink: Sendable {
  /// From this size on it is worth a thread.
  private static let large = 8 << 20
  /// Chunks that may wait: what bounds the memory.
  private static let waiting = 8

  private let content: Mutex<MemberContent>
  private let thread: SerialThread?

  init(declaredSize: Int, wish: @escaping MemberContent.Wish) {
    content = Mutex(MemberContent(declaredSize: declaredSize, wish: wish))
    thread = declaredSize >= Self.large ? SerialThread(waiting: Self.waiting) : nil
  }

  func append(_ bytes: [UInt8]) {
    guard let thread else { return add(bytes) }
    thread.perform { self.add(bytes) }
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

  /// What came of it, once all has been taken; asked once.
  func finish() -> Outcome {
    thread?.finish()
    return content.withLock {
      $0.end()
      return Outcome(size: $0.size, digest: $0.digest, format: $0.format, kept: $0.kept, obstacle: $0.obstacle)
    }
  }
}
