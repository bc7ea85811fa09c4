import FoundationEssentials
import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A command of a packager, run in a session of its own so that what it starts ends with it.
struct Invocation: Sendable {
  let target: String
  let command: [String]
  let folder: String
  let environment: BuildEnvironment
  /// How long it may take; nil for a build, which takes as long as it takes.
  var deadline: Duration?

  /// Ctrl-C has to end a run within a second: half of one to end by itself, then kill.
  static let grace = Duration.milliseconds(500)
  /// What cargo tells of a workspace of a thousand crates fits.
  static let outputBytes = 16 << 20

  var line: String { command.map(Invocation.quoted).joined(separator: " ") }

  /// Runs to the end, its output added to the log; standard output goes elsewhere where the packager reports on it.
  func run(log: BuildLog, standardOutput: String? = nil) async throws(BuildingError) {
    let status = try await ended(log: log, standardOutput: standardOutput)
    if case .exited(0) = status { return }
    throw .failed(target: target, command: line, status: Invocation.text(status), log: log.path, tail: try log.tail())
  }

  /// What a command prints that only tells something, such as its version.
  func output() async throws(BuildingError) -> String {
    do {
      let done = try await Subprocess.run(
        try configuration(), input: .none, output: .string(limit: Invocation.outputBytes), error: .discarded)
      guard done.terminationStatus.isSuccess else {
        throw BuildingError.unlaunchable(
          target: target, command: line, reason: Invocation.text(done.terminationStatus))
      }
      return done.standardOutput
    } catch {
      throw failure(error)
    }
  }

  /// What has not ended at its deadline is ended as by Ctrl-C.
  private func ended(log: BuildLog, standardOutput: String?) async throws(BuildingError) -> TerminationStatus {
    guard let deadline else { return try await launched(log: log, standardOutput: standardOutput) }
    do {
      let status = try await withThrowingTaskGroup(of: TerminationStatus?.self) { group in
        group.addTask { try await launched(log: log, standardOutput: standardOutput) }
        group.addTask {
          try await Task.sleep(for: deadline)
          return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
      }
      guard let status else {
        let seconds = Int(deadline.components.seconds)
        throw BuildingError.late(target: target, command: line, seconds: seconds, log: log.path)
      }
      return status
    } catch {
      throw failure(error)
    }
  }

  private func launched(log: BuildLog, standardOutput: String?) async throws(BuildingError) -> TerminationStatus {
    do {
      let logFile = try Invocation.appending(to: log.path)
      defer { try? logFile.close() }
      try logFile.writeAll("$ \(line)\n".utf8)
      let outputFile = try standardOutput.map { try Invocation.appending(to: $0) }
      defer { try? outputFile?.close() }
      let done = try await Subprocess.run(
        try configuration(), input: .none,
        output: .fileDescriptor(outputFile ?? logFile, closeAfterSpawningProcess: false),
        error: .fileDescriptor(logFile, closeAfterSpawningProcess: false))
      if Task.isCancelled {
        // The teardown stops at the packager's own end; what it started may have ignored the signal.
        kill(-done.processIdentifier.value, SIGKILL)
        throw BuildingError.cancelled(target: target)
      }
      return done.terminationStatus
    } catch {
      throw failure(error)
    }
  }

  private func configuration() throws(BuildingError) -> Configuration {
    guard let name = command.first, let program = environment.executable(name) else {
      throw .missingTool(target: target, tool: command.first ?? "", searched: environment.path)
    }
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: Invocation.grace)
    ]
    return Configuration(
      executable: .path(FilePath(program)), arguments: Arguments(Array(command.dropFirst())),
      environment: .custom(environment.variables.map { Array("\($0.key)=\($0.value)\u{0}".utf8) }),
      workingDirectory: FilePath(folder), platformOptions: options)
  }

  private func failure(_ error: any Error) -> BuildingError {
    if let error = error as? BuildingError { return error }
    if error is CancellationError || Task.isCancelled { return .cancelled(target: target) }
    return .unlaunchable(target: target, command: line, reason: "\(error)")
  }

  private static func appending(to path: String) throws -> FileDescriptor {
    try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .append, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
  }

  private static func text(_ status: TerminationStatus) -> String {
    switch status {
    case .exited(let code): "status \(code)"
    case .signaled(let signal): "signal \(signal)"
    }
  }

  /// As a shell would need it, so that the line can be pasted.
  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0) }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
