#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the console's text goes.
package protocol TextOutput: Sendable {
  func write(_ text: String)
}

/// Writes to an open descriptor, such as 1 for stdout.
///
/// A reader that is gone (`harness run | head`) is no reason to stop a run: the text is dropped. The process has to ignore
/// SIGPIPE for that.
package struct DescriptorOutput: TextOutput {
  private let descriptor: Int32

  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  package func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty, let written = writeSome(of: rest) {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      }
    }
  }

  /// The number of bytes taken, or nil where none will ever be.
  private func writeSome(of bytes: UnsafeRawBufferPointer) -> Int? {
    #if canImport(Glibc)
      let written = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      let written = Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
    if written >= 0 { return written }
    if errno == EINTR { return 0 }
    guard errno == EAGAIN else { return nil }
    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&wait, 1, 1_000) >= 0 ? 0 : nil
  }
}
