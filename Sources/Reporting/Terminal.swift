#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is asked of the terminal behind a descriptor.
package struct Terminal: Sendable {
  private let descriptor: Int32

  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Columns, asked anew each time as windows are resized; 80 where it won't say.
  package var width: Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
