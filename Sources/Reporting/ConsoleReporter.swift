import Model

/// Tells a person what happens: a live line on a terminal, plain lines on a pipe.
package struct ConsoleReporter: Reporter {
  private let mode: ConsoleMode
  private let output: any TextOutput
  /// Paths named after the summary.
  private let reports: [String]
  private let hasMatrix: Bool
  private let paint: Paint
  private var line: ProgressLine?
  private var progress = Progress()
  private var told = ToldFindings()

  /// `elapsed` counts the seconds since the run began; `width` is asked before each redraw. `hasMatrix` says whether a
  /// failure could be accepted in a Matrix.yaml.
  package init(
    mode: ConsoleMode, output: any TextOutput, reports: [String] = [], hasMatrix: Bool = true,
    width: @escaping @Sendable () -> Int = { Terminal(1).width }, elapsed: @escaping @Sendable () -> Double
  ) {
    self.mode = mode
    self.output = output
    self.reports = reports
    self.hasMatrix = hasMatrix
    paint = Paint(enabled: mode.colour)
    line = mode.live ? ProgressLine(output: output, width: width, elapsed: elapsed) : nil
  }

  package mutating func receive(_ event: Event) {
    note(event)
    let lines = if case .cellFinished(let result) = event { cell(result) } else { lines(for: event) }
    if !lines.isEmpty {
      line?.erase()
      output.write(lines.joined(separator: "\n") + "\n")
    }
    if case .runFinished = event { line = nil }
    line?.draw(progress)
  }

  package mutating func tick() { line?.draw(progress) }

  private mutating func note(_ event: Event) {
    switch event {
    case .runStarted(let cells, _): progress.total = cells
    case .buildStarted(let target): progress.start("build \(target)")
    case .buildFinished(let target, _, _), .buildFailed(let target, _, _, _): progress.finish("build \(target)")
    case .surveyStarted(let target): progress.start("survey \(target)")
    case .surveyed(let target, _, let cells):
      progress.finish("survey \(target)")
      progress.total = cells
    case .cellStarted(let id): progress.start(id.description)
    case .cellFinished(let result):
      progress.finish(result.id.description)
      progress.done += 1
      if result.verdict.isWrong { progress.wrong += 1 }
    case .runFinished: line?.erase()
    case .canaryMissed, .interrupted: break
    }
  }

  private func lines(for event: Event) -> [String] {
    switch event {
    case .runStarted(let cells, let runtimes): chatter(start(cells: cells, runtimes: runtimes))
    case .buildStarted(let target): mode.live ? [] : chatter("building \(Printable.line(target))")
    case .buildFinished(let target, let seconds, let cached):
      chatter("built \(Printable.line(target)) \(cached ? "(cached)" : "in \(Figure.seconds(seconds))")")
    case .buildFailed(let target, let message, let log, let tail):
      BuildText(paint: paint).lines(target: target, message: message, log: log, tail: tail)
    case .surveyStarted, .cellStarted, .cellFinished: []
    case .surveyed(_, let surface, _): chatter(SurfaceText(detail: mode.detail).lines(surface))
    case .canaryMissed(let runtime, let probe, let reason):
      [paint(.red, "BLIND: the canary of \(probe) on \(runtime) was not caught: \(Printable.line(reason))")]
    case .interrupted: ["interrupted: ending the cells that run, then writing the report"]
    case .runFinished(let results):
      Summary(paint: paint, planned: progress.total, detail: mode.detail).lines(results)
        + reports.map { "report    \($0)" }
    }
  }

  private mutating func cell(_ result: CellResult) -> [String] {
    guard matters(result.verdict) else { return [] }
    let text = CellText(paint: paint, hasMatrix: hasMatrix)
    return told.earlier(result).map { text.lines(result, sameAs: $0) } ?? text.lines(result)
  }

  private func start(cells: Int, runtimes: [String]) -> String {
    "\(Figure.count(cells, "cell"))\(runtimes.isEmpty ? "" : " on \(runtimes.joined(separator: ", "))")"
  }

  private func chatter(_ line: String) -> [String] { chatter([line]) }
  private func chatter(_ lines: [String]) -> [String] { mode.detail == .quiet ? [] : lines }

  private func matters(_ verdict: Verdict) -> Bool {
    switch mode.detail {
    case .quiet: verdict.isWrong || (mode.gate && verdict.isGated)
    case .ordinary: verdict.isWrong || verdict.isGated
    case .verbose: true
    }
  }
}

extension Verdict {
  /// Makes the run fail, gate or not.
  var isWrong: Bool { [.failed, .unexpectedPass, .broken].contains(self) }
  /// Makes it fail with `--gate` alone.
  var isGated: Bool { [.warned, .notEstablished].contains(self) }
}
