import Model
import Testing

@testable import Running

@Suite struct SurveyRecordTests {
  private static let offer = Observation.fact(
    "offer", .object(["offer": "words.count", "kind": "function", "native": true, "keeps": false, "left-out": .null]))

  private static func trial(_ call: String) -> Observation {
    .fact("trial", .object(["offer": "words.count", "setup": "import words", "call": .string(call)]))
  }

  private static func outcome(_ call: String, raised: String? = nil) -> Observation {
    .fact(
      "outcome",
      .object([
        "offer": "words.count", "setup": "import words", "call": .string(call), "seconds": 0.25, "note": "option",
        "repeats": true, "raised": raised.map(Value.string) ?? .null, "bases": .array(["Exception"]),
      ]))
  }

  private static func ended(_ signal: String?, code: Int? = nil, stacks: String? = nil) -> [Observation] {
    (stacks.map { [.stacks($0)] } ?? []) + [.exit(Exit(code: code, signal: signal, deadline: nil, seconds: 1))]
  }

  @Test func `a survey that came to its end needs no other process`() {
    var record = SurveyRecord()
    let goesOn = record.add(
      [
        Self.offer, Self.trial("words.count('a')"), Self.outcome("words.count('a')"), Self.trial("words.count(1)"),
        Self.outcome("words.count(1)", raised: "TypeError"), .fact("surveyed", true),
      ] + Self.ended(nil, code: 0))
    #expect(!goesOn)
    #expect(record.surface.finished)
    let trials = record.surface.offers[0].trials
    #expect(trials.map(\.outcome) == [.returned, .raised(type: "TypeError", bases: ["Exception"])])
    #expect(trials[0].seconds == 0.25 && trials[0].note == "option")
  }

  @Test func `the call that was under way is the one that ended the process`() {
    var record = SurveyRecord()
    let goesOn1 = record.add([Self.offer, Self.trial("words.count(None)")] + Self.ended("SIGSEGV"))
    #expect(goesOn1)
    #expect(record.surface.offers[0].trials.map(\.outcome) == [.died("SIGSEGV")])
    #expect(record.skipped == ["import words\nwords.count(None)"])
    let goesOn2 = record.add([Self.offer, .fact("surveyed", true)] + Self.ended(nil, code: 0))
    #expect(!goesOn2)
    #expect(record.surface.offers.count == 1, "an offer that both processes name is one")
  }

  @Test func `the watchdog's end is a call that did not come back`() {
    var record = SurveyRecord()
    let goesOn = record.add(
      [Self.offer, Self.trial("words.wait()")] + Self.ended(nil, code: 1, stacks: "Timeout (0:00:04)!"))
    #expect(goesOn)
    #expect(record.surface.offers[0].trials.map(\.outcome) == [.hung])
  }

  @Test func `a callable that ended three processes is not called again`() {
    var record = SurveyRecord()
    for call in ["words.count(0)", "words.count(1)", "words.count(2)"] {
      #expect(record.done.isEmpty)
      _ = record.add([Self.offer, Self.trial(call)] + Self.ended("SIGSEGV"))
    }
    #expect(record.done == ["words.count"])
  }

  @Test func `an import that fails leaves an empty surface`() {
    var record = SurveyRecord()
    let goesOn3 = record.add(Self.ended(nil, code: 0))
    #expect(!goesOn3)
    #expect(record.surface == Surface())
  }
}
