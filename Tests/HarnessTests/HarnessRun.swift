import Foundation
import Model
import Subprocess
import Testing

/// What one run of the program came to, as its user sees it.
struct HarnessRun: Sendable {
  var ending: TerminationStatus
  var stdout: String
  var stderr: String
  /// The run's results.json; nil where none was written.
  var results: Results?

  /// Nil where a signal ended it.
  var exit: Int32? { if case .exited(let code) = ending { code } else { nil } }

  var verdicts: [String: Verdict] {
    Dictionary(uniqueKeysWithValues: (results?.cells ?? []).map { ($0.id.description, $0.verdict) })
  }

  func cell(_ id: String) throws -> CellResult {
    try #require(results?.cells.first { $0.id.description == id }, "no cell \(id) in \(verdicts.keys.sorted())")
  }

  /// The one finding of a cell.
  func finding(_ id: String) throws -> Finding {
    let cell = try cell(id)
    #expect(cell.findings.count == 1, "\(cell)")
    return try #require(cell.findings.first)
  }
}
