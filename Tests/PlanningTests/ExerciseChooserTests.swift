import Model
import Testing

@testable import Planning

@Suite struct ExerciseChooserTests {
  private static func offer(_ trials: [Surface.Trial], kind: String = "function", keeps: Bool = false) -> Surface.Offer
  {
    Surface.Offer(id: "words.count", kind: kind, keeps: keeps, trials: trials)
  }

  private static func trial(
    _ call: String, _ outcome: Surface.Outcome = .returned, note: String = "", seconds: Double = 1e-5,
    repeats: Bool = true, shared: Bool = false
  ) -> Surface.Trial {
    Surface.Trial(
      setup: "import words", call: call, outcome: outcome, note: note, seconds: seconds, repeats: repeats,
      isShared: shared)
  }

  private func exercises(_ offers: Surface.Offer...) -> [FoundExercise] {
    ExerciseChooser(Surface(offers: offers, finished: true)).exercises()
  }

  private func asked(_ found: [FoundExercise], _ probe: String) -> [String] {
    found.map(\.exercise).filter { $0.probes.contains(probe) }.map(\.name)
  }

  @Test func `calls that work are one exercise, with its parts beside it`() throws {
    let found = exercises(
      Self.offer([Self.trial("words.count('a')"), Self.trial("words.count(b'a')", note: "variant")]))
    let growth = try #require(found.first { $0.exercise.name == "words.count" })
    #expect(growth.exercise.call == "words.count('a')\nwords.count(b'a')")
    #expect(growth.exercise.setup == "import words")
    #expect(growth.parts.map(\.call) == ["words.count('a')", "words.count(b'a')"])
    #expect(growth.exercise.probes.contains("ownership/call-growth"))
  }

  @Test func `a call that raises is an error path, a refused value before a refused type`() {
    let raised = { (type: String) in Surface.Outcome.raised(type: type, bases: ["Exception", "BaseException"]) }
    let found = exercises(
      Self.offer([
        Self.trial("words.count(object())", raised("TypeError"), note: "wrong"),
        Self.trial("words.count(-1)", raised("ValueError")), Self.trial("words.count(-2)", raised("ValueError")),
      ]))
    #expect(asked(found, "ownership/error-growth") == ["words.count-fails", "words.count-fails-2"])
    #expect(found.map(\.exercise).filter { $0.raises != nil }.map(\.raises) == ["ValueError", "TypeError"])
  }

  @Test func `what goes on holding what it is given is not asked whether it grows`() {
    #expect(
      asked(exercises(Self.offer([Self.trial("words.register('a')")], keeps: true)), "ownership/call-growth").isEmpty)
    let shared = exercises(Self.offer([Self.trial("words.default().add('a')", shared: true)], kind: "method"))
    #expect(asked(shared, "ownership/call-growth").isEmpty)
    #expect(asked(shared, "blocking/threads-race").isEmpty)
  }

  @Test func `a call that works once only, or takes long, is not repeated a thousand times`() {
    for trial in [Self.trial("words.close()", repeats: false), Self.trial("words.solve()", seconds: 0.2)] {
      #expect(asked(exercises(Self.offer([trial])), "ownership/call-growth").isEmpty)
    }
  }

  @Test func `what killed the process or panicked is made once more by itself`() {
    let panic = Surface.Outcome.raised(type: "PanicException", bases: ["BaseException"])
    let found = exercises(Self.offer([Self.trial("words.a()", .died("SIGSEGV")), Self.trial("words.b()", panic)]))
    #expect(asked(found, "panic/contained") == ["words.count-dies", "words.count-panics-2"])
    #expect(found[0].exercise.raises == nil)
    #expect(asked(found, "ownership/error-growth").isEmpty, "a panic is no error path")
  }

  @Test func `a call that did not come back is not made again`() {
    #expect(exercises(Self.offer([Self.trial("words.wait()", .hung)])).isEmpty)
  }

  @Test func `only a call that takes long enough is timed`() {
    let found = exercises(
      Self.offer([
        Self.trial("words.count('a')"), Self.trial("words.count(large)", note: "large", seconds: 0.01),
        Self.trial("words.count(large)", note: "large", seconds: 0.04),
      ]))
    #expect(asked(found, "blocking/host-held") == ["words.count-large"])
    #expect(asked(exercises(Self.offer([Self.trial("words.count('a')")])), "blocking/host-held").isEmpty)
    let long = Self.trial("words.count(large)", note: "large", seconds: 3)
    #expect(asked(exercises(Self.offer([long])), "blocking/host-held").isEmpty)
  }

  @Test func `an offer that is left out makes no exercise`() {
    #expect(exercises(Surface.Offer(id: "words.exit", kind: "function", leftOut: "ends the process")).isEmpty)
  }

  @Test func `the arguments of the richest call are made hostile`() throws {
    let found = exercises(
      Self.offer([Self.trial("words.count('a')"), Self.trial("words.count('a', limit=3)", note: "option")]))
    let hostile = try #require(found.first { $0.exercise.probes.contains("panic/hostile-arguments") })
    #expect(hostile.exercise.call == "words.count('a', limit=3)")
    #expect(hostile.exercise.probes.contains("panic/deep-input"))
  }
}
