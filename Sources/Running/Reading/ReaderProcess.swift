import Foundation
import Subprocess
import SystemPackage

/// Has a hostile file read by a process of its own: this program again, under limits that it sets itself before it opens
/// the file.
package struct ReaderProcess: Sendable {
  /// The subcommand and its options.
  package var arguments: [String]
  package var deadline: Duration
  /// Bytes of its answer; a wheel with 200,000 members makes under 16 MiB.
  static let mostOutput = 64 << 20

  package init(arguments: [String], deadline: Duration) {
    (self.arguments, self.deadline) = (arguments, deadline)
  }

  package enum Outcome: Sendable {
    case read(Data)
    /// It was killed after `deadline`.
    case late
    /// It took more memory than it may, or has a fault of ours.
    case died(signal: Int32)
    case exited(code: Int32, complaint: String)
  }

  /// Cancellation kills it. Errors: `readerFailed` where it can't be started or its answer is too long.
  package func run() async throws(RunningError) -> Outcome {
    do {
      return try await withThrowingTaskGroup(of: Outcome?.self) { group in
        group.addTask { try await start() }
        group.addTask {
          try await Task.sleep(for: deadline)
          return nil
        }
        let first = try await group.next() ?? nil
        group.cancelAll()
        return first ?? .late
      }
    } catch { throw .readerFailed(reason: "\(error)") }
  }

  private func start() async throws -> Outcome {
    var options = PlatformOptions()
    options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .milliseconds(100))]
    let result = try await Subprocess.run(
      Configuration(
        executable: .path("/proc/self/exe"), arguments: Arguments(arguments), environment: .custom(environment),
        platformOptions: options),
      input: .none, output: .bytes(limit: Self.mostOutput), error: .string(limit: 1 << 16))
    switch result.terminationStatus {
    case .exited(0): return .read(Data(result.standardOutput))
    case .exited(let code): return .exited(code: code, complaint: result.standardError)
    case .signaled(let signal): return .died(signal: signal)
    }
  }

  /// What a debugger, a coverage run or a user's locale put into ours is no matter of the reader.
  private var environment: [Subprocess.Environment.Key: String] {
    var environment: [Subprocess.Environment.Key: String] = ["LANG": "C.UTF-8"]
    if let folder = ProcessInfo.processInfo.environment["TMPDIR"] { environment["TMPDIR"] = folder }
    return environment
  }
}
