import Foundation

/// The folder that a package is written into; nothing is written through a link or outside it.
struct ModuleFolder {
  let artifact: String
  let folder: String

  func make() throws(PackagingError) {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw .notLaidOut(path: artifact, reason: "\(folder) can't be made: \(error.localizedDescription)")
    }
  }

  /// Runs `body`, which fills the folder; where it fails, no half a package is left behind.
  func fill(_ body: () throws(PackagingError) -> Void) throws(PackagingError) {
    do throws(PackagingError) { try body() } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
  }

  /// Writes a file at a path below the folder; a later one of the same name replaces it, as in a tar archive.
  ///
  /// `mode` is less the process's umask: one who may change modes may do so to whatever he can read.
  func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(PackagingError) {
    let file = "\(folder)/\(path)"
    if path.contains("/") {
      try ModuleFolder(artifact: artifact, folder: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])).make()
    }
    unlink(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let from = written
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { Foundation.write(descriptor, $0 + from, buffer.count - from) } ?? -1
      }
      guard count > 0 else { throw failure(path) }
      written += count
    }
  }

  private func failure(_ path: String) -> PackagingError {
    .notLaidOut(path: artifact, reason: "\(path.printable) can't be written: \(String(cString: strerror(errno)))")
  }
}
