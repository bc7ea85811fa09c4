/// One question to be asked: target × runtime × probe × exercise, with all that is needed to ask it.
package struct Cell: Sendable, Equatable {
  package var id: CellID
  package var target: Target
  package var runtime: Runtime?
  package var probe: Probe
  package var exercise: Exercise?
  /// Set where it can't run here: the verdict it gets unrun, and why.
  package var unrun: Unrun?
  /// What the script is told beside the exercise, which only it understands.
  package var order: Value = .null
  package init(
    id: CellID, target: Target, runtime: Runtime?, probe: Probe, exercise: Exercise?, unrun: Unrun? = nil
  ) {
    self.id = id
    self.target = target
    self.runtime = runtime
    self.probe = probe
    self.exercise = exercise
    self.unrun = unrun
  }

  package struct Unrun: Sendable, Equatable {
    /// `skipped` or `not-established`.
    package var verdict: Verdict
    package var reason: String
    package init(verdict: Verdict, reason: String) {
      self.verdict = verdict
      self.reason = reason
    }
  }
}

package struct Plan: Sendable, Equatable {
  package var cells: [Cell]
  package var known: [KnownEntry]
  package var missingRuntimes: [MissingRuntime]
  package init(cells: [Cell], known: [KnownEntry], missingRuntimes: [MissingRuntime] = []) {
    self.cells = cells
    self.known = known
    self.missingRuntimes = missingRuntimes
  }
}

/// The packaged file that a target came to.
package struct Artifact: Sendable, Equatable, Codable {
  /// Absolute path.
  package var path: String
  package var sha256: String
  /// The header of a c-abi artifact.
  package var header: String?
  package init(path: String, sha256: String, header: String? = nil) {
    self.path = path
    self.sha256 = sha256
    self.header = header
  }
}
