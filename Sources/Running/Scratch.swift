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

  /// Names in it, or in a folder of it.
  func entries(of folder: String? = nil) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.map { "\(path)/\($0)" } ?? path))
  }

  /// Folders stay, each with these entries; all else goes. False where it can't be made so.
  func empty(keeping folders: [String: Set<String>]) -> Bool {
    do {
      for name in try entries() {
        guard let kept = folders[name] else {
          try FileManager.default.removeItem(atPath: "\(path)/\(name)")
          continue
        }
        for entry in try entries(of: name).subtracting(kept) {
          try FileManager.default.removeItem(atPath: "\(path)/\(name)/\(entry)")
        }
      }
      return true
    } catch { return false }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
