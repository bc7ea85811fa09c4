import Foundation
import Model
import Testing

@testable import Planning

/// What the tests decode against: three probes and four described runtimes, one of them missing.
enum Samples {
  static let probes = [
    Probe(id: "load/imports", question: "?", hosts: [.python, .native], asks: .artifact, folder: "/p/load/imports"),
    Probe(id: "ownership/call-growth", question: "?", hosts: [.python, .native], folder: "/p/ownership/call-growth"),
    Probe(id: "package/archive-sound", question: "?", asks: .package, folder: "/p/package/archive-sound"),
  ]
  static let runtimes = [
    Runtime(id: "cpython-3.11", host: .python, version: "3.11", library: "/l/libpython3.11.so"),
    Runtime(id: "cc", host: .native, version: "12", library: "/usr/bin/cc"),
    Runtime(id: "node-18", host: .node, version: "18", library: "/usr/bin/node"),
  ]
  static let missing = [
    MissingRuntime(
      id: "cpython-3.11-debug", host: .python, sought: ["/l/libpython3.11d.so"],
      install: "apt-get install python3.11-dbg")
  ]

  static let decoder = MatrixDecoder(
    probes: probes, runtimes: runtimes, missing: missing, today: Day("2026-11-22") ?? .today())

  static func decode(_ text: String) throws -> Matrix {
    try decoder.decode(text: text, file: "Matrix.yaml", folder: "/repo")
  }

  /// What is wrong with the text; empty where it decodes.
  static func complaints(_ text: String) -> [Complaint] {
    do {
      _ = try decode(text)
      return []
    } catch PlanningError.invalid(let complaints) {
      return complaints
    } catch {
      Issue.record("not `invalid`: \(error)")
      return []
    }
  }

  /// A matrix of one wheel; `exercise` is put under `exercises: { go: … }`, `target` beside `kind`.
  static func matrix(target: String = "", exercise: String = "call: f()", known: String = "") -> String {
    """
    version: 1
    targets:
      words:
        kind: wheel
        artifact: dist/words.whl
        \(target)
        exercises:
          go:
            \(exercise)
    \(known)
    """
  }
}

/// A folder of its own for one test, gone afterwards.
struct ScratchFolder: ~Copyable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("planning-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
