import Building
import Model
import Packaging
import Planning
import Reporting
import Running

/// An end of the program that is no verdict: what to say, and the exit code.
struct Failure: Error {
  var message: String
  var exit: HarnessExit
}

extension Failure {
  init(_ error: PlanningError) {
    if case .nothingSelected = error {
      self.init(message: error.description, exit: .nothingSelected)
    } else {
      self.init(message: error.description, exit: .usage)
    }
  }

  init(_ error: RunningError) { self.init(message: error.description, exit: .broken) }
}
