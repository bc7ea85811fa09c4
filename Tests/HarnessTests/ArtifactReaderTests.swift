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
    _ script: String, _ time: ReadingTime? = ReadingTime(processorSeconds: 600),
    _ read: (ArtifactReader, Artifact, Target) async throws -> Told
  ) async throws -> Told {
    let bench = try Workbench()
    try bench.write("#!/bin/sh\n\(script)\n", to: "reader")
    #expect(chmod(bench.path("reader"), 0o700) == 0)
    let artifact = Artifact(path: bench.path("words.so"), sha256: "")
    return try await read(
      // By the clock an hour: tests beside this one block all threads for minutes.
      ArtifactReader(harnesses: "/nowhere", program: bench.path("reader"), time: time), artifact,
      Target(id: "words", kind: .cABI, source: .file(artifact.path)))
  }

  @Test(arguments: [
    ("kill -BUS $$", "the file changed while it was read"), ("kill -XCPU $$", "took more than 600 s of processor time"),
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

  @Test func `who is slow is told by the clock, whatever little it takes`() async throws {
    let time = ReadingTime(processorSeconds: 1)
    let inspection = try await with("exec sleep 3600", time) { try await $0.inspect($1, $2) }
    #expect(inspection.unread == ["reading the file took longer than 6 s"])
  }

  @Test func `a reader is told how much processor time a file of its size may take`() async throws {
    let script = "case \"$*\" in *'--processor-seconds 5') kill -XCPU $$;; esac"
    let inspection = try await with(script, nil) { try await $0.inspect($1, $2) }
    #expect(inspection.unread == ["reading the file took more than 5 s of processor time"])
    let folder = try Workbench()
    for (size, seconds) in [(0, 5), (19_999_999, 5), (20_000_000, 6), (400_000_000, 25)] {
      #expect(FileManager.default.createFile(atPath: folder.path("file"), contents: nil))
      #expect(truncate(folder.path("file"), size) == 0)
      let time = ReadingTime(ofFileAt: folder.path("file"))
      #expect(time.processorSeconds == seconds && time.deadline == .seconds(6 * seconds))
    }
  }

  @Test(arguments: ["echo nonsense", ":", "exec >&-", "echo '{}'", "echo no >&2; exit 1"])
  func `a reader that has lost its own mind is the harness's fault`(script: String) async throws {
    await #expect(throws: RunningError.self) { try await read(script) }
  }
}
