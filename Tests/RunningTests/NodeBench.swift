import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// Runs a Node host on a control of the test's own, which takes an artifact's place.
struct NodeBench {
  static let runner = CellRunner(cache: NativeBench.cache, harnesses: NativeBench.compiler.harnesses)
  static let compiler = NativeBench.compiler

  private static let cache: String = {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (home ?? "\(NSHomeDirectory())/.cache") + "/harness"
  }()

  /// What `make install-tools` provides, in the places that Harnesses/Runtimes name.
  static let runtimes: [Runtime] = {
    let libraries = ["x86_64", "aarch64"].flatMap { machine in
      ["/usr", "\(cache)/packages/libnode108/usr"].map { "\($0)/lib/\(machine)-linux-gnu/libnode.so.108" }
    }
    let stock = ["20", "22", "24"].map { version in
      Runtime(id: "node-\(version)", host: .node, version: version, library: "\(cache)/node/\(version)/bin/node")
    }
    let embedded = libraries.map { Runtime(id: "node-18-embedded", host: .node, version: "18", library: $0) }
    return (embedded + stock).filter { FileManager.default.isReadableFile(atPath: $0.library) }
  }()

  static func runtime(_ id: String) throws -> Runtime { try #require(runtimes.first { $0.id == id }) }

  static func cell(_ id: String, _ exercise: Exercise?, on runtime: Runtime) -> Cell {
    let probe = Probe(
      id: id, question: "?", hosts: [.node], needs: id.hasSuffix("-growth") ? [.heapInstrument] : [],
      folder: NativeBench.repository.appending("Harnesses/Probes").appending(id).string)
    return Cell(
      id: CellID(target: "t", runtime: runtime.id, probe: probe.id, exercise: exercise?.name),
      target: Target(id: "t", kind: .nodeAddon, source: .file("t.node")), runtime: runtime, probe: probe,
      exercise: exercise)
  }

  /// `source` is the control without its first line: a module, or where it includes control.h an addon in C.
  static func control(_ source: String, options: String = "{}") async throws -> NodeControl {
    let ending = source.contains("#include") ? "node.c" : "mjs"
    let file = try compiler.store(source: "// exercise: \(options)\n\(source)", as: "tried.\(ending)")
    return try await NodeControl(file: file, compiler: compiler)
  }

  static func run(
    _ probe: String, _ source: String, options: String = "{}", on runtime: Runtime, record: Bool = false
  ) async throws -> Outcome {
    let control = try await control(source, options: options)
    return try await run(probe, control.exercise, control.staged, on: runtime, record: record)
  }

  static func run(
    _ probe: String, _ exercise: Exercise, _ staged: Staged, on runtime: Runtime, record: Bool = false
  ) async throws -> Outcome {
    let observations = try await runner.run(cell(probe, exercise, on: runtime), on: staged, record: record)
    return Outcome(host: SupervisedHost.Outcome(observations: observations))
  }

  struct Outcome {
    var host: SupervisedHost.Outcome

    var raised: [Raised] {
      host.observations.compactMap { if case .raised(let raised) = $0 { raised } else { nil } }
    }
    var series: [Series] { host.observations.compactMap { if case .series(let series) = $0 { series } else { nil } } }
    var survivors: [Survivors] {
      host.observations.compactMap { if case .survivors(let survivors) = $0 { survivors } else { nil } }
    }
    func series(_ fact: String) -> Series? { series.first { $0.fact == fact } }
    func values(_ name: String) -> [Value] {
      host.observations.compactMap { if case .fact(name, let value) = $0 { value } else { nil } }
    }
    func number(_ name: String) -> Double? { values(name).first?.number }
  }
}

extension Runtime: CustomTestStringConvertible {
  package var testDescription: String { id }
}
