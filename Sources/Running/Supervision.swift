import Foundation
import Model
import Subprocess
import SystemPackage

/// Runs one host under the supervisor and turns what comes back into observations.
package struct Supervision: Sendable {
  package let compiler: HostCompiler
  /// Around every host that is started; nil where the artifact is trusted.
  package let sandbox: Sandbox?

  package init(compiler: HostCompiler, sandbox: Sandbox? = nil) {
    self.compiler = compiler
    self.sandbox = sandbox
  }

  /// Every record of the host in order, then what it wrote, its stacks and how it ended.
  ///
  /// A crash, a hang and a non-zero exit are observations. Cancellation kills the host and all it started.
  /// - Throws: `supervisorFailed` where there is no word from the supervisor itself.
  package func run(
    _ launch: HostLaunch, limits: Limits, teardown: Teardown = .standard,
    record: @Sendable (Observation, String) async -> Void = { _, _ in }
  ) async throws(RunningError) -> [Observation] {
    let command = try await command(launch, limits, teardown)
    let observations: [Observation]
    let complaint: String
    do {
      (observations, complaint) = try await start(command, launch, record)
    } catch {
      throw .supervisorFailed(reason: "\(error)")
    }
    guard observations.contains(where: { if case .exit = $0 { true } else { false } }) else {
      throw .supervisorFailed(reason: complaint.isEmpty ? "it did not say how the host ended" : complaint)
    }
    return observations
  }

  /// The supervisor in front of the host, and in front of both the sandbox: the supervisor is in there with the host, so that
  /// it waits for it, and sees the signal that ends it, as ever.
  func command(
    _ launch: HostLaunch, _ limits: Limits, _ teardown: Teardown, isTemplate: Bool = false
  ) async throws(RunningError) -> [String] {
    let supervisor = try await program().string
    let supervised = [supervisor] + (isTemplate ? ["--template", "yes"] : []) + arguments(launch, limits, teardown)
    guard let sandbox else { return supervised }
    return [sandbox.program] + (try sandbox.arguments(for: launch, supervisor: supervisor)) + supervised
  }

  package func program() async throws(RunningError) -> FilePath {
    try await compiler.program(
      "supervisor",
      sources: [
        "Hosts/Supervisor/supervisor.c", "Hosts/Supervisor/confine.c", "Hosts/Wire/wire.c",
      ] + Supervision.sources, flags: Compilation.strict + ["-static"])
  }

  /// Of every program that supervises a host.
  static let sources = ["supervise", "last_records", "capture", "descendants", "options"].map {
    "Hosts/Supervisor/\($0).c"
  }

  /// How long a host may take, and what it is brought down by.
  func deadlines(_ limits: Limits, _ teardown: Teardown) -> [String] {
    [
      "--deadline-ms", "\(limits.cell.milliseconds)", "--exit-ms", "\(limits.exit.milliseconds)",
      "--teardown", teardown.argument,
    ]
  }

  private func arguments(_ launch: HostLaunch, _ limits: Limits, _ teardown: Teardown) -> [String] {
    var arguments = deadlines(limits, teardown)
    if let bytes = limits.addressSpace { arguments += ["--address-space", "\(bytes)"] }
    if let bytes = limits.data { arguments += ["--data", "\(bytes)"] }
    if let bytes = limits.fileSize { arguments += ["--file-size", "\(bytes)"] }
    if !launch.preload.isEmpty { arguments += ["--preload", launch.preload.joined(separator: ":")] }
    if sandbox != nil { arguments += ["--confine", "yes"] }
    if let command = launch.stackCommand?.first { arguments += ["--stack-command", command] }
    return arguments + ["--", launch.executable] + launch.arguments
  }

  func configuration(_ command: [String], _ launch: HostLaunch) -> Configuration {
    let environment = sandbox == nil ? launch.environment : [:]
    return Configuration(
      executable: .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
      environment: .custom(
        Dictionary(uniqueKeysWithValues: environment.map { (Subprocess.Environment.Key(stringLiteral: $0), $1) })
      ),
      workingDirectory: FilePath(launch.workingDirectory), platformOptions: sandbox == nil ? .supervised : .sandboxed)
  }

  /// stdin stays open while the body runs: its end is the order to kill. The second value is what went wrong before there was
  /// a supervisor.
  private func start(
    _ command: [String], _ launch: HostLaunch, _ record: @Sendable (Observation, String) async -> Void
  ) async throws -> ([Observation], complaint: String) {
    let result = try await Subprocess.run(
      configuration(command, launch), input: .inputWriter, output: .sequence, error: .string(limit: 1 << 16)
    ) { execution in
      var observations: [Observation] = []
      var lines = RecordLines()
      for try await buffer in execution.standardOutput {
        for (observation, line) in buffer.withUnsafeBytes({ lines.add($0) }) {
          observations.append(observation)
          await record(observation, line)
        }
      }
      return observations
    }
    return (result.closureResult, result.standardError.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

extension PlatformOptions {
  /// The supervisor ends what it has started, given time.
  fileprivate static var supervised: PlatformOptions {
    var options = PlatformOptions()
    options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .milliseconds(700))]
    return options
  }

  /// bwrap, unlike the supervisor, dies of the terminal's Ctrl-C, before the harness has seen it: it has a session of its own.
  ///
  /// All of that session is killed at once. A bwrap that has just been started has forked already, and its child has not yet
  /// asked to die with it: on its own it would wait for its parent forever. As the first process of its namespace, that
  /// child heeds no other signal.
  fileprivate static var sandboxed: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(700))
    ]
    return options
  }
}

/// Cuts the wire's bytes into records; what is no record of this version is passed over.
struct RecordLines {
  /// The line that has begun; it has no newline.
  private var pending: [UInt8] = []
  private let decoder = JSONDecoder()

  mutating func add(_ bytes: UnsafeRawBufferPointer) -> [(Observation, String)] {
    let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var records: [(Observation, String)] = []
    for part in parts.dropLast() {
      pending.append(contentsOf: part)
      if let record = try? decoder.decode(Observation.self, from: Data(pending)) {
        records.append((record, String(decoding: pending, as: UTF8.self)))
      }
      pending.removeAll(keepingCapacity: true)
    }
    pending.append(contentsOf: parts.last ?? bytes[...])
    return records
  }
}
