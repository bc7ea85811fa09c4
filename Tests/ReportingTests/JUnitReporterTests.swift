import Foundation
import FoundationXML
import Model
import Testing

@testable import Reporting

@Suite struct JUnitReporterTests {
  private func parsed(_ results: Results) throws -> XMLElement {
    try #require(try XMLDocument(data: JUnitDocument(results).data).rootElement())
  }

  private func attribute(_ name: String, of element: XMLElement) -> String? {
    element.attribute(forName: name)?.stringValue
  }

  @Test func `every verdict has its element`() throws {
    try expectSnapshot(String(decoding: JUnitDocument(Samples.results).data, as: UTF8.self), "junit.xml")
  }

  @Test func `a suite stands for a target on a runtime`() throws {
    let suites = try parsed(Samples.results).elements(forName: "testsuite")
    #expect(suites.map { attribute("name", of: $0) } == ["words-c/-", "words-py/cpython-3.11"])
  }

  @Test func `the totals are what the elements count to`() throws {
    let root = try parsed(Samples.results)
    let cases = try root.nodes(forXPath: "//testcase").count
    #expect(cases == 9 && attribute("tests", of: root) == "9")
    for (total, element, count) in [("failures", "failure", 2), ("errors", "error", 1), ("skipped", "skipped", 3)] {
      #expect(try root.nodes(forXPath: "//\(element)").count == count)
      #expect(attribute(total, of: root) == String(count))
      let sum = try root.nodes(forXPath: "/testsuites/testsuite/@\(total)").compactMap { Int($0.stringValue ?? "") }
      #expect(sum.reduce(0, +) == count)
    }
    #expect(try root.nodes(forXPath: "//testcase[system-out]").count == 1)
  }

  @Test func `hostile text is escaped, and what XML can't hold is removed`() throws {
    var cell = Samples.cell(.failed)
    let attack = "]]><evil a=\"1\">&amp;\u{0}\u{1B}[31m\u{FFFE}\u{FFFF}'"
    cell.id = CellID(target: attack, runtime: attack, probe: "a/b", exercise: attack)
    cell.findings[0].message = attack
    var results = Samples.results
    results.cells = [cell]
    let root = try parsed(results)
    #expect(try root.nodes(forXPath: "//evil").isEmpty)
    let failure = try #require(try root.nodes(forXPath: "//failure").first as? XMLElement)
    #expect(attribute("message", of: failure) == #"]]><evil a="1">&amp;\u{0}\u{FFFE}\u{FFFF}'"#)
  }

  @Test(
    "only characters of XML 1.0 stay",
    arguments: [
      ("a\u{0}\u{8}\u{1F}b", "ab"), ("\u{FFFE}\u{FFFF}", ""), ("\t\n\r", "\t\n\r"),
      ("\u{D7FF}\u{E000}\u{FFFD}", "\u{D7FF}\u{E000}\u{FFFD}"),
      ("語\u{1F44D}\u{10FFFF}", "語\u{1F44D}\u{10FFFF}"),
    ])
  func legal(text: String, kept: String) { #expect(JUnitDocument.legal(text) == kept) }

  @Test func `junit.xml is written when the run finishes`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "junit-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var reporter = JUnitReporter(folder: folder.path(percentEncoded: false))
    for event in Samples.events { try reporter.receive(event) }
    let data = try Data(contentsOf: folder.appending(path: "junit.xml"))
    #expect(data == JUnitDocument(Samples.results).data)
  }
}
