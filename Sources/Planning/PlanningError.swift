/// Why there is no plan; nothing has run yet when one of these is thrown.
package enum PlanningError: Error, Sendable, Equatable {
  /// Everything that is wrong with the files, not only the first thing; exit code 2.
  case invalid([Complaint])
  /// A file or folder that can't be read; `reason` is the system's own word.
  case unreadable(path: String, expected: String, reason: String)
  /// Words of the command line that name nothing; exit code 2.
  case unknownSelectors([UnknownSelector])
  /// The words are known and no cell is left; exit code 4.
  case nothingSelected(reason: String)
}

/// A selector that names no host, runtime, target, probe or cell.
package struct UnknownSelector: Sendable, Equatable {
  package var selector: String
  package var nearest: String?
  package init(selector: String, nearest: String? = nil) {
    self.selector = selector
    self.nearest = nearest
  }
}

extension PlanningError: CustomStringConvertible {
  /// Complaints in the description; a generated file can have thousands of the same.
  private static let mostShown = 200

  package var description: String {
    switch self {
    case .invalid(let complaints):
      (complaints.prefix(PlanningError.mostShown).map(\.description)
        + (complaints.count > PlanningError.mostShown ? ["… \(complaints.count) complaints in all"] : []))
        .joined(separator: "\n")
    case .unreadable(let path, let expected, let reason):
      "\(path): can't be read (\(reason)), expected \(expected)"
    case .unknownSelectors(let selectors):
      selectors.map(\.description).joined(separator: "\n")
    case .nothingSelected(let reason):
      "no cell is selected: \(reason); `harness list` shows what there is"
    }
  }
}

extension UnknownSelector: CustomStringConvertible {
  package var description: String {
    let hint = nearest.map { "did you mean `\($0)`?" } ?? "`harness list` shows what there is"
    return "`\(selector)` matches no host, runtime, target, probe or cell; \(hint)"
  }
}
