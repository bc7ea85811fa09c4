import SystemPackage

/// The whole output of a packager, in a file; it may be larger than memory.
struct BuildLog: Sendable {
  let path: String

  static let tailLines = 30
  /// Enough for 30 lines of a compiler.
  static let tailBytes: Int64 = 64 << 10

  /// An empty one, `builds/<target>.log` in the folder of the run.
  static func fresh(for target: String, in output: String) throws(BuildingError) -> BuildLog {
    let log = BuildLog(path: "\(output)/builds/\(target).log")
    try Folder.create(output + "/builds")
    Folder.remove(log.path)
    return log
  }

  /// The last lines; lines that are only white space at the end are left out.
  func tail(_ count: Int = tailLines) throws(BuildingError) -> [String] {
    let lines = try ending().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let end = lines.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? -1
    return Array(lines[...end].suffix(count))
  }

  private func ending() throws(BuildingError) -> String {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      return try file.closeAfter {
        let size = try file.seek(offset: 0, from: .end)
        let start = max(0, size - BuildLog.tailBytes)
        return try String(unsafeUninitializedCapacity: Int(size - start)) { buffer in
          try file.read(fromAbsoluteOffset: start, into: UnsafeMutableRawBufferPointer(buffer))
        }
      }
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
