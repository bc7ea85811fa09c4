import Foundation

/// A folder that one cell has to itself: its home, its TMPDIR, its working directory.
struct Scratch: Sendable {
  let path: String

  init() throws(RunningError) {
    path = "\(FileManager.default.temporaryDirectory.path)/harness-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cacheUnwritable(path: path, reason: error.localizedDescription)
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
