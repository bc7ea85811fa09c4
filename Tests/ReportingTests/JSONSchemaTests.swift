import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct JSONSchemaTests {
  @Test func `results of every verdict are valid`() throws {
    #expect(try complaint(about: Samples.results) == "")
  }

  @Test func `a target without an artifact and an empty run are valid`() throws {
    var results = Results(run: Samples.start, targets: [], cells: [])
    results.targets = [TargetResult(id: "words-py", artifact: nil, facts: ["error": "maturin ended with status 1"])]
    #expect(try complaint(about: results) == "")
  }

  @Test(
    "what the schema doesn't know is refused",
    arguments: [
      (#""verdict" : "passed""#, #""verdict" : "fine""#),
      (#""repeat" :"#, #""repeet" :"#),
      (#""schema" : "harness-results/1""#, #""schema" : "harness-results/2""#),
      (#""severity" : "error""#, #""severity" : "fatal""#),
      (#""reason" : "the exercise may not be repeated""#, #""reason" : null"#),
      (#""canaries" : "caught""#, #""canaries" : "blind""#),
      (#""sha256" : "ab"#, #""sha256" : "AB"#),
      (#""started" : "2026-11-22T10"#, #""started" : "22 Nov 2026 10"#),
      (#""code" : 0"#, #""status" : 0"#),
    ])
  func refuses(valid: String, changed: String) throws {
    let text = String(decoding: try JSONReporter.encoder.encode(Samples.results), as: UTF8.self)
    try #require(text.contains(valid))
    #expect(try complaint(about: text.replacing(valid, with: changed, maxReplacements: 1)) != "")
  }

  @Test func `an inspection of a wheel, of a module and of what can't be read is valid`() throws {
    var module = Inspection(artifact: Artifact(path: "/x/words.wasm", sha256: ""), form: .wasmModule, bytes: 9)
    module.modules = [Inspection.WasmUnit(path: "words.wasm", bytes: 9)]
    let nothing = Inspection(artifact: Artifact(path: "/x/words.whl", sha256: ""), form: .unreadable)
    for inspection in [InspectionTextTests.wheel, module, nothing] {
      let text = String(decoding: try JSONReporter.encoder.encode(inspection), as: UTF8.self)
      #expect(try complaint(about: text, schema: Self.inspectionSchema) == "")
      #expect(try complaint(about: text.replacing("\"form\"", with: "\"from\""), schema: Self.inspectionSchema) != "")
    }
  }

  private func complaint(about results: Results) throws -> String {
    try complaint(about: String(decoding: JSONReporter.encoder.encode(results), as: UTF8.self))
  }

  /// What jsonschema says of the text; empty where it's valid.
  private func complaint(about text: String, schema: String = Self.schema) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    let (status, output) = try python(["-c", Self.validation, schema, file.path(percentEncoded: false)])
    let tools =
      "\(Self.interpreter) ended with \(status): \(output)\nrun `make install-tools`, which installs jsonschema"
    try #require(status == 0, "\(tools)")
    return output
  }

  private static let validation = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema, results = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
    Draft202012Validator.check_schema(schema)
    for error in Draft202012Validator(schema).iter_errors(results):
        print(error.json_path, error.message[:200])
    """

  private static let schema = path("harness-results-1")
  private static let inspectionSchema = path("harness-inspection-1")

  private static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Harnesses/Schema/\(name).schema.json")
      .standardized.path(percentEncoded: false)
  }

  /// What `make install-tools` sets up, unless HARNESS_TOOLS_PYTHON names another.
  private static var interpreter: String {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["HARNESS_TOOLS_PYTHON"], !named.isEmpty { return named }
    let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
    return "\(cache)/harness/tools/python/bin/python"
  }

  private func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
    try #require(
      FileManager.default.isExecutableFile(atPath: Self.interpreter),
      "no interpreter at \(Self.interpreter): run `make install-tools`")
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: Self.interpreter)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
