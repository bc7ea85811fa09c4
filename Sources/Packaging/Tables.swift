import Foundation

/// The data files that binaries are held against: `Harnesses/Tables/<name>.json`, each with its source and date.
package struct Tables: Sendable {
  package let folder: String
  package init(folder: String) { self.folder = folder }

  /// Errors: `tableUnreadable`, which is the harness's fault.
  func load<Table: Decodable>(_ name: String, as type: Table.Type = Table.self) throws(PackagingError) -> Table {
    let path = "\(folder)/\(name).json"
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch { throw .tableUnreadable(path: path, reason: "\(error)") }
  }
}
