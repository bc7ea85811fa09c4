import ArgumentParser
import Foundation
import Logging

/// Lists the subcommands; each is options, one call, an exit code.
@main
struct Harness: AsyncParsableCommand {
  static let version = "0.1.0"
  static let configuration = CommandConfiguration(
    commandName: "harness",
    abstract: "Tests packaged native artifacts at their boundary: wheels, addons, bundles, shared libraries.",
    discussion: """
      Exit codes: 0 nothing wrong, 1 a cell failed or passed unexpectedly, 2 bad usage or Matrix.yaml, 3 the harness or \
      a host failed or a canary was missed, 4 nothing selected, 130 interrupted.
      """,
    version: version,
    subcommands: [
      RunCommand.self, CheckCommand.self, InspectCommand.self, CompareCommand.self, ListCommand.self,
      ExplainCommand.self, DoctorCommand.self, SelfCheckCommand.self, ReadArtifactCommand.self,
      InspectArtifactCommand.self, LayOutCommand.self, SymbolizeCommand.self, ConfinementCommand.self,
      CompareInspectionsCommand.self, CompareLayoutsCommand.self,
    ])

  /// Bad usage is 2, as the contract says; the parser's own code is 64.
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    startLogging()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      leave(after: error)
    }
  }

  /// What goes on below the reports, on stderr; HARNESS_LOG=info shows installs and builds.
  private static func startLogging() {
    let level = ProcessInfo.processInfo.environment["HARNESS_LOG"].flatMap(Logger.Level.init(rawValue:)) ?? .warning
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
  }

  private static func leave(after error: any Error) -> Never {
    let code = exitCode(for: error)
    if let asked = error as? ExitCode { Foundation.exit(asked.rawValue) }
    if let failure = error as? Failure {
      FileHandle.standardError.write(Data("harness: \(failure.message)\n".utf8))
      Foundation.exit(failure.exit.rawValue)
    }
    let text = fullMessage(for: error)
    let stream = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
    if !text.isEmpty { stream.write(Data("\(text)\n".utf8)) }
    Foundation.exit(code.isSuccess ? 0 : 2)
  }
}
