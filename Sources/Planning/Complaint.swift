/// One thing wrong with a file that the harness was given, and where.
package struct Complaint: Sendable, Equatable {
  package var file: String
  /// From 1; 0 where the whole file or folder is meant.
  package var line: Int
  /// From 1, in Unicode scalars; 0 where the whole line is meant.
  package var column: Int
  package var found: String
  package var expected: String
  /// The known word that is nearest to what was found, if one is near.
  package var nearest: String?
  package init(file: String, line: Int, column: Int, found: String, expected: String, nearest: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.found = found
    self.expected = expected
    self.nearest = nearest
  }
}

extension Complaint: CustomStringConvertible {
  package var description: String {
    let place = [file] + [line, column].filter { $0 > 0 }.map(String.init)
    let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
    return "\(place.joined(separator: ":")): found \(found), expected \(expected)\(hint)"
  }
}
