import Foundation
import Model

/// Writes results.json, schema `harness-results/1`; Harnesses/Schema has its JSON Schema.
package struct JSONReporter: Reporter {
  package static let fileName = "results.json"
  private let file: ReportFile
  private let elapsed: @Sendable () -> Double
  /// What is written at an interruption, should nothing follow it.
  private var partial: Results

  /// `run` is what is known at the start; `elapsed` counts the seconds since then.
  package init(folder: String, run: Results.Run, elapsed: @escaping @Sendable () -> Double) {
    file = ReportFile(folder: folder, name: Self.fileName)
    self.elapsed = elapsed
    partial = Results(run: run, targets: [], cells: [])
  }

  package mutating func receive(_ event: Event) throws(ReportingError) {
    switch event {
    case .cellFinished(let result): partial.cells.append(result)
    case .interrupted:
      partial.run.interrupted = true
      partial.run.seconds = elapsed()
      try write(partial)
    case .runFinished(let results):
      partial.cells = []
      try write(results)
    default: break
    }
  }

  private func write(_ results: Results) throws(ReportingError) {
    let data: Data
    do {
      data = try Self.encoder.encode(results)
    } catch {
      throw .cannotEncode(path: file.path, reason: String(describing: error))
    }
    try file.replace(with: data + Data("\n".utf8))
  }

  /// Sorted keys, as no other order of JSONEncoder is the same twice; a ratio by zero must not cost the report.
  package static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return encoder
  }
}
