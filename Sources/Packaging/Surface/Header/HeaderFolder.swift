import Foundation

/// The files that a header may include: those below its own folder, or below the one above, as `<librsvg/rsvg.h>` is.
struct HeaderFolder {
  /// The largest public headers have under 1 MiB.
  private static let mostBytes = 4 << 20
  /// Headers beside the given one are read for the names in them, but for a folder of everybody's.
  private static let mostNeighbours = 50

  let name: String
  private let folder: String

  init(_ path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    name = parts.last.map(String.init) ?? path
    folder = parts.dropLast().joined(separator: "/")
  }

  func content(_ path: String) -> [UInt8]? {
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else { return nil }
    let places = path == name ? [folder] : [folder, "\(folder)/.."]
    return places.lazy.compactMap { try? readFile("\($0.isEmpty ? "." : $0)/\(path)", atMost: Self.mostBytes) }.first
  }

  /// All words of the other headers in the folder: a library may have several.
  var neighbouringWords: Set<String> {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let headers = files.filter { $0.hasSuffix(".h") && $0 != name }
    guard headers.count <= Self.mostNeighbours else { return [] }
    var words: Set<String> = []
    for bytes in headers.compactMap(content) {
      for case .word(let word) in HeaderTokens(bytes[...]) { words.insert(word) }
    }
    return words
  }
}
