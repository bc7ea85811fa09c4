import Foundation
import Model
import SystemPackage
import Testing

@testable import Running

@Suite(.enabled(if: PythonBench.isHere)) struct PythonEnvironmentsTests {
  /// Wheels of one module each, and an interpreter that notes its every run before it is the real one.
  private struct Shop {
    let notes: Notes
    let runtime: Runtime
    var cache: FilePath { notes.folder.appending("cache") }
    var runs: Int { (notes.text("runs") ?? "").split(separator: "\n").count }
    var folders: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: cache.appending("environments").string)) ?? []).sorted()
    }

    init() throws {
      notes = try Notes()
      var runtime = try #require(PythonBench.runtime)
      let interpreter = notes.path("python")
      try "#!/bin/sh\necho run >> '\(notes.path("runs"))'\nexec \(runtime.interpreter ?? "") \"$@\"\n"
        .write(toFile: interpreter, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: interpreter)
      runtime.interpreter = interpreter
      self.runtime = runtime
    }

    /// `tiny_<name>-1.0-py3-none-any.whl`, written as python3 -m zipfile would, with a RECORD that lists no hashes.
    func wheel(_ name: String, source: String = "value = 1\n", sha256: String = "0") throws -> Artifact {
      let file = notes.path("tiny_\(name)-1.0-py3-none-any.whl")
      let members = [
        "tiny_\(name).py": source,
        "tiny_\(name)-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny_\(name)\nVersion: 1.0\n",
        "tiny_\(name)-1.0.dist-info/WHEEL":
          "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
      ]
      let record = members.keys.map { "\($0),,\n" }.joined() + "tiny_\(name)-1.0.dist-info/RECORD,,\n"
      var entries = members
      entries["tiny_\(name)-1.0.dist-info/RECORD"] = record
      let script =
        "import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n"
        + "    for name, text in json.loads(sys.argv[2]).items(): z.writestr(name, text)\n"
      let python = try Process.run(
        URL(fileURLWithPath: "/usr/bin/python3.11"),
        arguments: ["-c", script, file, String(decoding: try JSONEncoder().encode(entries), as: UTF8.self)])
      python.waitUntilExit()
      return Artifact(path: file, sha256: sha256)
    }
  }

  @Test func `a wheel is installed once, and found again`() async throws {
    let shop = try Shop()
    defer { shop.notes.remove() }
    let wheel = try shop.wheel("once", source: "value = 7\n")
    let environments = PythonEnvironments(cache: shop.cache)
    let site = try await environments.site(for: wheel, requires: [], runtime: shop.runtime)
    #expect(try String(contentsOfFile: "\(site)/tiny_once.py", encoding: .utf8) == "value = 7\n")
    #expect(try await environments.site(for: wheel, requires: [], runtime: shop.runtime) == site)
    let later = PythonEnvironments(cache: shop.cache)
    #expect(try await later.site(for: wheel, requires: [], runtime: shop.runtime) == site)
    #expect(shop.runs == 1)
    #expect(shop.folders == [FilePath(site).lastComponent?.string ?? ""])
  }

  @Test func `callers at the same time share one install, those of another harness share its folder`() async throws {
    let shop = try Shop()
    defer { shop.notes.remove() }
    let wheel = try shop.wheel("shared")
    let environments = [PythonEnvironments(cache: shop.cache), PythonEnvironments(cache: shop.cache)]
    let sites = try await withThrowingTaskGroup(of: String.self) { group in
      for caller in 0..<8 {
        group.addTask { try await environments[caller % 2].site(for: wheel, requires: [], runtime: shop.runtime) }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(sites.count == 1)
    #expect(shop.runs == 2, "one for each harness")
    #expect(shop.folders.count == 1, "no partial one")
  }

  @Test func `other content, another requirement or another version is another folder`() async throws {
    let shop = try Shop()
    defer { shop.notes.remove() }
    let environments = PythonEnvironments(cache: shop.cache)
    let first = try shop.wheel("first", sha256: "1"), extra = try shop.wheel("extra")
    var other = first
    other.sha256 = "2"
    var newer = shop.runtime
    newer.version = "3.11.99"
    let sites = [
      try await environments.site(for: first, requires: [], runtime: shop.runtime),
      try await environments.site(for: other, requires: [], runtime: shop.runtime),
      try await environments.site(for: first, requires: [extra.path], runtime: shop.runtime),
      try await environments.site(for: first, requires: [], runtime: newer),
    ]
    #expect(Set(sites).count == 4)
    #expect(FileManager.default.fileExists(atPath: "\(sites[2])/tiny_extra.py"))
    #expect(!FileManager.default.fileExists(atPath: "\(sites[0])/tiny_extra.py"))
  }

  @Test func `the order of what is required makes no other folder`() async throws {
    let shop = try Shop()
    defer { shop.notes.remove() }
    let environments = PythonEnvironments(cache: shop.cache)
    let wheel = try shop.wheel("ordered")
    let extras = [try shop.wheel("a").path, try shop.wheel("b").path]
    let site = try await environments.site(for: wheel, requires: extras, runtime: shop.runtime)
    #expect(try await environments.site(for: wheel, requires: extras.reversed(), runtime: shop.runtime) == site)
    #expect(shop.runs == 1)
  }

  @Test func `what can not be installed leaves nothing behind, and pip's words say why`() async throws {
    let shop = try Shop()
    defer { shop.notes.remove() }
    let environments = PythonEnvironments(cache: shop.cache)
    let file = shop.notes.path("broken-1.0-py3-none-any.whl")
    try "not a zip".write(toFile: file, atomically: true, encoding: .utf8)
    await #expect {
      _ = try await environments.site(
        for: Artifact(path: file, sha256: "0"), requires: [], runtime: shop.runtime)
    } throws: { error in
      guard case .installFailed(let what, let output) = error as? RunningError else { return false }
      return what == [file] && output.contains("ERROR: Wheel") && "\(error)".contains("is invalid")
    }
    #expect(shop.folders == [])
  }

  @Test func `a runtime without an interpreter is named`() async throws {
    var runtime = try #require(PythonBench.runtime)
    runtime.interpreter = nil
    let environments = PythonEnvironments(cache: NativeBench.cache)
    await #expect(throws: RunningError.noInterpreter(runtime: "cpython-3.11")) {
      _ = try await environments.site(for: Artifact(path: "/w.whl", sha256: ""), requires: [], runtime: runtime)
    }
  }
}
