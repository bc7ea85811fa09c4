import Foundation

/// A report's file, replaced as a whole: a reader sees the old text or the new one, never half of it.
struct ReportFile: Sendable {
  let path: String

  init(folder: String, name: String) {
    path = URL(filePath: folder, directoryHint: .isDirectory).appending(path: name).path(percentEncoded: false)
  }

  func replace(with data: Data) throws(ReportingError) {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotCreateFolder(path: folder, reason: error.localizedDescription)
    }
    do {
      try data.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .cannotWrite(path: path, reason: error.localizedDescription)
    }
  }
}
