/// A wheel's RECORD: lines of path, hash and size (PEP 376; PyPA "Recording installed projects", in CSV).
package struct RecordFile: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var path: String
    /// `sha256=…`, as written; empty where none is given.
    package var hash: String
    package var size: String
  }
  package private(set) var entries: [Entry] = []
  /// Lines that don't have three cells.
  package private(set) var malformed: [String] = []

  package init(parsing text: String) {
    for row in CSVRows(text).rows where row != [""] {
      if row.count == 3, !row[0].isEmpty {
        entries.append(Entry(path: row[0], hash: row[1], size: row[2]))
      } else {
        malformed.append(row.joined(separator: ","))
      }
    }
  }
}

/// RFC 4180, which is the dialect that Python's `csv.reader` reads by default.
struct CSVRows {
  private(set) var rows: [[String]] = []
  private var row: [String] = []
  private var cell = ""
  private var isQuoted = false

  init(_ text: String) {
    var previous: Character?
    for character in text {
      take(character, after: previous)
      previous = character
    }
    if !row.isEmpty || !cell.isEmpty { endRow() }
  }

  private mutating func take(_ character: Character, after previous: Character?) {
    switch character {
    case "\"":
      // A doubled quote inside quotes stands for one: the first of the pair closed them, the second opens them again.
      if !isQuoted && previous == "\"" { cell.append("\"") }
      isQuoted.toggle()
    case "," where !isQuoted: endCell()
    case "\n" where !isQuoted, "\r\n" where !isQuoted, "\r" where !isQuoted: endRow()
    default: cell.append(character)
    }
  }

  private mutating func endCell() {
    row.append(cell)
    cell = ""
  }

  private mutating func endRow() {
    endCell()
    rows.append(row)
    row = []
  }
}
