import Foundation

enum Scratch {
  static let tables = repository + "/Harnesses/Tables"
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// One for each process: libFuzzer may run several.
  static let folder: String = {
    let folder = NSTemporaryDirectory() + "harness-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: Scratch.folder) }
    return folder
  }()
}
