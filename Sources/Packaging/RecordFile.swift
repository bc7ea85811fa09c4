/// A wheel's RECORD: lines of path, hash and size (PEP 376; PyPA "Recording installed projects", in CSV).
package struct RecordFile: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var path: String
    /// `sha256=…`, as written; empty where none is given.
    package var hash: String
    package var size: String
  }
  package private(set) var entries: [Entry] = []
  /// How many lines don't have three cells, and the first of them.
  package private(set) var malformedCount = 0
  package private(set) var firstMalformed: String?

  /// Twice the members that an archive may have; what follows counts as malformed.
  private static let mostEntries = 400_000

  package init(parsing text: String) {
    var rows = CSVRows()
    rows.forEachRow(of: text) { row in
      if row.count == 3, !row[0].isEmpty, entries.count < Self.mostEntries {
        entries.append(Entry(path: row[0], hash: row[1], size: row[2]))
      } else if row != [""] {
        malformedCount += 1
        firstMalformed = firstMalformed ?? String(row.joined(separator: ",").prefix(80))
      }
    }
  }
}

/// RFC 4180, which is the dialect that Python's `csv.reader` reads by default.
struct CSVRows {
  private var row: [String] = []
  private var cell: [UInt8] = []
  private var isQuoted = false

  mutating func forEachRow(of text: String, _ body: ([String]) -> Void) {
    var previous: UInt8?
    for byte in text.utf8 {
      if take(byte, after: previous) { endRow(body) }
      previous = byte
    }
    if !row.isEmpty || !cell.isEmpty { endRow(body) }
  }

  /// Returns true at the end of a row.
  private mutating func take(_ byte: UInt8, after previous: UInt8?) -> Bool {
    switch byte {
    case UInt8(ascii: "\""):
      // A doubled quote inside quotes stands for one: the first of the pair closed them, the second opens them again.
      if !isQuoted && previous == byte { cell.append(byte) }
      isQuoted.toggle()
    case UInt8(ascii: ",") where !isQuoted: endCell()
    // Of "\r\n" the first ends the row.
    case UInt8(ascii: "\n") where !isQuoted: return previous != UInt8(ascii: "\r")
    case UInt8(ascii: "\r") where !isQuoted: return true
    default: cell.append(byte)
    }
    return false
  }

  private mutating func endCell() {
    row.append(String(decoding: cell, as: UTF8.self))
    cell.removeAll(keepingCapacity: true)
  }

  private mutating func endRow(_ body: ([String]) -> Void) {
    endCell()
    body(row)
    row = []
  }
}
