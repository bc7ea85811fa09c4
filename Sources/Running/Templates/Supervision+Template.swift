import Foundation
import Model
import Subprocess
import SystemPackage

extension Supervision {
  /// Starts a template and sends it these jobs, one by one; returns when it has ended, as it does after the last.
  func keep(
    _ launch: HostLaunch, limits: Limits, jobs: AsyncStream<[UInt8]>,
    receive: @Sendable (Observation, String) async -> Void
  ) async throws {
    let command = try await command(launch, limits, .immediate, isTemplate: true)
    _ = try await Subprocess.run(
      configuration(command, launch), input: .inputWriter, output: .sequence, error: .discarded
    ) { execution in
      try await withThrowingTaskGroup(of: Void.self) { group in
        let writer = execution.standardInputWriter
        group.addTask {
          for await job in jobs { _ = try await writer.write(job) }
          try await writer.finish()
        }
        var lines = RecordLines()
        for try await buffer in execution.standardOutput {
          for (observation, line) in buffer.withUnsafeBytes({ lines.add($0) }) { await receive(observation, line) }
        }
        group.cancelAll()
      }
    }
  }

  /// What a template is sent: the words of a supervisor's command line, with the job's file for the host.
  func order(_ file: String, limits: Limits, teardown: Teardown = .standard) -> [UInt8] {
    let words = deadlines(limits, teardown) + ["--", file]
    return words.flatMap { Array($0.utf8) + [0] } + [0]
  }
}

extension Teardown {
  /// Nothing is asked of it that could be lost.
  fileprivate static let immediate = Teardown(steps: [])
}
