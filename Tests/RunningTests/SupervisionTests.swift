import Foundation
import Model
import Testing

@testable import Running

@Suite struct SupervisionTests {
  @Test func `records come through in their order, and what is no record is dropped`() async throws {
    let outcome = try await SupervisedHost(
      script: """
        echo '{"harness":1,"step":"initialise"}' >&3
        echo 'no record at all' >&3
        echo '' >&3
        echo '{"harness":2,"step":"import"}' >&3
        echo '{"harness":1,"step":' >&3
        echo '{"harness":1,"step":"teleport"}' >&3
        echo '{"harness":1,"fact":"first","value":1}' >&3
        echo '{"harness": 1,"step":"setup"}' >&3
        echo '{"harness":1,"fact":"second","value":"two"}' >&3
        printf '{"harness":1,"step":"done"}' >&3
        """
    ).run()
    #expect(outcome.observations.count == 4, "three records and the exit")
    #expect(outcome.steps == [.initialise], "done has no newline: it was being written when the host left")
    #expect(outcome.observations.contains(.fact("second", "two")))
    #expect(outcome.facts == ["first", "second"])
  }

  @Test func `every record reaches the recorder as its line`() async throws {
    let seen = Seen()
    let lines = (0..<200).map { "{\"harness\":1,\"fact\":\"f\($0)\",\"value\":\($0)}" }
    let script = lines.map { "echo '\($0)' >&3\n" }.joined()
    _ = try await SupervisedHost(script: script).run { _, line in await seen.add(line) }
    #expect(await seen.lines.dropLast() == lines[...])
    #expect(await seen.lines.last?.hasPrefix("{\"harness\":1,\"exit\":") == true)
  }

  @Test func `a reader that is slow loses no record`() async throws {
    let seen = Seen()
    let host = SupervisedHost(
      script: """
        awk 'BEGIN { for (i = 0; i < 9000; i++) printf "{\\"harness\\":1,\\"fact\\":\\"f%d\\",\\"value\\":0}\\n", i }' >&3
        """)
    let outcome = try await host.run { _, line in
      if await seen.isFirst(line) { try? await Task.sleep(for: .milliseconds(300)) }
    }
    #expect(outcome.facts == (0..<9000).map { "f\($0)" }, "360 kB, of which a pipe holds 64")
    #expect(outcome.exit?.code == 0)
  }

  @Test func `a record cut in two by the pipe arrives whole`() async throws {
    let outcome = try await SupervisedHost(
      script: """
        printf '{"harness":1,"fa' >&3; sleep 0.05; printf 'ct":"whole","value":tr' >&3; sleep 0.05
        printf 'ue}\\n{"harness":1,"step":"done"}\\n' >&3
        """
    ).run()
    #expect(outcome.observations.prefix(2) == [.fact("whole", true), .step(.done)])
  }

  @Test func `a line longer than the wire takes is dropped, and the next one is not`() async throws {
    let outcome = try await SupervisedHost(
      script: """
        printf '{"harness":1,"skip":"' >&3; head -c 300000 /dev/zero | tr '\\0' a >&3; echo '"}' >&3
        echo '{"harness":1,"step":"done"}' >&3
        """
    ).run()
    #expect(outcome.observations.count == 2)
    #expect(outcome.steps == [.done])
  }

  @Test(arguments: [0, 1, 7, 255]) func `the exit code is the host's own`(code: Int) async throws {
    let exit = try #require(try await SupervisedHost(script: "exit \(code)").run().exit)
    #expect(exit.code == code)
    #expect(exit.signal == nil)
    #expect(exit.deadline == nil)
    #expect(exit.descendants == 0)
    #expect(exit.peakKiB > 0)
  }

  @Test(arguments: ["HUP", "ABRT", "SEGV", "KILL", "USR2", "TERM"])
  func `a signal is told by its name`(signal: String) async throws {
    let exit = try #require(try await SupervisedHost(script: "kill -\(signal) $$; sleep 30").run().exit)
    #expect(exit.code == nil)
    #expect(exit.signal == "SIG\(signal)")
    #expect(exit.deadline == nil)
  }

  @Test func `a host that is not there exits with 96 and says so`() async throws {
    var host = SupervisedHost(script: "")
    host.launch.executable = "/nowhere/host"
    let outcome = try await host.run()
    #expect(outcome.exit?.code == 96)
    #expect(outcome.stream("stderr")?.head == "/nowhere/host: No such file or directory\n")
  }

  @Test func `the environment is what the launch says and nothing else`() async throws {
    var host = SupervisedHost(script: "", environment: ["ONE": "1", "TWO": "a b=c", "ÄÖ": "ü"])
    host.launch.executable = "/usr/bin/env"
    host.launch.arguments = []
    let head = try #require(try await host.run().stream("stdout")?.head)
    #expect(Set(head.split(separator: "\n")) == ["ONE=1", "TWO=a b=c", "ÄÖ=ü"])
  }

  @Test func `the preload reaches the host and not the supervisor`() async throws {
    let instrument = try await NativeBench.compiler.heapInstrument().string
    var host = SupervisedHost(
      script: "echo \"$LD_PRELOAD\"; grep -c heap.so /proc/self/maps; cat /proc/$PPID/environ | tr '\\0' '\\n'",
      environment: ["PATH": "/usr/bin:/bin", "SEEN": "1"])
    host.launch.preload = [instrument]
    let head = try #require(try await host.run().stream("stdout")?.head)
    let lines = head.split(separator: "\n").map(String.init)
    #expect(lines.first == instrument)
    #expect(lines.dropFirst().first.flatMap { Int($0) } ?? 0 > 0)
    #expect(Set(lines.dropFirst(2)) == ["PATH=/usr/bin:/bin", "SEEN=1"])
  }

  @Test func `the host starts in its folder, with nothing but its five descriptors`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    var host = SupervisedHost(script: "pwd -P; ls /proc/$$/fd; cat")
    host.launch.workingDirectory = notes.folder.string
    let head = try #require(try await host.run().stream("stdout")?.head)
    let lines = head.split(separator: "\n").map(String.init)
    #expect(lines.first == notes.folder.string)
    #expect(lines.dropFirst() == ["0", "1", "2", "3", "4"])
  }

  @Test func `a host that closes every descriptor is waited for`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    let outcome = try await SupervisedHost(
      script: """
        echo '{"harness":1,"step":"call"}' >&3
        exec 0<&- 1>&- 2>&- 3>&- 4>&-
        sleep 0.2; : > "$1"; exit 5
        """, arguments: [notes.path("lived")]
    ).run()
    #expect(outcome.steps == [.call])
    #expect(outcome.exit?.code == 5)
    #expect(notes.text("lived") == "")
  }

  @Test func `what is written to the stacks' descriptor is told apart from stderr`() async throws {
    let outcome = try await SupervisedHost(script: "echo frame >&4; echo word >&2").run()
    #expect(outcome.stacks == "frame\n")
    #expect(outcome.stream("stderr")?.head == "word\n")
    #expect(outcome.stream("stdout") == nil, "nothing was written")
  }

  @Test func `no host may write a file larger than its limit, and none dumps core`() async throws {
    let notes = try Notes()
    defer { notes.remove() }
    var host = SupervisedHost(
      script: "ulimit -c; head -c 100000 /dev/zero > \"$1\"; exit 0", arguments: [notes.path("large")])
    host.limits.fileSize = 65_536
    let outcome = try await host.run()
    #expect(outcome.stream("stdout")?.head == "0\n")
    #expect(try FileManager.default.attributesOfItem(atPath: notes.path("large"))[.size] as? Int == 65_536)
  }
}

private actor Seen {
  var lines: [String] = []
  func add(_ line: String) { lines.append(line) }
  func isFirst(_ line: String) -> Bool {
    add(line)
    return lines.count == 1
  }
}
