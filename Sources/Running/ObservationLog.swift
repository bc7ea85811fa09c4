import Foundation
import Model

/// observations.jsonl: every record of every cell, appended while the run goes on, so that a crash loses nothing and an old
/// run can be judged again.
package actor ObservationLog {
  private let file: FileHandle

  /// - Throws: `cacheUnwritable` where the file can't be made.
  package init(folder: String) throws(RunningError) {
    let path = "\(folder)/observations.jsonl"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: path))
      file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    } catch {
      throw .cacheUnwritable(path: path, reason: error.localizedDescription)
    }
  }

  /// `line` is the record as it came over the wire; the cell is put in front.
  package func append(_ line: String, cell: CellID) {
    let record = "{\"cell\":\"\(cell)\",\(line.dropFirst())\n"
    try? file.write(contentsOf: Data(record.utf8))
  }
}
