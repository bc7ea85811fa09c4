/// What happens during a run, in order; reporters only consume these.
package enum Event: Sendable, Equatable {
  case runStarted(cells: Int, runtimes: [String])
  case buildStarted(target: String)
  case buildFinished(target: String, seconds: Double, cached: Bool)
  /// `log` is the path of the whole log, `tail` its last 30 lines.
  case buildFailed(target: String, message: String, log: String?, tail: [String])
  case surveyStarted(target: String)
  /// `cells` is how many there are now, with those of the exercises that the survey made.
  case surveyed(target: String, surface: Surface, cells: Int)
  case cellStarted(CellID)
  case cellFinished(CellResult)
  case canaryMissed(runtime: String, probe: String, reason: String)
  case interrupted
  case runFinished(Results)
}
