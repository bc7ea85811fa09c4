import Foundation

/// What a large member is unpacked into, so that it is not held in memory: a file without a name in the folder for temporary
/// files, which goes away with it and is read mapped, or one that stays where it was made.
final class MemberFile: Sendable {
  let descriptor: Int32

  /// Takes over a descriptor that was opened for writing.
  init(owning descriptor: Int32) { self.descriptor = descriptor }

  /// O_TMPFILE of <fcntl.h>, a macro that Swift doesn't import.
  private static let nameless = 0o20_000_000 | O_DIRECTORY

  /// Errors: `unreadable` where the folder can't be written.
  init() throws(PackagingError) {
    let folder = FileManager.default.temporaryDirectory.path
    let made = open(folder, Self.nameless | O_RDWR | O_CLOEXEC, 0o600)
    descriptor = made >= 0 ? made : Self.unlinked(in: folder)
    guard descriptor >= 0 else {
      throw .unreadable(path: folder, reason: "no file can be made in it: \(String(cString: strerror(errno)))")
    }
  }

  /// Not every file system has O_TMPFILE: open(2).
  private static func unlinked(in folder: String) -> Int32 {
    var name = Array("\(folder)/harness-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    if descriptor >= 0 {
      unlink(name)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    return descriptor
  }

  deinit { close(descriptor) }

  /// Appends; false where the disk is full or the limit of the process reached.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = Foundation.write(descriptor, start, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
    return true
  }
}
