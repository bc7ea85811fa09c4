import Foundation
import Glibc
import Model
import Testing

extension HarnessTests {
  /// Nothing of a wheel, nor of what it requires, runs while it is laid out: that is done outside of the sandbox.
  @Suite(.enabled("bubblewrap is installed") { access("/usr/bin/bwrap", X_OK) == 0 }) struct SandboxedInstallTests {
    private static let imports = "trap-1.0/cpython-3.11/load/imports/-"

    /// A wheel that leaves `ran-…` in the bench by every way that Python has to run a file unasked.
    private func bench(requiringSource: Bool = false) throws -> Workbench {
      let bench = try Workbench()
      let requires = requiringSource ? "Requires-Dist: source @ file://\(bench.path("source"))\n" : ""
      let leave = { (name: String) in "import os; open('\(bench.path("ran-\(name)"))', 'w').close()\n" }
      try bench.wheel(
        "trap", module: "value = 1\n",
        metadata: "Metadata-Version: 2.1\nName: trap\nVersion: 1.0\n" + requires,
        others: [
          "trap.pth": leave("pth"), "sitecustomize.py": leave("sitecustomize"),
          "usercustomize.py": leave("usercustomize"), "trap-1.0.data/purelib/late.pth": leave("late"),
          "pip/__init__.py": leave("pip"),
        ])
      try bench.write(
        "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
          + "[project]\nname = 'source'\nversion = '1'\n", to: "source/pyproject.toml")
      try bench.write(leave("build"), to: "source/backend.py")
      return bench
    }

    private func ran(_ bench: Workbench) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: bench.folder.string).filter { $0.hasPrefix("ran-") }
    }

    private func check(_ bench: Workbench, _ options: [String] = []) async throws -> HarnessRun {
      try await bench.run(
        ["check", "trap-1.0-py3-none-any.whl", "--host", "cpython-3.11", "--only", "*/load/imports/*"] + options)
    }

    @Test func `files that Python runs unasked run in the sandbox alone`() async throws {
      let bench = try bench()
      let run = try await check(bench)
      #expect(try run.cell(Self.imports).verdict == .passed, "\(run.stdout)")
      #expect(try ran(bench) == [])
    }

    @Test(arguments: [true, false])
    func `what is required and not built is not built`(byTheWheel: Bool) async throws {
      let bench = try bench(requiringSource: byTheWheel)
      let run = try await check(bench, byTheWheel ? [] : ["--requires", bench.path("source")])
      let cell = try run.cell(Self.imports)
      #expect(cell.verdict == .notEstablished, "\(run.stdout)")
      #expect(cell.reason?.contains("outside of the sandbox") == true, "\(cell)")
      #expect(try ran(bench) == [])
    }

    /// The way is real: without the sandbox pip builds it.
    @Test func `without the sandbox it is built`() async throws {
      let bench = try bench()
      _ = try await check(bench, ["--no-sandbox", "--requires", bench.path("source")])
      #expect(try ran(bench).contains("ran-build"))
    }
  }
}
