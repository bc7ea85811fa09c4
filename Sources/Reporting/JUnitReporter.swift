import Model

/// Writes junit.xml when the run ends.
package struct JUnitReporter: Reporter {
  package static let fileName = "junit.xml"
  private let file: ReportFile

  package init(folder: String) { file = ReportFile(folder: folder, name: Self.fileName) }

  package mutating func receive(_ event: Event) throws(ReportingError) {
    guard case .runFinished(let results) = event else { return }
    try file.replace(with: JUnitDocument(results).data)
  }
}
