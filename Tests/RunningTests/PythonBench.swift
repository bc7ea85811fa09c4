import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// Runs the Python host on a module of the test's own, which takes an artifact's place.
struct PythonBench {
  static let runner = CellRunner(cache: NativeBench.cache, harnesses: NativeBench.compiler.harnesses)

  /// The first libpython 3.11 and the interpreter beside it; nil where there is none.
  static let runtime: Runtime? = {
    let library = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/libpython3.11.so.1.0" }
      .first { FileManager.default.isReadableFile(atPath: $0) }
    return library.map {
      Runtime(
        id: "cpython-3.11", host: .python, version: "3.11", library: $0, interpreter: "/usr/bin/python3.11",
        environment: ["PYTHONHOME": "/usr"])
    }
  }()

  static let isHere = runtime != nil

  static func cell(
    _ probe: String, _ exercise: Exercise?, needs: [Capability] = [], afterImport: Bool = false
  ) -> Cell {
    let probe = Probe(
      id: probe, question: "?", hosts: [.python], needs: needs, afterImport: afterImport,
      folder: NativeBench.repository.appending("Harnesses/Probes").appending(probe).string)
    return Cell(
      id: CellID(target: "t", runtime: "cpython-3.11", probe: probe.id, exercise: exercise?.name),
      target: Target(id: "t", kind: .wheel, source: .file("t.whl")), runtime: runtime, probe: probe,
      exercise: exercise)
  }

  /// `source` is the module `control`, without the line that says what else there is.
  static func staged(_ source: String, modules: [String] = []) throws -> Staged {
    let file = FilePath(NSTemporaryDirectory()).appending("control-\(UUID().uuidString).py")
    defer { try? FileManager.default.removeItem(atPath: file.string) }
    try "# exercise: {}\n\(source)".write(toFile: file.string, atomically: false, encoding: .utf8)
    let control = try PythonControl(file: file)
    return Staged(artifact: Artifact(path: file.string, sha256: ""), modules: modules, control: control)
  }

  static func run(
    _ probe: String, _ source: String, _ exercise: Exercise? = nil, modules: [String] = [], record: Bool = false
  ) async throws -> Outcome {
    let exercise = exercise ?? Exercise(name: "control", setup: "import control", call: "control.call()")
    let needs: [Capability] = probe.hasSuffix("-growth") ? [.heapInstrument] : []
    let staged = try staged(source, modules: modules)
    return Outcome(
      host: SupervisedHost.Outcome(
        observations: try await runner.run(cell(probe, exercise, needs: needs), on: staged, record: record)))
  }

  struct Outcome {
    var host: SupervisedHost.Outcome

    var raised: [Raised] {
      host.observations.compactMap { if case .raised(let raised) = $0 { raised } else { nil } }
    }
    var series: [Series] {
      host.observations.compactMap { if case .series(let series) = $0 { series } else { nil } }
    }
    var drifts: [Drift] { host.observations.compactMap { if case .drift(let drift) = $0 { drift } else { nil } } }
    var survivors: [Survivors] {
      host.observations.compactMap { if case .survivors(let survivors) = $0 { survivors } else { nil } }
    }
    func series(_ fact: String) -> Series? { series.first { $0.fact == fact } }
    func number(_ name: String) -> Double? {
      host.observations.lazy
        .compactMap { if case .fact(name, let value) = $0 { value.number } else { nil } }.first
    }
  }
}

extension Series {
  /// What each window added.
  var growth: [Double] { zip(values.dropFirst(), values).map(-) }
  /// How many calls each window made.
  var windows: [Double] { zip(calls.dropFirst(), calls).map(-) }
}
