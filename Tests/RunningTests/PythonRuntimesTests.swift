import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

/// Pythons that are not the system's, where install has put them.
@Suite struct PythonRuntimesTests {
  private static let packages = cache + "/packages"
  private static var cache: String {
    let named = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"]
    return (named.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory() + "/.cache") + "/harness"
  }

  /// On a C library of its own, release and debug.
  private static let newer: [Runtime] = ["3.13", "3.14"].flatMap { version in
    ["", "d"].compactMap { kind -> Runtime? in
      let root = "\(packages)/cpython-\(version)/usr"
      let folder = "\(root)/lib/x86_64-linux-gnu"
      let library = "\(folder)/libpython\(version)\(kind).so.1.0"
      guard FileManager.default.fileExists(atPath: library) else { return nil }
      return Runtime(
        id: "cpython-\(version)\(kind)", host: .python, version: version, library: library,
        interpreter: "\(root)/bin/python\(version)", loader: "\(folder)/ld-linux-x86-64.so.2",
        environment: ["PYTHONHOME": root])
    }
  }

  /// A program with all of libpython in itself, which the host is preloaded into.
  private static let program: [Runtime] = {
    let root = "\(packages)/cpython-3.14t"
    guard FileManager.default.fileExists(atPath: "\(root)/libexec/python3.14t") else { return [] }
    return [
      Runtime(
        id: "cpython-3.14t", host: .python, version: "3.14", library: "\(root)/libexec/python3.14t",
        interpreter: "\(root)/bin/python3.14t", capabilities: [.freeThreaded], environment: ["PYTHONHOME": root])
    ]
  }()

  private func run(_ source: String, on runtime: Runtime, _ environment: [String: String] = [:]) async throws
    -> SupervisedHost.Outcome
  {
    var cell = PythonBench.cell("load/imports", nil)
    cell.runtime = runtime
    cell.runtime?.environment.merge(environment) { $1 }
    let staged = try PythonBench.staged(source, modules: ["control"])
    return SupervisedHost.Outcome(observations: try await PythonBench.runner.run(cell, on: staged))
  }

  private func expectSound(_ outcome: SupervisedHost.Outcome) {
    for case .raised(let raised) in outcome.observations { Issue.record("\(raised.type): \(raised.message)") }
    #expect(outcome.observations.contains(.step(.done)))
  }

  @Test(arguments: newer + program) func `the host is the process, and what it starts is clean`(_ runtime: Runtime)
    async throws
  {
    let source = """
      import os, subprocess, sys

      exe = os.readlink("/proc/self/exe")
      assert os.path.basename(exe).startswith("python"), exe
      assert "host" not in os.environ.get("LD_PRELOAD", ""), os.environ["LD_PRELOAD"]
      assert os.environ.get("LD_LIBRARY_PATH") is None, os.environ["LD_LIBRARY_PATH"]
      subprocess.run(["/bin/true"], check=True)
      said = subprocess.run([sys.executable, "-c", "import sys; print(sys.version)"], capture_output=True, text=True)
      assert said.stdout.startswith(sys.version.split()[0].rpartition(".")[0]), said
      """
    expectSound(try await run(source, on: runtime))
  }

  @Test(arguments: newer) func `a library path of the exercise's own goes on to what it starts`(_ runtime: Runtime)
    async throws
  {
    let source = "import os\nassert os.environ['LD_LIBRARY_PATH'] == '/opt/own', os.environ['LD_LIBRARY_PATH']\n"
    expectSound(try await run(source, on: runtime, ["LD_LIBRARY_PATH": "/opt/own"]))
  }

  @Test(arguments: program) func `a free-threaded runtime runs without a lock`(_ runtime: Runtime) async throws {
    expectSound(try await run("import sys\nassert not sys._is_gil_enabled()\n", on: runtime))
  }
}
