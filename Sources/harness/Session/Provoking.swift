import Model
import Running

/// A probe that makes many calls in one process, each of which may be its last.
///
/// What ends the process is made once more, alone; where it does not end it then, with as few of the calls before it as do.
/// Another process goes on behind it.
struct Provoking: Sendable {
  let cell: Cell
  let runner: CellRunner
  let staged: Staged

  private static let processes = 5
  /// Calls before it that are tried, fewest first.
  private static let sequences = [2, 10, 50]
  private static let alone = Duration.seconds(10)
  private static let patience = Duration.seconds(25)

  /// What each process that found something said, and the last one.
  func runs() async throws(RunningError) -> [[Observation]] {
    var runs: [[Observation]] = []
    var made: [Int] = []
    let clock = ContinuousClock(), start = clock.now
    for _ in 0..<Provoking.processes where !Task.isCancelled && clock.now - start < Provoking.patience {
      let seen = try await runner.run(ordered(["skip": made]), on: staged)
      let numbers = seen.provocationNumbers
      guard !seen.isFinished, let last = numbers.last else { return runs + [seen] }
      made += numbers
      guard let death = try await confirmed(last, of: numbers, first: seen) else { continue }
      // One input that is too slow is told; others are slow for the same reason.
      if !death.isHang || !runs.contains(where: \.isHang) { runs.append(death) }
    }
    return runs.isEmpty
      ? [Provoking.nothing("calls ended the process again and again, and did not when made again")] : runs
  }

  /// Nil where it does what it was asked, or comes back after all.
  private func confirmed(
    _ number: Int, of numbers: [Int], first seen: [Observation]
  ) async throws(RunningError) -> [Observation]? {
    let single = try await runner.run(ordered(["only": [number]]), on: staged)
    if !single.isFinished { return single.isHang && single.kind == "huge" ? nil : single }
    guard !seen.isWatchdogs else { return nil }
    for length in Provoking.sequences where length <= numbers.count || length == Provoking.sequences[0] {
      let several = try await runner.run(ordered(["only": Array(numbers.suffix(length))]), on: staged)
      if !several.isFinished, !several.isHang { return several }
    }
    return nil
  }

  private func ordered(_ order: [String: [Int]]) -> Cell {
    var cell = cell
    cell.order = .object(order.mapValues { .array($0.map { .number(Double($0)) }) })
    if order["only"] != nil { cell.exercise?.timeout = Provoking.alone }
    return cell
  }

  private static func nothing(_ reason: String) -> [Observation] {
    [
      .step(.import), .step(.call), .unmeasured(reason), .step(.done),
      .exit(Exit(code: 0, signal: nil, deadline: nil, seconds: 0)),
    ]
  }
}

extension [Observation] {
  fileprivate var isFinished: Bool { contains(.step(.done)) }

  fileprivate var isHang: Bool { contains { if case .exit(let exit) = $0 { exit.deadline != nil } else { false } } }

  /// Ended by the probe's own watchdog, for a call that did not come back.
  fileprivate var isWatchdogs: Bool {
    contains { if case .stacks(let text) = $0 { text.contains("Timeout (") } else { false } }
  }

  fileprivate var provocationNumbers: [Int] {
    compactMap { observation in
      guard case .fact("provocation", let value) = observation else { return nil }
      return (value.number ?? value.object?["number"]?.number).map { Int($0) }
    }
  }

  fileprivate var kind: String? {
    lazy.compactMap { observation -> String? in
      guard case .fact("provocation", let value) = observation else { return nil }
      return value.object?["kind"]?.string
    }.last
  }
}
