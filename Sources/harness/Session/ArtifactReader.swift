import Foundation
import Model
import Packaging
import Running

/// Has artifacts read by a process of their own, once each.
struct ArtifactReader: Sendable {
  /// The Harnesses folder, for the tables in it.
  let harnesses: String
  /// What it reads is asked about together.
  var ofRelease = false
  /// This program, but in tests.
  var program = ReaderProcess.itself
  /// Nil: as long as a file of its size may take.
  var time: ReadingTime?

  /// What could not be read in time or memory answers `unmeasured`, with the reason, to every question.
  ///
  /// Errors: `readerFailed`, which is the harness's fault. That is an answer that is none, and an exit code: a file ends
  /// its reader by a signal (Swift's own traps are signals) or makes it talk too much, and does no more unless it has
  /// taken the process over, which has to be loud.
  func read(_ artifact: Artifact, _ target: Target) async throws(RunningError) -> PackageReading {
    try await answer("read-artifact", artifact, target) { .unread(because: $0) }
  }

  /// The digest in it is the one given. What could not be read in time or memory is of the form `unreadable`, with the
  /// reason.
  ///
  /// Errors: `readerFailed`, which is the harness's fault.
  func inspect(_ artifact: Artifact, _ target: Target) async throws(RunningError) -> Inspection {
    var inspection = try await answer("inspect-artifact", artifact, target) {
      Inspection.unread(artifact, because: $0)
    }
    inspection.artifact = artifact
    return inspection
  }

  private func answer<Answer: Decodable>(
    _ command: String, _ artifact: Artifact, _ target: Target, unread: (String) -> Answer
  ) async throws(RunningError) -> Answer {
    let time = time ?? ReadingTime(ofFileAt: artifact.path)
    let arguments = [command] + arguments(artifact, target) + time.arguments
    switch try await ReaderProcess(program: program, arguments: arguments, deadline: time.deadline).run() {
    case .read(let data):
      do { return try JSONDecoder().decode(Answer.self, from: data) } catch {
        throw .readerFailed(reason: "its answer is not what was asked: \(error)")
      }
    case .late: return unread("reading the file \(time.passed)")
    case .died(SIGXCPU): return unread("reading the file \(time.used)")
    case .died(let signal): return unread(Self.reason(signal))
    case .tooLong: return unread("there is more to tell of the file than a reading may have")
    case .exited(let code, _, let complaint):
      throw .readerFailed(reason: "it exited with \(code): \(complaint.prefix(400))")
    }
  }

  private static func reason(_ signal: Int32) -> String {
    switch signal {
    // Files are mapped; a page that is gone from one is this signal, and no damage in its content is: mmap(2).
    case SIGBUS: "the file changed while it was read: it became shorter"
    default:
      "the process that read the file was ended by signal \(signal): the file takes more than "
        + "\(ReaderConfinement.memory >> 20) MiB to read, or is damaged in a way that the reader doesn't know"
    }
  }

  private func arguments(_ artifact: Artifact, _ target: Target) -> [String] {
    var arguments = [
      "--path", artifact.path, "--kind", target.kind.rawValue, "--tables", "\(harnesses)/Tables",
    ]
    if let header = artifact.header { arguments += ["--header", header] }
    if let panic = target.contract.panic { arguments += ["--panic", panic.rawValue] }
    return ofRelease ? arguments + ["--of-release"] : arguments
  }
}
