import Building
import Foundation
import Model

/// A folder of its own for one test: sources, a cache, and the harness's output; removed with it.
final class Scratch: Sendable {
  let root: String

  init() throws {
    // Without links, as the paths that cargo tells.
    let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    root = temporary + "/building-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root + "/sources", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  var sources: String { root + "/sources" }
  var builder: Builder { Builder(cache: root + "/cache", output: root + "/output") }

  /// With these folders of the shared cache, artifacts in the test's own.
  func equipped(
    _ folders: [String], environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Builder {
    try FileManager.default.createDirectory(atPath: root + "/cache", withIntermediateDirectories: true)
    for folder in folders {
      try FileManager.default.createSymbolicLink(
        atPath: root + "/cache/" + folder, withDestinationPath: Builder.defaultCache() + "/" + folder)
    }
    return Builder(cache: root + "/cache", output: root + "/output", environment: environment)
  }

  func write(_ text: String, to name: String) throws {
    let path = URL(filePath: root + "/" + name)
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: path, atomically: true, encoding: .utf8)
  }

  /// A shell script in `bin`, which a test puts first in PATH.
  func script(_ lines: String, as name: String) throws {
    try write("#!/bin/sh\n" + lines + "\n", to: "bin/" + name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: root + "/bin/" + name)
  }

  /// The test's own environment with `bin` first in PATH, and more.
  func environment(_ more: [String: String] = [:]) -> [String: String] {
    let inherited = ProcessInfo.processInfo.environment
    return inherited.merging(["PATH": root + "/bin:" + (inherited["PATH"] ?? "")]) { $1 }.merging(more) { $1 }
  }

  func read(_ name: String) throws -> String { try String(contentsOfFile: root + "/" + name, encoding: .utf8) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + name) }

  /// A target of packager `command` that runs this line in `sources`.
  func target(_ command: String?) -> Target {
    Target(
      id: "tiny", kind: .wheel, source: .build(Build(packager: .command, path: sources, command: command)))
  }

  func build(_ target: Target, noBuild: Bool = false) async throws -> BuiltArtifact {
    try await builder.build(target, noBuild: noBuild)
  }
}

/// Runs a program to its end; its standard output.
func printed(by command: [String]) throws -> String {
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = command
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return text
}

/// The folder of the repository that these tests are part of.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path

/// A zombie that nobody reaps in a container has ended too.
func isRunning(_ pid: Int32) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
  return stat.split(separator: ")").last?.split(separator: " ").first != "Z"
}
