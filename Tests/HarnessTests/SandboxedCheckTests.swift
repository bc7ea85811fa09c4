import Foundation
import Glibc
import Model
import Subprocess
import Testing

extension HarnessTests {
  /// `harness check` on a file of unknown origin, which runs nowhere but in the sandbox.
  @Suite(.enabled("bubblewrap is installed") { access("/usr/bin/bwrap", X_OK) == 0 }) struct SandboxedCheckTests {
    /// Says what it finds of its user: a file in the home, a variable, the folder that the command stands in.
    private static let snoop = """
      import os
      import time


      def look(home, folder):
          found = []
          for path in (home + "/.ssh/id_planted", folder + "/planted"):
              if os.path.exists(path):
                  found.append(path)
          found += [name for name in os.environ if "TOKEN" in name]
          if found:
              raise LookupError("found " + ", ".join(found))


      def wait():
          open("waits", "w").close()
          time.sleep(20)

      """
    private static let only = "*/panic/contained/*"

    private func bench() throws -> Workbench {
      let bench = try Workbench()
      try bench.wheel("snoop", module: Self.snoop)
      try bench.write("secret", to: "home/.ssh/id_planted")
      try bench.write("secret", to: "planted")
      return bench
    }

    private func look(_ bench: Workbench, _ options: String...) async throws -> HarnessRun {
      try await bench.run(
        [
          "check", "snoop-1.0-py3-none-any.whl", "--host", "cpython-3.11", "--only", Self.only, "--setup",
          "import snoop",
          "--call", "snoop.look('\(bench.path("home"))', '\(bench.folder)')",
        ] + options, environment: ["HARNESS_TEST_TOKEN": "secret"])
    }

    @Test func `the artifact finds nothing of the user`() async throws {
      let run = try await look(bench())
      #expect(run.exit == 0, "\(run.stdout)")
      #expect(run.results?.run.sandbox == "bubblewrap")
      #expect(run.stdout.contains("sandbox   bubblewrap"))
    }

    @Test func `without the sandbox it does, and the report says that there was none`() async throws {
      let run = try await look(bench(), "--no-sandbox")
      let finding = try run.finding("snoop-1.0/cpython-3.11/panic/contained/call")
      #expect(finding.message.contains("id_planted"), "\(finding)")
      #expect(!finding.message.contains("TOKEN"), "its environment is a clean one, sandbox or not")
      #expect(run.results?.run.sandbox == "none (--no-sandbox)")
      #expect(run.stdout.contains("sandbox   none (--no-sandbox)"))
      #expect(try run.cell("snoop-1.0/cpython-3.11/panic/contained/call").repeat.contains("--no-sandbox"))
    }

    @Test func `what the user lets it read it reads`() async throws {
      let bench = try bench()
      let run = try await look(bench, "--readable", "planted")
      let finding = try run.finding("snoop-1.0/cpython-3.11/panic/contained/call")
      #expect(finding.message.contains("found \(bench.path("planted"));"), "that and nothing else: \(finding)")
      #expect(try run.cell("snoop-1.0/cpython-3.11/panic/contained/call").repeat.contains("--readable"))
    }

    @Test func `without bubblewrap nothing runs`() async throws {
      let bench = try bench()
      try FileManager.default.createDirectory(atPath: bench.path("empty"), withIntermediateDirectories: true)
      let run = try await bench.run(
        "check", "snoop-1.0-py3-none-any.whl", environment: ["PATH": bench.path("empty")])
      #expect(run.exit == 2)
      #expect(run.stderr.contains("bubblewrap (`bwrap`) is not in PATH"), "\(run.stderr)")
      #expect(run.stderr.contains("apt-get install bubblewrap") && run.stderr.contains("--no-sandbox"))
      #expect(run.results == nil)
    }

    @Test func `without bubblewrap it runs where told to`() async throws {
      let bench = try bench()
      try FileManager.default.createDirectory(atPath: bench.path("tools"), withIntermediateDirectories: true)
      for tool in ["cc", "as", "ld"] {
        try FileManager.default.createSymbolicLink(
          atPath: bench.path("tools/\(tool)"), withDestinationPath: "/usr/bin/\(tool)")
      }
      let run = try await bench.run(
        "check", "snoop-1.0-py3-none-any.whl", "--host", "cpython-3.11", "--only", "*/load/imports/*", "--no-sandbox",
        environment: ["PATH": bench.path("tools")])
      #expect(run.exit == 0, "\(run.stdout)\(run.stderr)")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func `a signal in the middle leaves no process`(number: Int32) async throws {
      let bench = try bench()
      let run = try await bench.run(
        "check", "snoop-1.0-py3-none-any.whl", "--host", "cpython-3.11", "--only", Self.only, "--setup", "import snoop",
        "--call", "snoop.wait()"
      ) { process in
        let called = try await eventually { waits(bench) }
        #expect(called, "the call was never made")
        #expect(kill(process.value, number) == 0)
      }
      #expect(run.exit == (number == SIGKILL ? nil : 130), "\(run.ending) \(run.stderr)")
      let gone = try await eventually(within: .seconds(5)) { try Processes.mentioning(bench.folder.string) == [] }
      let left = try Processes.mentioning(bench.folder.string)
      #expect(gone, "\(left)")
      if number != SIGKILL { #expect(run.results?.run.interrupted == true) }
    }

    private func waits(_ bench: Workbench) -> Bool {
      let scratches = (try? FileManager.default.contentsOfDirectory(atPath: bench.path("tmp"))) ?? []
      return scratches.contains { bench.text("tmp/\($0)/waits") != nil }
    }
  }
}
