import Crypto
import Model
import SystemPackage

/// SHA-256 of files, read in pieces: a wheel may be larger than what the harness is allowed to hold.
enum FileDigest {
  static let pieceBytes = 1 << 18

  static func sha256(_ path: String) throws(BuildingError) -> String {
    var hasher = SHA256()
    try update(&hasher, path)
    return hex(hasher.finalize())
  }

  /// Adds a file's bytes to a digest that holds more, and returns how many; a file that has more than `most` is left off.
  @discardableResult
  static func update(_ hasher: inout SHA256, _ path: String, atMost most: Int = .max) throws(BuildingError) -> Int {
    do {
      var total = 0
      // A FIFO in its place must not hang us; that it is no regular file, whoever reads it says.
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
      try file.closeAfter {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        while total <= most, case let count = try file.read(into: piece), count > 0 {
          total += count
          hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
      }
      return total
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  static func hex(_ digest: SHA256.Digest) -> String { digest.hexadecimal }

  static func sha256(text: String) -> String { hex(SHA256.hash(data: Array(text.utf8))) }
}
