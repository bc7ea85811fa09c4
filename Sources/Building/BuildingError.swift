import Model

/// Why a target has no artifact.
package enum BuildingError: Error, Sendable, Equatable {
  case unsupportedPackager(target: String, packager: String, supported: [String])
  case missingFolder(target: String, path: String)
  case missingCommand(target: String)
  case missingTool(target: String, tool: String, searched: String)
  case unlaunchable(target: String, command: String, reason: String)
  /// `tail` holds the last 30 lines of the log.
  case failed(target: String, command: String, status: String, log: String, tail: [String])
  case noArtifact(target: String, command: String, expected: String, found: [String], log: String)
  case noMatch(target: String, pattern: String)
  case severalMatches(target: String, pattern: String, found: [String])
  case notBuilt(target: String, command: String)
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case cancelled(target: String)
}

extension BuildingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unsupportedPackager(let target, let packager, let supported):
      "\(target): packager '\(packager)' is not supported yet; supported: \(supported.joined(separator: ", ")). "
        + "Build it yourself and name the file with `artifact:`, or use packager 'command'."
    case .missingFolder(let target, let path):
      "\(target): there is no folder \(path) to build; correct `build: path` in Matrix.yaml."
    case .missingCommand(let target):
      "\(target): packager 'command' needs `build: command`, a line for /bin/sh that prints the artifact's path last."
    case .missingTool(let target, let tool, let searched):
      "\(target): no '\(tool)' in \(searched); install it with: make install-tools"
    case .unlaunchable(let target, let command, let reason):
      "\(target): could not start `\(command)`: \(reason)"
    case .failed(let target, let command, let status, let log, let tail):
      "\(target): `\(command)` ended with \(status); the whole log is \(log), its last \(tail.count) lines:\n"
        + tail.joined(separator: "\n")
    case .noArtifact(let target, let command, let expected, let found, let log):
      "\(target): `\(command)` succeeded, but left \(list(found)) where \(expected) was expected; see \(log)"
    case .noMatch(let target, let pattern):
      "\(target): no file matches \(pattern); build it first, or correct `artifact:` in Matrix.yaml."
    case .severalMatches(let target, let pattern, let found):
      "\(target): \(found.count) files match \(pattern), and one is expected: \(list(found)). "
        + "Remove the others or make the pattern narrower."
    case .notBuilt(let target, let command):
      "\(target): not built since its sources changed, and --no-build was given; build it with: \(command)"
    case .unreadable(let path, let reason): "could not read \(path): \(reason)"
    case .unwritable(let path, let reason): "could not write \(path): \(reason)"
    case .cancelled(let target): "\(target): the build was cancelled"
    }
  }

  private func list(_ found: [String]) -> String {
    found.isEmpty ? "nothing" : found.joined(separator: ", ")
  }
}
