import Foundation
import FoundationXML
import Model

/// Results as JUnit XML: a test suite per target and runtime, a test case per probe and exercise.
///
/// The dialect is the common one of Jenkins and GitLab: `failure`, `error`, `skipped`, `system-out`, and totals on each suite.
struct JUnitDocument {
  private let results: Results

  init(_ results: Results) { self.results = results }

  var data: Data {
    let root = element("testsuites", totals(results.cells, name: "harness"))
    let suites = Dictionary(grouping: results.cells) { "\($0.id.target)/\($0.id.runtime ?? "-")" }
    for (name, cells) in suites.sorted(by: { $0.key < $1.key }) { root.addChild(suite(name, cells)) }
    let document = XMLDocument(rootElement: root)
    document.version = "1.0"
    document.characterEncoding = "UTF-8"
    return document.xmlData(options: [.nodePrettyPrint, .nodeCompactEmptyElement])
  }

  private func suite(_ name: String, _ cells: [CellResult]) -> XMLElement {
    let suite = element("testsuite", totals(cells, name: name) + [("timestamp", results.run.started)])
    for cell in cells { suite.addChild(testCase(cell, suite: name)) }
    return suite
  }

  private func totals(_ cells: [CellResult], name: String) -> [(String, String)] {
    let marks = cells.map(\.verdict.mark)
    let numbers = [Mark.failure, .error, .skipped].map { mark in marks.count { $0 == mark } }
    return [
      ("name", name), ("tests", String(cells.count)), ("failures", String(numbers[0])),
      ("errors", String(numbers[1])), ("skipped", String(numbers[2])),
      ("time", time(cells.reduce(0) { $0 + $1.seconds })),
    ]
  }

  private func testCase(_ cell: CellResult, suite: String) -> XMLElement {
    let name = "\(cell.id.probe)/\(cell.id.exercise ?? "-")"
    let testCase = element(
      "testcase", [("classname", suite.replacing("/", with: ".")), ("name", name), ("time", time(cell.seconds))])
    let text = CellText(paint: Paint(enabled: false))
    switch cell.verdict.mark {
    case .none where cell.verdict == .warned:
      testCase.addChild(element("system-out", text: text.lines(cell)))
    case .none: break
    case .skipped:
      testCase.addChild(element("skipped", [("message", "\(cell.verdict.words): \(CellText.reason(of: cell))")]))
    case .failure, .error:
      let attributes = [("message", message(cell)), ("type", cell.verdict.rawValue)]
      testCase.addChild(element(cell.verdict.mark.rawValue, attributes, text: text.block(cell)))
    }
    return testCase
  }

  private func message(_ cell: CellResult) -> String {
    Printable.line(cell.findings.first?.message ?? cell.reason ?? cell.verdict.words)
  }

  private func time(_ seconds: Double) -> String { String(format: "%.3f", seconds) }

  private func element(_ name: String, _ attributes: [(String, String)] = [], text: [String] = []) -> XMLElement {
    let element = XMLElement(name: name)
    for (name, value) in attributes {
      let attribute = XMLNode(kind: .attribute)
      attribute.name = name
      attribute.stringValue = Self.legal(value)
      element.addAttribute(attribute)
    }
    if !text.isEmpty { element.stringValue = Self.legal(text.joined(separator: "\n")) }
    return element
  }

  /// Without what XML 1.0 can't hold, not even escaped (production 2, Char).
  static func legal(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { !isLegal($0) }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter(isLegal)))
  }

  private static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}

/// What a test case has inside.
private enum Mark: String { case none, failure, error, skipped }

extension Verdict {
  fileprivate var mark: Mark {
    switch self {
    case .passed, .warned: .none
    case .failed, .unexpectedPass: .failure
    case .broken: .error
    case .skipped, .notEstablished, .known: .skipped
    }
  }
}
