import Foundation

/// Reads a regular file of at most `most` bytes. Errors: `unreadable`, `tooLarge`.
func readFile(_ path: String, atMost most: Int) throws(PackagingError) -> [UInt8] {
  let descriptor = try openRegularFile(path)
  defer { close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  guard size <= most else { throw .tooLarge(path: path, size: size, most: most) }
  var bytes = [UInt8](repeating: 0, count: max(0, size))
  var length = 0
  while length < bytes.count {
    let offset = length
    let count = bytes.withUnsafeMutableBytes { buffer in
      pread(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset, off_t(offset))
    }
    guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    // The file became shorter meanwhile.
    guard count > 0 else { break }
    length += count
  }
  return Array(bytes.prefix(length))
}

/// The first bytes, or as many as there are: what tells one format from another.
func readStart(_ descriptor: Int32, count wanted: Int = 4) -> [UInt8] {
  var start = [UInt8](repeating: 0, count: wanted)
  let count = pread(descriptor, &start, wanted, 0)
  return Array(start.prefix(max(0, count)))
}
