import Foundation
import Model
import Running

/// What another process of this program is to hold against each other.
struct InspectionPair: Codable, Sendable {
  var old: Inspection
  var new: Inspection
  var budget = SizeBudget.standard
}

/// Has two inspections held against each other by a process of its own: names, signatures and types in them are the files',
/// and so is how long that takes.
struct InspectionComparing: Sendable {
  /// This program, but in tests.
  var program = ReaderProcess.itself
  /// 5 s, as for the smallest file: what an inspection has is bounded.
  var time = ReadingTime(processorSeconds: 5)

  /// What could not be compared in time or memory is `unmeasured`, with the reason.
  ///
  /// Errors: `readerFailed`, which is the harness's fault.
  func compare(_ pair: InspectionPair) async throws(RunningError) -> Comparison {
    let input: Data
    do { input = try JSONEncoder().encode(pair) } catch { throw .readerFailed(reason: "\(error)") }
    let process = ReaderProcess(
      program: program, arguments: ["compare-inspections"] + time.arguments, input: input, deadline: time.deadline)
    switch try await process.run() {
    case .read(let data):
      do { return try JSONDecoder().decode(Comparison.self, from: data) } catch {
        throw .readerFailed(reason: "its answer is no comparison: \(error)")
      }
    case .late: return uncompared(pair, "that \(time.passed)")
    case .died(SIGXCPU): return uncompared(pair, "that \(time.used)")
    case .died(let signal):
      return uncompared(
        pair,
        "the process that did was ended by signal \(signal): there is more to compare than \(ReaderConfinement.memory >> 20) "
          + "MiB hold, or what was read is damaged in a way that isn't known")
    case .tooLong: return uncompared(pair, "there is more to tell than a comparison may have")
    case .exited(let code, _, let complaint):
      throw .readerFailed(reason: "it exited with \(code): \(complaint.prefix(400))")
    }
  }

  private func uncompared(_ pair: InspectionPair, _ reason: String) -> Comparison {
    Comparison(
      old: .init(pair.old), new: .init(pair.new), unmeasured: ["The two could not be compared: \(reason)."])
  }
}
