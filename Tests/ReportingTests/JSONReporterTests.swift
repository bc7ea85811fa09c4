import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct JSONReporterTests {
  private func written(_ events: [Event], elapsed: Double = 0) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "reporting-\(UUID().uuidString)/deep")
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    var reporter = JSONReporter(folder: folder.path(percentEncoded: false), run: Samples.start, elapsed: { elapsed })
    for event in events { try reporter.receive(event) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    #expect(names == ["results.json"], "a temporary file was left")
    return try String(contentsOf: folder.appending(path: "results.json"), encoding: .utf8)
  }

  @Test func `results.json has the same bytes each time`() throws {
    try expectSnapshot(written(Samples.events), "results.json")
  }

  @Test func `what is read back is what was written`() throws {
    let text = try written([.runFinished(Samples.results)])
    #expect(try JSONDecoder().decode(Results.self, from: Data(text.utf8)) == Samples.results)
  }

  @Test func `an interruption writes the cells that are there, before the run has finished`() throws {
    let text = try written([.cellFinished(Samples.cell(.failed)), .interrupted], elapsed: 1.5)
    let results = try JSONDecoder().decode(Results.self, from: Data(text.utf8))
    #expect(results.run.interrupted && results.run.seconds == 1.5)
    #expect(results.cells == [Samples.cell(.failed)])
  }

  @Test func `a figure that is no number doesn't cost the report`() throws {
    var cell = Samples.cell(.failed)
    cell.findings[0].facts["ratio"] = .number(.infinity)
    var results = Samples.results
    results.cells = [cell]
    #expect(try written([.runFinished(results)]).contains(#""ratio" : "Infinity""#))
  }

  @Test func `a folder that can't be made is an error with the path`() {
    var reporter = JSONReporter(folder: "/dev/null/reports", run: Samples.start, elapsed: { 0 })
    let error = #expect(throws: ReportingError.self) { try reporter.receive(.runFinished(Samples.results)) }
    #expect(error?.description.contains("/dev/null/reports") == true)
  }
}
