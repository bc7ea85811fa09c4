import Model

/// The artifact of a target, and how it was come by.
package struct BuiltArtifact: Sendable, Equatable {
  package var artifact: Artifact
  /// What the packager took; what the look-up took where it was cached.
  package var seconds: Double
  /// True where no packager ran.
  package var cached: Bool
  /// Absolute path of the packager's whole output; nil where none ran.
  package var log: String?

  package init(artifact: Artifact, seconds: Double, cached: Bool, log: String?) {
    self.artifact = artifact
    self.seconds = seconds
    self.cached = cached
    self.log = log
  }
}
