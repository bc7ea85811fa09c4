import Foundation
import Subprocess
import SystemPackage

/// Has a hostile file read by a process of its own: this program again, under limits that it sets itself before it opens
/// the file.
package struct ReaderProcess: Sendable {
  /// This program again, but in tests.
  package var program: String
  package static let itself = "/proc/self/exe"
  /// The subcommand and its options.
  package var arguments: [String]
  package var deadline: Duration
  /// What it reads on stdin.
  package var input: Data
  /// Bytes of its answer; a wheel with 200,000 members makes under 16 MiB.
  static let mostOutput = 64 << 20

  package init(program: String = itself, arguments: [String], input: Data = Data(), deadline: Duration) {
    (self.program, self.arguments, self.input, self.deadline) = (program, arguments, input, deadline)
  }

  /// Without a time zone the C library looks for its file anew at every date of an archive's member.
  private static let environment: [Environment.Key: String] = ["LANG": "C.UTF-8", "TZ": "UTC0"]

  package enum Outcome: Sendable {
    case read(Data)
    /// It was killed after `deadline`.
    case late
    /// It wrote more than `mostOutput`, or complained of more than 64 KiB.
    case tooLong
    /// It took more memory than it may, or has a fault of ours.
    case died(signal: Int32)
    case exited(code: Int32, output: Data, complaint: String)
  }

  /// Cancellation kills it. Errors: `readerFailed` where it can't be started.
  package func run() async throws(RunningError) -> Outcome {
    // It may write to this folder alone; whatever is in it goes away, also where the process was killed.
    let scratch = try Scratch()
    defer { scratch.remove() }
    do {
      return try await withThrowingTaskGroup(of: Outcome?.self) { group in
        group.addTask { try await start(in: scratch) }
        group.addTask {
          try await Task.sleep(for: deadline)
          return nil
        }
        let first = try await group.next() ?? nil
        group.cancelAll()
        return first ?? .late
      }
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      return .tooLong
    } catch { throw .readerFailed(reason: "\(error)") }
  }

  private func start(in scratch: Scratch) async throws -> Outcome {
    var options = PlatformOptions()
    options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .milliseconds(100))]
    let result = try await Subprocess.run(
      Configuration(
        executable: .path(FilePath(program)), arguments: Arguments(arguments),
        environment: .custom(Self.environment.merging(["TMPDIR": scratch.path]) { $1 }),
        platformOptions: options),
      input: .inputWriter, output: .bytes(limit: Self.mostOutput), error: .string(limit: 1 << 16)
    ) { execution in
      // One that leaves without having read it all says by its end what is wrong. (Given as `.data`, input that can't be
      // written, as when this is cancelled, would end the harness: the library takes its descriptor for forgotten.)
      _ = try? await execution.standardInputWriter.write(Array(input))
    }
    switch result.terminationStatus {
    case .exited(0): return .read(Data(result.standardOutput))
    case .exited(let code):
      return .exited(code: code, output: Data(result.standardOutput), complaint: result.standardError)
    case .signaled(let signal): return .died(signal: signal)
    }
  }
}
