#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a file as text, no more of it than a document may have.
enum FileText {
  /// Throws `PlanningError.unreadable`; a text one byte over the limit is handed on, and refused there.
  static func text(of path: String, expected: String) throws(PlanningError) -> String {
    let bytes = try bytes(path, expected: expected)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(path: path, expected: expected, reason: "it isn't UTF-8 text")
    }
    return text
  }

  private static func bytes(_ path: String, expected: String) throws(PlanningError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .unreadable(path: path, expected: expected, reason: lastError()) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    var filled = 0
    while filled <= YAMLDocument.largest {
      if filled == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
      let count = bytes.withUnsafeMutableBytes { fill(file, $0, from: filled) }
      guard count >= 0 else { throw .unreadable(path: path, expected: expected, reason: lastError()) }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }

  private static func fill(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer, from start: Int) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    return read(file, base + start, buffer.count - start)
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
