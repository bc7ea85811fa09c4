import Foundation
import Model
import Subprocess
import Testing

extension HarnessTests {
  /// `harness check` on files without a Matrix.yaml.
  @Suite struct CheckCommandTests {
    private static let header = "char *leak_keep(const char *text);\nvoid leak_free(char *text);\n"
    private static let source = """
      #include "leak.h"
      #include <stdlib.h>
      #include <string.h>

      char *leak_keep(const char *text) {
        char *copy = malloc(strlen(text) + 1);
        return strcpy(copy, text);
      }

      void leak_free(char *text) { free(text); }

      """

    private func bench() async throws -> Workbench {
      let bench = try Workbench()
      try bench.write(Self.header, to: "leak.h")
      try bench.write(Self.source, to: "leak.c")
      let compiled = try await Subprocess.run(
        .name("cc"), arguments: ["-g", "-shared", "-fPIC", "-o", "libleak.so", "leak.c"],
        workingDirectory: bench.folder, output: .discarded, error: .string(limit: 1 << 16))
      #expect(compiled.terminationStatus.isSuccess, "\(compiled.standardError)")
      return bench
    }

    @Test func `a leak in a shared library is told with the function and the line that allocated`() async throws {
      let run = try await bench().run(
        "check", "libleak.so", "--header", "leak.h", "--setup", "const char *text = \"abc\";", "--call",
        "leak_keep(text)")
      #expect(run.exit == 1)
      let finding = try run.finding("libleak.so/native/ownership/call-growth/call")
      #expect(finding.facts["fact"] == "live-heap-blocks")
      #expect(finding.facts["per-call"] == 1)
      let bytes = try #require(finding.facts["bytes-per-call"]?.number)
      #expect(bytes >= 4, "three letters and the zero, and what the allocator adds to them")
      #expect(finding.where.contains { $0.contains("leak_keep") && $0.contains("leak.c:6") }, "\(finding.where)")
      #expect(run.verdicts.filter { ![.passed, .skipped].contains($0.value) }.count == 1, "\(run.verdicts)")
    }

    @Test func `the same call with its free passes everything`() async throws {
      let run = try await bench().run(
        "check", "libleak.so", "--header", "leak.h", "--call", "leak_free(leak_keep(\"abc\"))")
      #expect(run.exit == 0, "\(run.stdout)")
      #expect(run.verdicts["libleak.so/native/ownership/call-growth/call"] == .passed)
    }

    @Test func `the command that repeats a failure repeats it`() async throws {
      let bench = try await bench()
      let first = try await bench.run(
        "check", "libleak.so", "--header", "leak.h", "--setup", "const char *it = \"isn't\";", "--call",
        "leak_keep(it)")
      let cell = try first.cell("libleak.so/native/ownership/call-growth/call")
      let again = cell.repeat.replacing("harness check", with: "\(Program.path) check --output again")
      let repeated = try await Subprocess.run(
        .path("/bin/sh"), arguments: ["-c", again],
        environment: .inherit.updating(["HARNESS_HOME": Program.repository.string]), workingDirectory: bench.folder,
        output: .string(limit: 1 << 20))
      #expect(repeated.terminationStatus == .exited(1))
      #expect(repeated.standardOutput.contains("1 cell in"), "\(repeated.standardOutput)")
    }

    @Test func `a call into a library without its header is bad usage`() async throws {
      let run = try await bench().run("check", "libleak.so", "--call", "leak_keep(\"abc\")")
      #expect(run.exit == 2)
      #expect(run.stderr.contains("--header"))
    }

    @Test func `a call that doesn't compile is a failure in the compiler's words`() async throws {
      let run = try await bench().run(
        "check", "libleak.so", "--header", "leak.h", "--call", "leak_kept(\"abc\")", "--only", "*/panic/contained/*")
      let finding = try run.finding("libleak.so/native/panic/contained/call")
      #expect(finding.facts["fact"] == "exercise")
      #expect(finding.message.contains("leak_kept"), "\(finding)")
      #expect(run.exit == 1)
    }

    @Test func `only the package is asked where nothing shall run, and no sandbox is needed for it`() async throws {
      let bench = try Workbench()
      try bench.wheel("hostile", module: "import os\nopen('ran', 'w').close()\nos._exit(1)\n")
      let run = try await bench.run(
        "check", "hostile-1.0-py3-none-any.whl", "--package", environment: ["PATH": "/nonexistent"])
      #expect(run.exit == 0, "\(run.stdout)\(run.stderr)")
      #expect(!run.verdicts.isEmpty && run.verdicts.keys.allSatisfy { $0.hasPrefix("hostile-1.0/-/package/") })
      #expect(bench.text("ran") == nil)
      #expect(try await bench.run("check", "hostile-1.0-py3-none-any.whl", "--package", "--call", "1").exit == 2)
    }

    @Test func `inspect tells a wheel on a screen and as JSON, and what is none is no success`() async throws {
      let bench = try Workbench()
      try bench.wheel("sound", module: "def answer():\n    return 42\n")
      let screen = try await bench.run("inspect", "sound-1.0-py3-none-any.whl")
      #expect(screen.exit == 0 && screen.stdout.contains("py3-none-any"), "\(screen.stdout)\(screen.stderr)")
      let json = try await bench.run("inspect", "sound-1.0-py3-none-any.whl", "--json")
      let inspection = try JSONDecoder().decode(Inspection.self, from: Data(json.stdout.utf8))
      #expect(inspection.schema == "harness-inspection/1" && inspection.identity.name == "sound")
      #expect(inspection.members.count == 4 && inspection.binaries.isEmpty)
      try bench.write("no archive", to: "broken-1.0-py3-none-any.whl")
      let broken = try await bench.run("inspect", "broken-1.0-py3-none-any.whl")
      #expect(broken.exit == 1 && broken.stdout.contains("is not a zip archive"), "\(broken.stdout)")
      #expect(try await bench.run("inspect", "missing.whl").exit == 2)
    }

    @Test func `a wheel is asked without any call, and with calls of each its own exercise`() async throws {
      let bench = try Workbench()
      try bench.wheel("sound", module: "def answer():\n    return 42\n")
      let wheel = "sound-1.0-py3-none-any.whl"
      let bare = try await bench.run("check", wheel, "--host", "cpython-3.11")
      #expect(bare.exit == 0)
      let ofFile = bare.verdicts.filter { $0.key.hasSuffix("/-") }
      #expect(ofFile["sound-1.0/-/package/archive-sound/-"] == .passed)
      #expect(ofFile["sound-1.0/-/package/entry-point/-"] == .skipped)
      #expect(ofFile["sound-1.0/cpython-3.11/load/imports/-"] == .passed)
      #expect(ofFile.values.allSatisfy { [.passed, .skipped].contains($0) }, "\(ofFile)")
      #expect(bare.verdicts["sound-1.0/cpython-3.11/ownership/call-growth/sound.answer"] == .passed, "found by itself")
      let called = try await bench.run(
        "check", wheel, "--host", "cpython-3.11", "--setup", "import sound", "--call", "sound.answer()", "--call",
        "sound.question()", "--only", "*/panic/contained/*")
      #expect(
        called.verdicts == [
          "sound-1.0/cpython-3.11/panic/contained/call-1": .passed,
          "sound-1.0/cpython-3.11/panic/contained/call-2": .failed,
        ])
      #expect(called.exit == 1)
    }
  }
}
