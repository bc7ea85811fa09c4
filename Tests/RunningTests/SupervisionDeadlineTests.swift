import Foundation
import Model
import Testing

@testable import Running

@Suite struct SupervisionDeadlineTests {
  /// Notes each signal and lives on; ends by itself after 30 s, should nobody kill it.
  private static let stubborn = """
    trap 'echo USR1 >> "$1"' USR1; trap 'echo TERM >> "$1"' TERM; trap 'echo INT >> "$1"' INT
    echo '{"harness":1,"step":"call"}' >&3
    i=0; while [ $i -lt 600 ]; do sleep 0.05; i=$((i + 1)); done
    """
  private static let threeSteps = Teardown(steps: [
    .init(signal: "USR1", wait: .milliseconds(300)), .init(signal: "INT", wait: .milliseconds(300)),
    .init(signal: "TERM", wait: .milliseconds(300)),
  ])

  @Test func `a missed deadline runs the teardown in its order, and ends in the kill`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    var host = SupervisedHost(script: Self.stubborn, arguments: [notes.path("signals")])
    host.limits.cell = .seconds(1)
    host.teardown = Self.threeSteps
    let exit = try #require(try await host.run().exit)
    #expect(notes.text("signals") == "USR1\nINT\nTERM\n")
    #expect(exit.signal == "SIGKILL")
    #expect(exit.deadline == "cell")
  }

  @Test func `a host that leaves at a step gets none of those after it`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    var host = SupervisedHost(
      script: "trap 'echo TERM >> \"$1\"' TERM; trap 'echo INT >> \"$1\"; exit 3' INT\n"
        + "i=0; while [ $i -lt 600 ]; do sleep 0.05; i=$((i + 1)); done", arguments: [notes.path("signals")])
    host.limits.cell = .seconds(1)
    host.teardown = Teardown(steps: [
      .init(signal: "INT", wait: .seconds(20)), .init(signal: "TERM", wait: .seconds(20)),
    ])
    let exit = try #require(try await host.run().exit)
    #expect(notes.text("signals") == "INT\n")
    #expect(exit.code == 3)
    #expect(exit.deadline == "cell", "it left by itself, and too late")
  }

  @Test func `without steps the kill comes at once`() async throws {
    var host = SupervisedHost(script: "trap '' TERM INT USR1; sleep 30")
    host.limits.cell = .milliseconds(200)
    let exit = try #require(try await host.run().exit)
    #expect(exit.signal == "SIGKILL")
    #expect(exit.deadline == "cell")
  }

  @Test func `what the host wrote before it hung is kept, and what it writes when asked for its stacks`() async throws {
    var host = SupervisedHost(
      script: "trap 'echo frame >&4' USR1; echo before; echo '{\"harness\":1,\"step\":\"call\"}' >&3\n"
        + "i=0; while [ $i -lt 600 ]; do sleep 0.05; i=$((i + 1)); done")
    host.limits.cell = .seconds(1)
    host.teardown = Teardown(steps: [.init(signal: "USR1", wait: .milliseconds(500))])
    let outcome = try await host.run()
    #expect(outcome.steps == [.call])
    #expect(outcome.stream("stdout")?.head == "before\n")
    #expect(outcome.stacks == "frame\n")
  }

  @Test func `the stack command is asked about the host, and is no descendant of it`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let command = notes.path("stack-command")
    try "#!/bin/sh\necho \"$1 $(cat /proc/$2/comm)\"\nsleep 20\n"
      .write(toFile: command, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: command)
    var host = SupervisedHost(script: "trap '' USR1; exec sleep 30")
    host.launch.stackCommand = [command, "-p", "{pid}"]
    host.limits.cell = .seconds(1)
    host.teardown = Teardown(steps: [.init(signal: "USR1", wait: .milliseconds(600))])
    let outcome = try await host.run()
    #expect(outcome.stacks == "-p sleep\n")
    #expect(outcome.exit?.descendants == 0, "neither the command nor what it started")
  }

  @Test(arguments: ["finalise", "unload", "done"])
  func `the exit's deadline runs from the first step that takes things down`(step: String) async throws {
    var host = SupervisedHost(script: "echo '{\"harness\":1,\"step\":\"\(step)\"}' >&3; sleep 30")
    host.limits.exit = .milliseconds(300)
    let exit = try #require(try await host.run().exit)
    #expect(exit.signal == "SIGKILL")
    #expect(exit.deadline == "exit")
  }

  @Test func `steps told again and again do not put the exit's deadline off`() async throws {
    var host = SupervisedHost(
      script:
        "i=0; while [ $i -lt 60 ]; do echo '{\"harness\":1,\"step\":\"unload\"}' >&3; sleep 0.05; i=$((i + 1)); done")
    host.limits.exit = .milliseconds(500)
    let exit = try #require(try await host.run().exit)
    #expect(exit.deadline == "exit", "the last record is 3 s away")
    #expect(exit.signal == "SIGKILL")
  }

  @Test(arguments: ["call", "after", "import"]) func `other steps leave the cell's deadline`(step: String) async throws
  {
    var host = SupervisedHost(script: "echo '{\"harness\":1,\"step\":\"\(step)\"}' >&3; sleep 30")
    host.limits.cell = .seconds(1)
    host.limits.exit = .milliseconds(1)
    #expect(try await host.run().exit?.deadline == "cell")
  }

  @Test func `a flood on every channel does not keep the deadline from being met`() async throws {
    var host = SupervisedHost(
      script: "yes >&1 & yes >&2 & while :; do echo '{\"harness\":1,\"step\":\"call\"}' >&3; done")
    host.limits.cell = .seconds(1)
    let outcome = try await host.run()
    #expect(outcome.exit?.deadline == "cell")
    #expect(outcome.exit?.signal == "SIGKILL")
    #expect(outcome.stream("stdout")?.tail.isEmpty == false)
  }
}
