import Foundation
import Model
import Testing

@testable import Running

/// Runs the Python host on a module of the test's own: in a process of its own, or forked from a template.
struct TemplateBench: Sendable {
  enum Way: String, Sendable, CaseIterable {
    case fresh
    case afterStart = "start"
    case afterImport = "import"
  }

  /// Several cells may be run, one after the other, from the same templates.
  static func run(
    _ source: String, _ way: Way, cells: Int = 1, probe: String = "panic/contained", timeout: Duration = .seconds(30),
    environment: [String: String] = [:]
  ) async throws -> [PythonBench.Outcome] {
    let exercise = Exercise(
      name: "control", setup: "import control", call: "control.call()", timeout: timeout, environment: environment)
    let staged = try PythonBench.staged(source, modules: ["control"])
    let cell = PythonBench.cell(
      probe, exercise, needs: probe.hasSuffix("-growth") ? [.heapInstrument] : [], afterImport: way == .afterImport)
    let result = await PythonBench.runner.withTemplates(jobs: way == .fresh ? 0 : 1) { runner in
      var outcomes: [PythonBench.Outcome] = []
      do {
        for _ in 0..<cells {
          outcomes.append(.init(host: .init(observations: try await runner.run(cell, on: staged))))
        }
      } catch { return Result<[PythonBench.Outcome], any Error>.failure(error) }
      return .success(outcomes)
    }
    return try result.get()
  }
}

extension PythonBench.Outcome {
  /// `start`, `import`, or nil for a process of its own.
  var forkedAfter: String? {
    host.observations.lazy.compactMap { if case .fact("forked-after", let value) = $0 { value.string } else { nil } }
      .first
  }

  /// What does not differ from run to run.
  var essence: [String] {
    host.observations.compactMap { observation in
      switch observation {
      case .fact("forked-after", _): nil
      case .stacks: "stacks"
      case .exit(let exit):
        "exit \(exit.code as Any) \(exit.signal as Any) \(exit.deadline as Any) \(exit.descendants)"
      case .raised(let raised): "raised \(raised.type) \(raised.message) \(raised.during) \(raised.traceback.count)"
      default: "\(observation)"
      }
    }
  }
}
