import Foundation
import Testing

@testable import Running

/// What a reader's process may do to its starter: nothing but answer, be late, or die.
///
/// No time is measured: tests that block threads run beside these, and what isn't bounded here would take an hour.
@Suite struct ReaderProcessTests {
  private func run(_ script: String, deadline: Duration = .seconds(1_800), input: Data = Data()) async throws
    -> ReaderProcess.Outcome
  {
    try await ReaderProcess(program: "/bin/sh", arguments: ["-c", script], input: input, deadline: deadline).run()
  }

  private func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 }

  /// Runs what writes its process id to `$0`, and returns the id.
  private func late(_ script: String) async throws -> Int32 {
    let file = "\(NSTemporaryDirectory())reader-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = ReaderProcess(program: "/bin/sh", arguments: ["-c", script, file], deadline: .seconds(1))
    guard case .late = try await process.run() else { throw Unexpected() }
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return try #require(Int32(text.trimmingCharacters(in: .newlines)))
  }

  private struct Unexpected: Error {}

  @Test func `an answer is what was written, whatever else was`() async throws {
    guard case .read(let data) = try await run("cat; echo noise >&2", input: Data("asked".utf8)) else {
      throw Unexpected()
    }
    #expect(data == Data("asked".utf8))
  }

  @Test func `one that is late is told so, and dead afterwards`() async throws {
    let process = try await late("echo $$ > $0; exec sleep 3600")
    #expect(!isAlive(process))
  }

  @Test func `one that ignores SIGTERM is dead afterwards, too`() async throws {
    let process = try await late(
      "trap '' TERM INT HUP; echo $$ > $0; while :; do read -t 1 nothing < /dev/zero; sleep 1; done")
    #expect(!isAlive(process))
  }

  @Test func `one that is late with its stdout closed is late`() async throws {
    let process = try await late("exec >&- 2>&-; echo $$ > $0; exec sleep 3600")
    #expect(!isAlive(process))
  }

  @Test func `a grandchild that keeps stdout open holds nobody up, and the answer counts`() async throws {
    guard case .read(let data) = try await run("sleep 3600 & echo $!; exit 0") else { throw Unexpected() }
    let grandchild = try #require(Int32(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)))
    #expect(isAlive(grandchild), "nobody waited for its end")
    kill(grandchild, SIGKILL)
  }

  @Test func `one that leaves before it has read all that it is asked ends nobody but itself`() async throws {
    signal(SIGPIPE, SIG_IGN)  // As the program does.
    let input = Data(count: 8 << 20)
    guard case .exited(7, _, _) = try await run("exec <&-; exit 7", input: input) else { throw Unexpected() }
    guard case .late = try await run("exec sleep 3600", deadline: .seconds(1), input: input) else { throw Unexpected() }
  }

  @Test func `one that is cancelled at its start ends nobody but itself`() async throws {
    for _ in 0..<50 {
      let reading = Task { try await run("exec sleep 3600", input: Data(count: 8 << 20)) }
      await Task.yield()
      reading.cancel()
      if case .success(.late) = await reading.result { Issue.record("it was cancelled, not late") }
    }
  }

  @Test func `one that closes stdout early and leaves has answered nothing`() async throws {
    guard case .read(let data) = try await run("exec >&-; exit 0") else { throw Unexpected() }
    #expect(data.isEmpty)
  }

  @Test func `too long an answer is told as that, and its writer is dead`() async throws {
    guard
      case .tooLong = try await run(
        "exec cat /dev/zero"
      )
    else { throw Unexpected() }
  }

  @Test func `a complaint is kept with its exit code, and one of more than 64 KiB is too long`() async throws {
    guard case .exited(1, _, let complaint) = try await run("echo no room >&2; exit 1") else { throw Unexpected() }
    #expect(complaint == "no room\n")
    guard case .tooLong = try await run("head -c 1000000 /dev/zero >&2; exit 1") else { throw Unexpected() }
  }

  @Test(arguments: [SIGKILL, SIGSEGV, SIGBUS, SIGABRT])
  func `a death is told with its signal`(signal: Int32) async throws {
    guard case .died(signal) = try await run("kill -\(signal) $$") else { throw Unexpected() }
  }

  @Test func `a program that isn't there is the harness's fault`() async throws {
    await #expect(throws: RunningError.self) {
      try await ReaderProcess(program: "/nowhere/harness", arguments: [], deadline: .seconds(5)).run()
    }
  }
}
