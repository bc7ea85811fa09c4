import Foundation
import Glibc
import Model
import Testing

extension HarnessTests {
  @Suite struct InterruptionTests {
    private func bench() throws -> Workbench {
      let bench = try Workbench()
      try bench.wheel("hostile", module: HostileModule.source)
      try bench.write(
        matrix: HostileModule.matrix(
          """
          first: { setup: import hostile, call: hostile.sound(), probes: [panic/contained] }
          second: { setup: import hostile, call: "hostile.wait('\(bench.path("waits"))')", probes: [panic/contained] }
          third: { setup: import hostile, call: hostile.sound(), probes: [panic/contained] }
          """))
      return bench
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal in the middle ends the cells, and the report says what was finished`(number: Int32) async throws {
      let bench = try bench()
      let clock = ContinuousClock()
      let (times, continuation) = AsyncStream<ContinuousClock.Instant>.makeStream()
      let run = try await bench.run("run", "--jobs", "1", "--only", "*/panic/contained/*") { process in
        try await bench.wait(for: "waits")
        continuation.yield(clock.now)
        #expect(kill(process.value, number) == 0)
      }
      continuation.finish()
      let ended = clock.now
      for await sent in times {
        print("ended \(ended - sent) after signal \(number)")
        #expect(ended - sent < .seconds(5), "the cell itself sleeps for 20 s")
      }
      #expect(run.exit == 130)
      #expect(run.results?.run.interrupted == true)
      #expect(run.verdicts == ["hostile/cpython-3.11/panic/contained/first": .passed])
      #expect(run.stdout.contains("2 of 3 cells not run"), "\(run.stdout)")
      #expect(bench.text("out/junit.xml") != nil)
      #expect(try Processes.mentioning(bench.folder.string) == [])
    }

    @Test func `a kill of the program itself leaves no host behind`() async throws {
      let bench = try bench()
      let run = try await bench.run("run", "--jobs", "1", "--only", "*/panic/contained/*") { process in
        try await bench.wait(for: "waits")
        #expect(kill(process.value, SIGKILL) == 0)
      }
      #expect(run.exit == nil)
      let ended = try await eventually(within: .seconds(5)) { try Processes.mentioning(bench.folder.string) == [] }
      #expect(ended)
    }

    @Test func `a build is ended, too`() async throws {
      let bench = try Workbench()
      try bench.write("touch \(bench.path("builds"))\nsleep 20\n", to: "source/build.sh")
      try bench.write(
        matrix: """
          targets:
            slow: { kind: wheel, build: { packager: command, path: source, command: sh build.sh } }

          """)
      let run = try await bench.run(
        "run", "package", environment: ["XDG_CACHE_HOME": bench.path("cache")]
      ) { process in
        try await bench.wait(for: "builds")
        #expect(kill(process.value, SIGINT) == 0)
      }
      #expect(run.exit == 130)
      #expect(run.results?.cells == [])
      #expect(try Processes.mentioning(bench.folder.string) == [])
    }
  }
}
