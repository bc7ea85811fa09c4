import Logging
import Model

/// The templates of a run: started where a cell first wants one, kept for those after it, ended with the run.
package actor Templates {
  private let supervision: Supervision
  /// How many are kept that nobody uses; those used least recently go.
  private let spare: Int
  /// The least recently used first.
  private var idle: [Template] = []
  private var unfit: [TemplateStart: String] = [:]
  private let starting: AsyncStream<Template>.Continuation
  private let logger = Logger(label: "harness.running")

  private init(supervision: Supervision, spare: Int, starting: AsyncStream<Template>.Continuation) {
    self.supervision = supervision
    self.spare = spare
    self.starting = starting
  }

  /// Runs `work` with templates that live no longer than it. At most `jobs` cells are asked at a time.
  package static func serving<Output: Sendable>(
    under supervision: Supervision, jobs: Int, _ work: (Templates) async -> Output
  ) async -> Output {
    let (started, starting) = AsyncStream<Template>.makeStream()
    // A runtime has four kinds of them: with the heap instrument or without, before the import or after it.
    let templates = Templates(supervision: supervision, spare: 4 * jobs, starting: starting)
    return await withDiscardingTaskGroup { group in
      group.addTask {
        await withDiscardingTaskGroup { lives in
          for await template in started { lives.addTask { await template.live(under: supervision) } }
        }
      }
      let output = await work(templates)
      await templates.end()
      return output
    }
  }

  /// One that is ready, for the caller alone until it is given back; nil where none can be had of this kind.
  func take(_ start: TemplateStart) async -> Template? {
    if unfit[start] != nil { return nil }
    if let index = idle.lastIndex(where: { $0.start == start }) { return idle.remove(at: index) }
    guard let template = try? Template(start) else { return nil }
    starting.yield(template)
    switch await template.readiness() {
    case .unfit(let reason), .lost(let reason):
      note(start, reason)
      template.end()
      return nil
    case .observations, nil: return template
    }
  }

  /// Its folder is made empty for the next cell.
  func give(_ template: Template) async {
    guard await template.cleared() else { return template.end() }
    idle.append(template)
    if idle.count > spare { idle.removeFirst().end() }
  }

  /// Cells that want this one start afresh from now on.
  func note(_ start: TemplateStart, _ reason: String) {
    if Task.isCancelled || unfit[start] != nil { return }
    unfit[start] = reason
    logger.info("no template", metadata: ["modules": "\(start.job.modules)", "reason": "\(reason)"])
  }

  /// One that died with a cell of this kind in it.
  func lose(_ start: TemplateStart, _ reason: String) {
    if Task.isCancelled { return }
    logger.warning(
      "a template died; its cells start afresh", metadata: ["modules": "\(start.job.modules)", "reason": "\(reason)"])
    note(start, reason)
  }

  private func end() {
    starting.finish()
    for template in idle { template.end() }
    idle = []
  }
}
