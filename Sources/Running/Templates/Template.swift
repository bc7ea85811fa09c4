import Foundation
import Model

/// A host that has started up and is forked for one cell after the other, each under a supervisor of its own.
actor Template {
  /// What came of asking it.
  enum Answer: Sendable {
    case observations([Observation])
    /// It takes no jobs, for this reason: its import does something that a fork would not keep.
    case unfit(String)
    /// It is gone: killed, or crashed in its import. What it said of the cell is not the cell's.
    case lost(String)
  }

  typealias Record = @Sendable (Observation, String) async -> Void

  nonisolated let start: TemplateStart
  /// The folder that its cells have to themselves, one after the other.
  nonisolated let scratch: Scratch
  /// Jobs for its stdin; the end of it is the order to end.
  nonisolated let jobs: AsyncStream<[UInt8]>
  private nonisolated let sending: AsyncStream<[UInt8]>.Continuation

  private var isReady = false
  private var complaint: Answer?
  private var observations: [Observation] = []
  private var record: Record = { _, _ in }
  private var waiting: CheckedContinuation<Void, Never>?

  init(_ start: TemplateStart) throws(RunningError) {
    self.start = start
    scratch = try Scratch()
    (jobs, sending) = AsyncStream.makeStream()
  }

  /// Lives until its jobs end, the task is cancelled or the process ends.
  func live(under supervision: Supervision) async {
    do {
      try await start.control?.stage(in: scratch.path, compiler: supervision.compiler)
      let launch = try start.launch(in: scratch.path)
      try await supervision.keep(launch, limits: start.limits, jobs: jobs) { await self.receive($0, $1) }
    } catch {
      complaint = complaint ?? .lost("\(error)")
    }
    complaint = complaint ?? .lost("it ended")
    proceed()
    scratch.remove()
  }

  nonisolated func end() { sending.finish() }

  /// Nil once it waits for jobs.
  func readiness() async -> Answer? {
    await wait { $0.isReady }
    if complaint == nil { lookAround() }
    return complaint
  }

  /// The folders that stay between cells, each with what is in it when the first one comes: a control's module, and what a
  /// sandbox shows as /tmp, where other folders are mounted.
  private var folders: [String: Set<String>] = [PythonControl.site: [], "tmp": []]

  /// What the import has left in its home every cell should find as if it had come from its own.
  private func lookAround() {
    for folder in folders.keys { folders[folder] = try? scratch.entries(of: folder) }
    let known = Set(folders.keys).union([TemplateStart.file])
    if (try? scratch.entries().subtracting(known).isEmpty) != true {
      complaint = .unfit("its import writes files into its home")
    } else if !scratch.empty(keeping: folders) {
      complaint = .unfit("its home can't be emptied")
    }
  }

  /// Whether it can take another job: with nothing of the last cell's in its folder.
  func cleared() -> Bool { complaint == nil && scratch.empty(keeping: folders) }

  /// What was seen of the host that is forked for this job. One at a time.
  func ask(_ job: [UInt8], record: @escaping Record) async -> Answer {
    if let complaint { return complaint }
    (observations, self.record) = ([], record)
    sending.yield(job)
    await wait { $0.hasAnswered }
    return hasAnswered ? .observations(observations) : complaint ?? .lost("it ended")
  }

  private var hasAnswered: Bool { observations.last?.isExit == true }

  /// Until it holds, or there is a complaint. What was said before the wait began counts.
  private func wait(until holds: (isolated Template) -> Bool) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if holds(self) || complaint != nil { continuation.resume() } else { waiting = continuation }
      }
    } onCancel: {
      end()
    }
  }

  private func proceed() {
    waiting?.resume()
    waiting = nil
  }

  private func receive(_ observation: Observation, _ line: String) async {
    switch observation {
    case .fact("template", _):
      isReady = true
      proceed()
    case .fact("template-unfit", let reason): complaint = .unfit(reason.string ?? "")
    case .fact("template-ended", let how): complaint = complaint ?? .lost(how.string ?? "")
    default:
      observations.append(observation)
      await record(observation, line)
      if observation.isExit { proceed() }
    }
  }
}

extension Observation {
  fileprivate var isExit: Bool { if case .exit = self { true } else { false } }
}
