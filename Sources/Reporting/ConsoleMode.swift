/// How the console speaks, decided once from where the text goes and what was asked for.
package struct ConsoleMode: Sendable, Equatable {
  package enum Detail: Sendable, Equatable {
    /// Only what makes the run fail, and the counts.
    case quiet
    /// Every cell that a developer may have to act on.
    case ordinary
    /// Every cell.
    case verbose
  }

  /// A progress line that is redrawn in place.
  package var live: Bool
  package var colour: Bool
  package var detail: Detail
  /// Warnings and what was not established make the run fail, too, so that `quiet` shows them.
  package var gate: Bool

  package init(live: Bool, colour: Bool, detail: Detail, gate: Bool = false) {
    self.live = live
    self.colour = colour
    self.detail = detail
    self.gate = gate
  }

  /// A pipe, CI and `TERM=dumb` get plain lines; NO_COLOR (https://no-color.org) takes the colour alone.
  package static func choose(
    isTerminal: Bool, environment: [String: String], quiet: Bool, verbose: Bool, gate: Bool = false
  ) -> ConsoleMode {
    let plain = !isTerminal || isSet("CI", in: environment) || environment["TERM"] == "dumb"
    return ConsoleMode(
      live: !plain && !quiet,
      colour: !plain && (environment["NO_COLOR"] ?? "").isEmpty,
      detail: quiet ? .quiet : verbose ? .verbose : .ordinary,
      gate: gate)
  }

  private static func isSet(_ name: String, in environment: [String: String]) -> Bool {
    !["", "0", "false"].contains((environment[name] ?? "").lowercased())
  }
}
