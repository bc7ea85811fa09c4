/// The one string that names a cell everywhere: `target/runtime/probe/exercise`, where the probe is `group/question`.
///
/// A part that a cell doesn't have (a package probe has no runtime, a load probe no exercise) reads `-`.
package struct CellID: Sendable, Hashable {
  package let target: String
  package let runtime: String?
  package let probe: String
  package let exercise: String?

  package init(target: String, runtime: String?, probe: String, exercise: String?) {
    self.target = target
    self.runtime = runtime
    self.probe = probe
    self.exercise = exercise
  }
}

extension CellID: CustomStringConvertible {
  package var description: String { "\(target)/\(runtime ?? "-")/\(probe)/\(exercise ?? "-")" }
}

extension CellID: Comparable {
  package static func < (left: CellID, right: CellID) -> Bool { left.description < right.description }
}
