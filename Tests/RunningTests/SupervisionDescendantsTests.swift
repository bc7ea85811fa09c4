import Foundation
import Model
import Testing

@testable import Running

/// What the artifact starts is gone when the cell is over, however it hid.
@Suite struct SupervisionDescendantsTests {
  /// Leaves `argv[2]` processes behind, each in a session of its own, forked twice, deaf to all but SIGKILL; their ids
  /// are in the note `argv[1]` before the host goes on to do as `argv[3]` says.
  private static let leaver = """
    #define _GNU_SOURCE
    #include <fcntl.h>
    #include <signal.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/wait.h>
    #include <unistd.h>

    static void stay(int note) {
      for (int i = 1; i < 32; i++) signal(i, SIG_IGN);
      dprintf(note, "%d\\n", getpid());
      for (;;) pause();
    }

    static void daemonise(int note) {
      if (fork() == 0) {
        setsid();
        if (fork() == 0) stay(note);
        _exit(0);
      }
      wait(NULL);
    }

    static void await_lines(const char *path, int wanted) {
      char text[65536];
      for (int seen = 0; seen < wanted; usleep(2000)) {
        int file = open(path, O_RDONLY);
        ssize_t got = read(file, text, sizeof text);
        close(file);
        seen = 0;
        for (ssize_t i = 0; i < got; i++) seen += text[i] == '\\n';
      }
    }

    int main(int count, char **arguments) {
      int note = open(arguments[1], O_CREAT | O_WRONLY | O_APPEND, 0600), wanted = atoi(arguments[2]);
      signal(SIGCHLD, SIG_DFL);
      for (int i = 0; i < wanted; i++) daemonise(note);
      await_lines(arguments[1], wanted);
      const char *then = arguments[count - 1];
      if (strcmp(then, "hang") == 0) for (;;) pause();
      static const char record[] = "{\\"harness\\":1,\\"step\\":\\"call\\"}\\n";
      if (strcmp(then, "flood") == 0) for (;;) (void)!write(3, record, sizeof record - 1);
      if (strcmp(then, "crash") == 0) abort();
      return 0;
    }

    """

  private func leaver(_ notes: Notes, _ count: Int, then: String) async throws -> SupervisedHost {
    try await SupervisedHost(c: Self.leaver, arguments: [notes.path("left"), "\(count)", then])
  }

  @Test(arguments: [("exit", 1), ("exit", 25), ("crash", 3)])
  func `processes that fled into their own sessions are ended and counted`(then: String, count: Int) async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let exit = try #require(try await leaver(notes, count, then: then).run().exit)
    let left = notes.processes("left")
    #expect(exit.descendants == count)
    #expect(left.count == count)
    #expect(left.filter(isRunning) == [])
    #expect(exit.signal == (then == "crash" ? "SIGABRT" : nil))
  }

  @Test func `children of the killed are ended as well`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let host = SupervisedHost(
      script: """
        setsid sh -c 'setsid sh -c "echo \\$\\$ >> $1; sleep 60; :" sh "$1" & echo $$ >> "$1"; sleep 60; :' sh "$1" &
        while [ "$(wc -l < "$1")" -lt 2 ]; do sleep 0.02; done
        """, arguments: [notes.path("left")])
    try "".write(toFile: notes.path("left"), atomically: false, encoding: .utf8)
    let exit = try #require(try await host.run().exit)
    #expect(notes.processes("left").count == 2)
    #expect(notes.processes("left").filter(isRunning) == [])
    #expect(exit.descendants >= 2, "two shells, and whichever of their sleeps had started")
  }

  @Test func `a child that was waited for, or had ended before the host, is not counted`() async throws {
    let outcome = try await SupervisedHost(script: "(exit 3) & wait; (exit 4) & sleep 0.2; exec true").run()
    #expect(outcome.exit?.code == 0)
    #expect(outcome.exit?.descendants == 0)
  }

  @Test func `a hung host's are ended with it`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    var host = try await leaver(notes, 2, then: "hang")
    host.limits.cell = .seconds(1)
    let exit = try #require(try await host.run().exit)
    #expect(exit.deadline == "cell")
    #expect(exit.descendants == 2)
    #expect(notes.processes("left").filter(isRunning) == [])
  }

  /// A host that floods its wire keeps the supervisor writing while the harness has stopped to read.
  @Test(arguments: ["hang", "flood"])
  func `cancelling the task ends the host and all that it started`(then: String) async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let host = try await leaver(notes, 3, then: then)
    let run = Task { try await host.run() }
    let left = try #require(try await notes.awaited("left", lines: 3))
    run.cancel()
    _ = try? await run.value
    #expect(left.filter(isRunning) == [])
  }

  /// The supervisor's stdin is the harness's hand: its end means that the harness is gone, and nobody reads any more.
  @Test(arguments: ["hang", "flood"])
  func `a harness that dies takes the host and all that it started along`(then: String) async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let host = try await leaver(notes, 3, then: then)
    let harness = Process()
    let hand = Pipe(), wire = Pipe()
    harness.executableURL = URL(fileURLWithPath: try await SupervisedHost.supervision.program().string)
    harness.arguments =
      ["--deadline-ms", "60000", "--exit-ms", "60000", "--", host.launch.executable] + host.launch.arguments
    (harness.standardInput, harness.standardOutput) = (hand, wire)
    try harness.run()
    let left = try #require(try await notes.awaited("left", lines: 3))
    try hand.fileHandleForWriting.close()
    try wire.fileHandleForReading.close()
    harness.waitUntilExit()
    #expect(left.filter(isRunning) == [])
  }
}
