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
    return entries.compactMap { $0 as? String }.filter { name in endings.contains { name.hasSuffix($0) } }
      .map { "\(folder)/\($0)" }.sorted()
  }

  /// Names, sizes and dates of all below a folder: a change of any header is a change of it.
  static func listing(_ folder: String) -> String {
    guard let entries = FileManager.default.enumerator(atPath: folder) else { return "" }
    return entries.prefix(mostEntries).compactMap { $0 as? String }.sorted().map { stamp("\(folder)/\($0)") }
      .joined(separator: "\n")
  }

  /// Path, size and date of last change, to the nanosecond.
  static func stamp(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path) -" }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
