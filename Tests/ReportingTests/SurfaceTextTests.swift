import Model
import Testing

@testable import Reporting

@Suite struct SurfaceTextTests {
  private static let surface = Surface(
    offers: [
      Surface.Offer(
        id: "words.count", kind: "function",
        trials: [
          Surface.Trial(setup: "import words", call: "words.count('a')", outcome: .returned),
          Surface.Trial(
            setup: "import words", call: "words.count(1)", outcome: .raised(type: "TypeError", bases: ["Exception"])),
        ]),
      Surface.Offer(
        id: "words.wait", kind: "function", trials: [Surface.Trial(setup: "", call: "words.wait()", outcome: .hung)]),
      Surface.Offer(id: "words.exit", kind: "function", isNative: false, leftOut: "ends the process"),
      Surface.Offer(id: "words.Rope.cut", kind: "method", unreached: "no Rope could be made"),
    ], finished: true)

  private func text(_ detail: ConsoleMode.Detail, finished: Bool = true) -> String {
    var surface = Self.surface
    surface.finished = finished
    return SurfaceText(detail: detail).lines(surface).joined(separator: "\n") + "\n"
  }

  @Test func `an ordinary report tells the reach in a line`() throws {
    try expectSnapshot(text(.ordinary), "surface.txt")
  }

  @Test func `a verbose one tells what was not called, and why`() throws {
    try expectSnapshot(text(.verbose, finished: false), "surface-verbose.txt")
  }
}
