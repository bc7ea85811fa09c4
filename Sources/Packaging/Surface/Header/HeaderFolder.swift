import Foundation

/// The files that a header may include: those below its own folder, or below the one above, as `<librsvg/rsvg.h>` is.
package struct HeaderFolder {
  /// The largest public headers have under 1 MiB.
  private static let mostBytes = 4 << 20
  /// Headers beside the given one are read for the names in them, but for a folder of everybody's.
  private static let mostNeighbours = 50

  let name: String
  private let folder: String

  package init(_ path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    name = parts.last.map(String.init) ?? path
    folder = parts.dropLast().joined(separator: "/")
  }

  /// What has to be readable for `content`; the root of all files is not.
  package var places: [String] {
    let above = URL(fileURLWithPath: "\(place)/..").standardizedFileURL.path
    return [place] + (above == "/" ? [] : [above])
  }

  private var place: String { folder.isEmpty ? "." : folder }

  func content(_ path: String) -> [UInt8]? {
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else { return nil }
    let places = path == name ? [place] : [place, "\(place)/.."]
    return places.lazy.compactMap { try? readFile("\($0)/\(path)", atMost: Self.mostBytes) }.first
  }

  /// All words of the other headers in the folder: a library may have several. Nil where one of them can't be read.
  var neighbouringWords: Set<String>? {
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: place) else { return nil }
    let headers = files.filter { $0.hasSuffix(".h") && $0 != name }
    guard headers.count <= Self.mostNeighbours else { return [] }
    var words: Set<String> = []
    for header in headers {
      guard let bytes = content(header) else { return nil }
      for case .word(let word) in HeaderTokens(bytes[...]) { words.insert(word) }
    }
    return words
  }
}
