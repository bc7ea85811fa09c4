import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// A host of the test's own under the real supervisor: a shell script or a C program.
struct SupervisedHost {
  var launch: HostLaunch
  var limits: Limits
  var teardown = Teardown(steps: [])
  var sandbox: Sandbox?

  static let supervision = Supervision(compiler: NativeBench.compiler)

  struct Outcome {
    var observations: [Observation]

    var steps: [Step] { observations.compactMap { if case .step(let step) = $0 { step } else { nil } } }
    var facts: [String] { observations.compactMap { if case .fact(let name, _) = $0 { name } else { nil } } }
    var stacks: String? {
      observations.lazy.compactMap { if case .stacks(let text) = $0 { text } else { nil } }.first
    }
    var exit: Exit? { observations.lazy.compactMap { if case .exit(let exit) = $0 { exit } else { nil } }.first }
    func stream(_ name: String) -> Model.Stream? {
      observations.lazy
        .compactMap { if case .stream(let stream) = $0, stream.name == name { stream } else { nil } }.first
    }
  }

  /// `script` is run by /bin/sh; descriptor 3 is the wire, 4 the stacks.
  init(script: String, arguments: [String] = [], environment: [String: String] = ["PATH": "/usr/bin:/bin"]) {
    launch = HostLaunch(
      executable: "/bin/sh", arguments: ["-c", script, "sh"] + arguments, environment: environment,
      workingDirectory: "/")
    limits = Limits(cell: .seconds(30))
  }

  /// A program of this C source.
  init(c source: String, arguments: [String] = [], libraries: [String] = []) async throws {
    let program = try await Self.program(source, libraries: libraries)
    self.init(script: "")
    launch.executable = program.string
    launch.arguments = arguments
  }

  /// `sources` are below Harnesses.
  static func program(
    _ source: String, sources: [String] = [], flags: [String] = Compilation.strict, libraries: [String] = []
  ) async throws -> FilePath {
    let file = try NativeBench.compiler.store(source: source, as: "driver.c")
    let harnesses = NativeBench.compiler.harnesses.string
    return try await NativeBench.compiler.program(
      "driver", sources: [file.string] + sources, flags: flags + ["-I\(harnesses)"],
      libraries: libraries)
  }

  func run(record: @Sendable (Observation, String) async -> Void = { _, _ in }) async throws -> Outcome {
    let supervision = Supervision(compiler: NativeBench.compiler, sandbox: sandbox)
    return Outcome(
      observations: try await supervision.run(launch, limits: limits, teardown: teardown, record: record))
  }
}

/// Text that a host leaves behind, in a folder that goes away with the value's test.
struct Notes {
  let folder = FilePath(NSTemporaryDirectory()).appending("harness-notes-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { folder.appending(name).string }

  func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

  /// The process ids in a note, one a line.
  func processes(_ name: String) -> [pid_t] {
    (text(name) ?? "").split(separator: "\n").compactMap { pid_t($0) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder.string) }

  /// Waits until the note is there and ends a line; nil where 20 s were not enough.
  func awaited(_ name: String, lines: Int = 1) async throws -> [pid_t]? {
    for _ in 0..<2000 {
      if processes(name).count >= lines, text(name)?.hasSuffix("\n") == true { return processes(name) }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }
}

/// Whether a process with this id runs; a zombie does not.
func isRunning(_ process: pid_t) -> Bool {
  guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let end = status.lastIndex(of: ")")
  else { return false }
  return status[end...].dropFirst(2).first.map { $0 != "Z" && $0 != "X" } ?? false
}
