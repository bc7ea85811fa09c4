import Testing

@testable import Reporting

@Suite struct ConsoleModeTests {
  struct Case: Sendable {
    var isTerminal = true
    var environment: [String: String] = [:]
    var quiet = false
    var verbose = false
    var live: Bool
    var colour: Bool
    var detail: ConsoleMode.Detail = .ordinary
  }

  @Test(
    "terminal, CI, NO_COLOR, TERM, --quiet and --verbose decide how the console speaks",
    arguments: [
      Case(live: true, colour: true),
      Case(isTerminal: false, live: false, colour: false),
      Case(environment: ["NO_COLOR": "1"], live: true, colour: false),
      Case(environment: ["NO_COLOR": ""], live: true, colour: true),
      Case(environment: ["CI": "true"], live: false, colour: false),
      Case(environment: ["CI": "false"], live: true, colour: true),
      Case(environment: ["TERM": "dumb"], live: false, colour: false),
      Case(quiet: true, live: false, colour: true, detail: .quiet),
      Case(verbose: true, live: true, colour: true, detail: .verbose),
      Case(quiet: true, verbose: true, live: false, colour: true, detail: .quiet),
    ])
  func decides(_ row: Case) {
    let mode = ConsoleMode.choose(
      isTerminal: row.isTerminal, environment: row.environment, quiet: row.quiet, verbose: row.verbose)
    #expect(mode == ConsoleMode(live: row.live, colour: row.colour, detail: row.detail))
  }
}
