import Foundation

/// What goes into the key of a compiled file.
enum FileContent {
  /// More entries than this below a header folder are not looked at.
  private static let mostEntries = 5_000

  static func read(_ path: String) throws(RunningError) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }

  /// Sorted, absolute paths.
  static func files(below folder: String, endings: [String]) -> [String] {
    guard let entries = FileManager.default.enumerator(atPath: folder) else { return [] }
    let visible = entries.compactMap { $0 as? String }.filter { !$0.hasPrefix(".") && !$0.contains("/.") }
    return visible.filter { name in endings.contains { name.hasSuffix($0) } }
      .map { "\(folder)/\($0)" }.sorted()
  }

  /// Names, sizes and dates of the headers below a folder: a change of any header is a change of it. What builds and tools
  /// leave there, and hidden folders, are no part of it.
  static func listing(_ folder: String) -> String {
    let headers = files(below: folder, endings: [".h", ".hh", ".hpp", ".hxx", ".inc", ".inl"])
    return headers.prefix(mostEntries).map(stamp).joined(separator: "\n")
  }

  /// Path, size and date of last change, to the nanosecond.
  static func stamp(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path) -" }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
