import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// What the code of an artifact can't do in the sandbox, each tried.
@Suite(.enabled("bubblewrap works here") { await SandboxBench.isHere }) struct SandboxTests {
  @Test func `nothing outside can be read, written, reached or seen`() async throws {
    let attempt = try await Escape(sandbox: try await SandboxBench.working.value)
    defer { attempt.notes.remove() }
    try await attempt.expectNothing()
  }

  /// bwrap then has no power but what a user namespace gives it.
  @Test(.enabled(if: geteuid() == 0, "only root becomes another user"))
  func `nor by the code of a user who is not root`() async throws {
    var sandbox = try await SandboxBench.working.value
    let attempt = try await Escape(sandbox: sandbox)
    defer { attempt.notes.remove() }
    sandbox.program = try attempt.bubblewrapOfNobody(sandbox.program)
    try await attempt.belongs(to: 65534).with(sandbox).expectNothing()
  }

  /// The trap: what keeps root inside is not the read-only mount but the missing capability.
  @Test(.enabled(if: geteuid() == 0, "it is root that has capabilities to keep"))
  func `with its capabilities left root's code remounts and writes, so the attempt can succeed`() async throws {
    var sandbox = try await SandboxBench.working.value
    let all = try #require(sandbox.isolation.firstIndex(of: "ALL"))
    sandbox.isolation.removeSubrange(all - 1...all)
    let attempt = try await Escape(sandbox: sandbox)
    defer { attempt.notes.remove() }
    let answers = try await attempt.answers(only: "remount what is shown")
    #expect(answers == ["remount what is shown": "done"])
    #expect(FileManager.default.fileExists(atPath: attempt.shown + "/written"))
  }

  /// A trial that sees a capability does not believe the sandbox.
  @Test(.enabled(if: geteuid() == 0, "it is root that has capabilities to keep"))
  func `a bwrap that leaves capabilities is refused`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let real = try await SandboxBench.working.value.program
    try notes.program(
      "bwrap",
      "for word; do shift; case $word in --cap-drop|ALL) ;; *) set -- \"$@\" \"$word\";; esac; done\n"
        + "exec \(real) \"$@\"")
    await #expect(throws: RunningError.sandboxRefused(reason: "it leaves the artifact's code a capability")) {
      _ = try await Sandbox.working(path: notes.folder.string)
    }
  }

  private func host(_ script: String, in notes: Notes) async throws -> SupervisedHost {
    var host = SupervisedHost(script: script)
    host.sandbox = try await SandboxBench.working.value
    host.launch.workingDirectory = notes.folder.string
    return host
  }

  @Test(arguments: ["exit 3": "3 -", "kill -SEGV $$": "- SIGSEGV", "kill -KILL $$": "- SIGKILL"])
  func `how a host ends is told as it is outside`(script: String, end: String) async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let exit = try #require(try await host(script, in: notes).run().exit)
    #expect("\(exit.code.map(String.init) ?? "-") \(exit.signal ?? "-")" == end)
    #expect(exit.deadline == nil)
  }

  @Test func `a hung host says its stacks before it is ended, and what it left is counted`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    var host = try await host(
      "trap 'echo stack of $$ >&4' USR1; setsid sleep 300 & while :; do sleep 0.05; done", in: notes)
    host.limits.cell = .seconds(1)
    host.teardown = Teardown(steps: [Teardown.Step(signal: "USR1", wait: .seconds(10))])
    let outcome = try await host.run()
    #expect(outcome.stacks == "stack of 2\n", "the host is the second process in there")
    #expect(outcome.exit?.deadline == "cell")
    #expect((outcome.exit?.descendants ?? 0) >= 1)
  }

  @Test func `cancelling the task ends the sandbox with all that is in it`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let host = try await host("echo up > up; sleep 300", in: notes)
    let run = Task { try await host.run() }
    while notes.text("up")?.isEmpty != false { try await Task.sleep(for: .milliseconds(20)) }
    let clock = ContinuousClock(), start = clock.now
    run.cancel()
    _ = try? await run.value
    #expect(clock.now - start < .seconds(20), "it sleeps for 300 s")
  }

  /// A file that a host reads and its launch doesn't name makes a question narrower without a word.
  @Test func `libraries that a probe loads beside the artifact are shown`() async throws {
    let runner = CellRunner(
      cache: NativeBench.cache, harnesses: NativeBench.compiler.harnesses, sandbox: try await SandboxBench.working.value
    )
    let exercise = Exercise(name: "control", setup: "import control", call: "control.call()")
    var cell = PythonBench.cell("load/cohabits", exercise)
    cell.probe.expects = [.cohabits]
    let staged = try PythonBench.staged("def call():\n    return 1\n", modules: ["control"])
    let refused = try await runner.run(cell, on: staged).compactMap { observation -> Value? in
      if case .fact("cannot-load-after", let value) = observation { value } else { nil }
    }
    #expect(refused == [.array([])])
  }

  @Test func `no bwrap, or one that can not isolate, is refused in words that help`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    await #expect(throws: RunningError.sandboxMissing(searched: notes.folder.string)) {
      _ = try await Sandbox.working(path: notes.folder.string)
    }
    try notes.program("bwrap", "echo 'bwrap: Creating new namespace failed: Operation not permitted' >&2; exit 1")
    await #expect {
      _ = try await Sandbox.working(path: notes.folder.string)
    } throws: {
      "\($0)".contains("Creating new namespace failed: Operation not permitted") && "\($0)".contains("--no-sandbox")
    }
  }

  @Test func `root of a container that may make no namespace gets one of users first`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let real = try await SandboxBench.working.value.program
    try notes.program(
      "bwrap", "case \" $* \" in *' --unshare-user '*) exec \(real) \"$@\";; esac; echo no >&2; exit 1")
    let sandbox = try await Sandbox.working(path: notes.folder.string)
    #expect(sandbox.isolation.contains("--unshare-user"))
  }

  @Test func `what bwrap says when it fails is why the cell is broken`() async throws {
    let attempt = try await Escape(sandbox: Sandbox(program: "/usr/bin/bwrap-that-is-not-there"))
    defer { attempt.notes.remove() }
    await #expect(throws: RunningError.self) { _ = try await attempt.answers() }
    var sandbox = try await SandboxBench.working.value
    sandbox.isolation.append("--no-such-option")
    await #expect {
      _ = try await attempt.with(sandbox).answers()
    } throws: {
      "\($0)".contains("--no-such-option")
    }
  }
}

/// The sandbox of this machine, found once.
enum SandboxBench {
  static let working = Task { try await Sandbox.working(path: "/usr/local/bin:/usr/bin:/bin") }
  static var isHere: Bool {
    get async { (try? await working.value) != nil && PythonBench.isHere }
  }
}

extension Notes {
  /// A shell script of this body that can be executed by all.
  func program(_ name: String, _ body: String) throws {
    try "#!/bin/sh\n\(body)\n".write(toFile: path(name), atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
  }
}
