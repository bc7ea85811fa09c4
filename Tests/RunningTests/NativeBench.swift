import Foundation
import Model
import Subprocess
import SystemPackage
import Testing

@testable import Running

/// Runs the native host by itself, without the supervisor: descriptors 3 and 4 are files.
struct NativeBench {
  static let repository = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
  /// Kept from run to run, since what is in it is found by content.
  static let cache = FilePath(NSTemporaryDirectory()).appending("harness-native-tests")
  static let compiler = HostCompiler(cache: cache, harnesses: repository.appending("Harnesses"))

  struct Outcome {
    var observations: [Observation]
    var stacks: String
    var status: TerminationStatus

    var steps: [Step] { observations.compactMap { if case .step(let step) = $0 { step } else { nil } } }
    var raised: [Raised] { observations.compactMap { if case .raised(let raised) = $0 { raised } else { nil } } }
    var survivors: [Survivors] {
      observations.compactMap { if case .survivors(let survivors) = $0 { survivors } else { nil } }
    }
    func series(_ fact: String) -> Series? {
      observations.lazy.compactMap { if case .series(let series) = $0, series.fact == fact { series } else { nil } }
        .first
    }
    func fact(_ name: String) -> Value? {
      observations.lazy.compactMap { if case .fact(name, let value) = $0 { value } else { nil } }.first
    }
  }

  static func probe(_ id: String, needs: [Capability] = []) -> Probe {
    Probe(
      id: id, question: "?", hosts: [.native], needs: needs,
      folder: repository.appending("Harnesses/Probes").appending(id).string)
  }

  static func cell(_ probe: Probe, _ exercise: Exercise?, kind: ArtifactKind = .cABI) -> Cell {
    Cell(
      id: CellID(target: "t", runtime: "native", probe: probe.id, exercise: exercise?.name),
      target: Target(id: "t", kind: kind, source: .file("t.so")), runtime: nil, probe: probe, exercise: exercise)
  }

  /// An artifact of this code, with this header.
  static func artifact(
    _ source: String, header: String? = nil, language: Compilation.Language = .c, libraries: [String] = []
  ) async throws -> Artifact {
    let file = try compiler.store(source: source, as: language == .c ? "words.c" : "words.cpp")
    let object = try await compiler.compile(
      Compilation(
        name: "words", product: .sharedObject, language: language, sources: [file.string],
        flags: Compilation.lenient, libraries: libraries))
    let stored = try header.map { try compiler.store(source: $0, as: "words.h").string }
    return Artifact(path: object.string, sha256: "", header: stored)
  }

  static func run(
    _ probe: Probe, _ artifact: Artifact, _ exercise: Exercise?, kind: ArtifactKind = .cABI, record: Bool = false
  ) async throws -> Outcome {
    let folder = cache.appending("run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let launch = try await NativeHost(compiler: compiler).launch(
      cell: cell(probe, exercise, kind: kind), artifact: artifact, workingDirectory: folder.string, record: record)
    return try await run(launch, in: folder)
  }

  private static func run(_ launch: HostLaunch, in folder: FilePath) async throws -> Outcome {
    let preload = launch.preload.isEmpty ? [] : ["LD_PRELOAD=\(launch.preload.joined(separator: ":"))"]
    let script = "exec env \"$@\" 3>wire.jsonl 4>stacks.txt"
    let arguments = ["-c", script, "sh"] + preload + [launch.executable] + launch.arguments
    let environment = launch.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: Arguments(arguments),
      environment: .custom(Dictionary(uniqueKeysWithValues: environment)), workingDirectory: folder,
      output: .discarded)
    let wire = try String(contentsOfFile: folder.appending("wire.jsonl").string, encoding: .utf8)
    return Outcome(
      observations: try wire.split(separator: "\n").map {
        try JSONDecoder().decode(Observation.self, from: Data($0.utf8))
      },
      stacks: try String(contentsOfFile: folder.appending("stacks.txt").string, encoding: .utf8),
      status: result.terminationStatus)
  }
}
