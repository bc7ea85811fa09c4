import Model
import Testing

@testable import Reporting

@Suite struct ReportersTests {
  private struct Named: Reporter {
    let name: String
    let output: Recorded
    func receive(_ event: Event) { output.write("\(name) \(event == .interrupted ? "interrupted" : "other");") }
    func tick() { output.write("\(name) tick;") }
  }

  private struct Full: Reporter {
    static let error = ReportingError.cannotWrite(path: "/full", reason: "no space")
    func receive(_ event: Event) throws(ReportingError) { throw Full.error }
  }

  @Test func `events reach every reporter in order`() async {
    let output = Recorded()
    let reporters = Reporters([Named(name: "a", output: output), Named(name: "b", output: output)])
    await reporters.receive(.interrupted)
    await reporters.receive(.buildStarted(target: "t"))
    await reporters.tick()
    #expect(output.text == "a interrupted;b interrupted;a other;b other;a tick;b tick;")
  }

  @Test func `one that can't write doesn't stop the others, and is named once`() async {
    let output = Recorded()
    let reporters = Reporters([Full(), Named(name: "b", output: output)])
    await reporters.receive(.interrupted)
    await reporters.receive(.interrupted)
    #expect(output.text == "b interrupted;b interrupted;")
    #expect(await reporters.failures == [Full.error])
  }
}
