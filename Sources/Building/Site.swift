import Model

/// Where one build takes place.
struct Site: Sendable {
  let target: String
  let kind: ArtifactKind
  let build: Build
  /// An empty folder for what the packager makes; thrown away where the build fails.
  let draft: String
  let environment: BuildEnvironment
  let log: BuildLog

  var folder: String { build.path }

  func run(_ command: [String], standardOutput: String? = nil) async throws(BuildingError) {
    try await invocation(command).run(log: log, standardOutput: standardOutput)
  }

  func invocation(_ command: [String]) -> Invocation {
    Invocation(target: target, command: command, folder: folder, environment: environment)
  }

  func noArtifact(_ command: [String], expected: String, found: [String]) -> BuildingError {
    .noArtifact(
      target: target, command: invocation(command).line, expected: expected, found: found, log: log.path)
  }
}

/// What a packager made, by absolute path.
struct Product: Sendable, Equatable {
  var artifact: String
  var header: String?
}
