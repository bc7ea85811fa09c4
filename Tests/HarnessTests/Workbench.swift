import Foundation
import Model
import Packaging
import Subprocess
import SystemPackage
import Testing

/// A scratch folder with a Matrix.yaml of its own, in which the program is run as a user runs it.
final class Workbench: Sendable {
  let folder: FilePath

  /// Of this process; a bench that tests share lives as long as it.
  private static let benches: FilePath = {
    atexit { try? FileManager.default.removeItem(atPath: "\(NSTemporaryDirectory())harness-tests-\(getpid())") }
    return FilePath("\(NSTemporaryDirectory())harness-tests-\(getpid())")
  }()

  init() throws {
    folder = Workbench.benches.appending(UUID().uuidString)
    try FileManager.default.createDirectory(atPath: folder.appending("tmp").string, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.string) }

  func path(_ name: String) -> String { folder.appending(name).string }

  func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

  func write(_ text: String, to name: String) throws {
    let file = folder.appending(name)
    try FileManager.default.createDirectory(
      atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file.string))
  }

  /// Until the artifact under test has written this file.
  func wait(for name: String) async throws {
    let appeared = try await eventually { text(name) != nil }
    #expect(appeared, "\(name) was never written")
  }

  func write(matrix: String) throws { try write("version: 1\n\(matrix)", to: "Matrix.yaml") }

  /// A pure wheel `NAME-1.0` of one module and `others`, text by path, in the folder itself; `metadata` takes the place of a
  /// right METADATA.
  func wheel(
    _ name: String, module: String, metadata: String? = nil, others: [String: String] = [:], python: String = "py3"
  ) throws {
    let members = [("\(name).py", module)] + others.sorted { $0.key < $1.key }
    let recipe: Value = .object([
      "metadata": metadata.map(Value.string) ?? .null, "file": .string("\(name)-1.0-\(python)-none-any.whl"),
      "members": .array(members.map { .object(["path": .string($0.0), "text": .string($0.1)]) }),
    ])
    let json = String(decoding: try JSONEncoder().encode(recipe), as: UTF8.self)
    _ = try packControl(ControlRecipe(json: json, name: name), into: folder.string, compile: { _ in [] })
  }

  /// The repository's Harnesses in this folder, to be changed; HARNESS_HOME names the folder.
  func copyHarnesses() throws {
    try FileManager.default.createDirectory(atPath: path("Harnesses"), withIntermediateDirectories: true)
    for part in ["Hosts", "Instruments", "Measures", "Probes", "Runtimes", "Tables"] {
      try FileManager.default.copyItem(
        atPath: Program.harnesses.appending(part).string, toPath: path("Harnesses/\(part)"))
    }
  }

  func run(
    _ arguments: String..., environment: [String: String] = [:],
    during: @Sendable (_ process: ProcessIdentifier) async throws -> Void = { _ in }
  ) async throws -> HarnessRun {
    try await run(arguments, environment: environment, during: during)
  }

  /// Runs `harness ARGUMENT…` here; `run` and `check` write to `out`.
  func run(
    _ arguments: [String], environment: [String: String] = [:],
    during: @Sendable (_ process: ProcessIdentifier) async throws -> Void = { _ in }
  ) async throws -> HarnessRun {
    var surroundings = ["HARNESS_HOME": Program.repository.string, "TMPDIR": path("tmp")]
    surroundings.merge(environment) { $1 }
    let changes = surroundings.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    let writes = arguments.first == "run" || arguments.first == "check"
    let result = try await Subprocess.run(
      .path(Program.path), arguments: Arguments(arguments + (writes ? ["--output", path("out")] : [])),
      environment: .inherit.updating(Dictionary(uniqueKeysWithValues: changes)), workingDirectory: folder,
      input: .none, output: .string(limit: 8 << 20), error: .string(limit: 8 << 20)
    ) { execution in try await during(execution.processIdentifier) }
    return HarnessRun(
      ending: result.terminationStatus, stdout: result.standardOutput, stderr: result.standardError,
      results: try results())
  }

  private func results() throws -> Results? {
    guard let data = FileManager.default.contents(atPath: path("out/results.json")) else { return nil }
    return try JSONDecoder().decode(Results.self, from: data)
  }
}
