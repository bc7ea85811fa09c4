import Foundation
import Model
import Packaging
import Subprocess
import SystemPackage
import Testing

extension HarnessTests {
  /// What `harness compare --json` prints, held against its JSON Schema.
  @Suite struct ComparisonSchemaTests {
    @Test(arguments: [
      "compatible", "parameter-removed", "platforms-narrowed", "export-removed", "compatible-library", "import-added",
      "features-added", "compatible-npm", "engines-narrowed", "form-changed",
    ])
    func `a comparison of two releases of each kind is valid`(pair: String) async throws {
      let bench = try Workbench()
      let files = try pack(pair, into: bench)
      let run = try await bench.run(["compare"] + files + ["--json"])
      #expect([0, 1].contains(run.exit))
      #expect(try await complaint(about: run.stdout, in: bench) == "")
    }

    @Test func `so is one with calls, and one of what can't be read`() async throws {
      let bench = try Workbench()
      try bench.wheel("words", module: "def count(text):\n    return len(text.split())\n")
      let wheel = "words-1.0-py3-none-any.whl"
      let calls = ["--host", "cpython-3.11", "--setup", "import words", "--call", "words.count('a b')"]
      let run = try await bench.run(["compare", wheel, wheel, "--json"] + calls)
      #expect(run.stdout.contains("call-time"))
      #expect(try await complaint(about: run.stdout, in: bench) == "")
      try bench.write("no archive", to: "new/\(wheel)")
      let unreadable = try await bench.run("compare", wheel, "new/\(wheel)", "--json")
      #expect(unreadable.exit == 1 && unreadable.stdout.contains("unreadable"))
      #expect(try await complaint(about: unreadable.stdout, in: bench) == "")
    }

    @Test(arguments: [
      (#""weight" : "error""#, #""weight" : "fatal""#), (#""schema" : "harness-comparison/1""#, #""schema" : "1""#),
      (#""kind" : "parameter-removed""#, #""kind" : "Parameter removed""#), (#""form" : "wheel""#, #""form" : "egg""#),
      (#""unmeasured""#, #""unmesured""#),
    ])
    func `what the schema doesn't know is refused`(valid: String, changed: String) async throws {
      let bench = try Workbench()
      let text = try await bench.run(["compare"] + (try pack("parameter-removed", into: bench)) + ["--json"]).stdout
      try #require(text.contains(valid))
      let other = text.replacing(valid, with: changed, maxReplacements: 1)
      #expect(try await complaint(about: other, in: bench) != "")
    }

    /// The paths of the two releases of a control.
    private func pack(_ name: String, into bench: Workbench) throws -> [String] {
      let file = Program.harnesses.appending("Probes/package/surface-diff/controls/\(name).yaml").string
      let pair = try ControlPair(json: String(contentsOfFile: file, encoding: .utf8), name: name)
      return try [("old", pair.old), ("new", pair.new)].map { folder, recipe in
        try FileManager.default.createDirectory(atPath: bench.path(folder), withIntermediateDirectories: true)
        return try packControl(recipe, into: bench.path(folder), compile: { try compiled($0, bench) }).0.path
      }
    }

    private func compiled(_ source: ControlRecipe.Source, _ bench: Workbench) throws -> [UInt8] {
      try bench.write(source.c, to: "source.c")
      let compiler = try Process.run(
        URL(filePath: "/usr/bin/env"),
        arguments: ["cc", "-shared", "-fPIC", "-o", bench.path("source.so"), bench.path("source.c")] + source.link)
      compiler.waitUntilExit()
      try #require(compiler.terminationStatus == 0)
      return Array(try Data(contentsOf: URL(filePath: bench.path("source.so"))))
    }

    private static let validation = """
      import json, sys
      from jsonschema import Draft202012Validator
      schema, comparison = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
      Draft202012Validator.check_schema(schema)
      for error in Draft202012Validator(schema).iter_errors(comparison):
          print(error.json_path, error.message[:200])
      """

    /// What jsonschema, which `make install-tools` sets up, says of the text; empty where it's valid.
    private func complaint(about text: String, in bench: Workbench) async throws -> String {
      try bench.write(text, to: "comparison.json")
      let environment = ProcessInfo.processInfo.environment
      let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
      let named = environment["HARNESS_TOOLS_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
      let schema = Program.harnesses.appending("Schema/harness-comparison-1.schema.json").string
      let result = try await Subprocess.run(
        .path(FilePath(named ?? "\(cache)/harness/tools/python/bin/python")),
        arguments: ["-c", Self.validation, schema, bench.path("comparison.json")], output: .string(limit: 1 << 20),
        error: .string(limit: 1 << 20))
      try #require(result.terminationStatus.isSuccess, "\(result.standardError)\nrun `make install-tools`")
      return result.standardOutput
    }
  }
}
