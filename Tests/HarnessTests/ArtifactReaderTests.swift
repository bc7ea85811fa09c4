import Foundation
import Model
import Packaging
import Running
import Testing

@testable import harness

/// What comes of a reading, by how its process ended.
@Suite struct ArtifactReaderTests {
  private func read(_ script: String) async throws -> PackageReading {
    try await with(script) { try await $0.read($1, $2) }
  }

  private func with<Told: Sendable>(
    _ script: String, _ read: (ArtifactReader, Artifact, Target) async throws -> Told
  ) async throws -> Told {
    let bench = try Workbench()
    try bench.write("#!/bin/sh\n\(script)\n", to: "reader")
    #expect(chmod(bench.path("reader"), 0o700) == 0)
    let artifact = Artifact(path: bench.path("words.so"), sha256: "")
    return try await read(
      // Tests beside this one block all threads for minutes.
      ArtifactReader(harnesses: "/nowhere", program: bench.path("reader"), patience: .seconds(3600)), artifact,
      Target(id: "words", kind: .cABI, source: .file(artifact.path)))
  }

  @Test(arguments: [
    ("kill -BUS $$", "the file changed while it was read"), ("kill -XCPU $$", "processor time"),
    ("kill -KILL $$", "takes more than 256 MiB"), ("kill -SEGV $$", "ended by signal 11"),
    ("exec cat /dev/zero", "more to tell"),
  ])
  func `what ends a reader by its file is a reading that tells nothing, and why`(script: String, reason: String)
    async throws
  {
    let inspection = try await with(script) { try await $0.inspect($1, $2) }
    #expect(inspection.form == .unreadable)
    #expect(inspection.unread.first?.contains(reason) == true, "\(inspection.unread)")
    #expect(try await read(script).answers.values.allSatisfy { $0.count == 2 })
  }

  @Test(arguments: ["echo nonsense", ":", "exec >&-", "echo '{}'", "echo no >&2; exit 1"])
  func `a reader that has lost its own mind is the harness's fault`(script: String) async throws {
    await #expect(throws: RunningError.self) { try await read(script) }
  }
}
