import Foundation
import Model
import Testing

extension HarnessTests {
  /// Harnesses/Fixtures/planted: an extension with one defect a function, built by its own packager and asked every growth,
  /// reference and error question, without a setting for any of them.
  @Suite struct PlantedTests {
    struct Defect: Sendable, CustomTestStringConvertible {
      var exercise, probe, fact: String
      var message: String
      /// What a line under `where` names.
      var place: String
      var severity = Severity.error
      var testDescription: String { exercise }
    }

    static let defects: [Defect] = [
      Defect(
        exercise: "object-atomic", probe: "call-growth", fact: "live-heap-blocks",
        message: "keeps 1 block (56 bytes) per call",
        place: "bytes_each_call  (src/objects.c:"),
      Defect(
        exercise: "object-tracked", probe: "call-growth", fact: "live-heap-blocks",
        message: "keeps 2 blocks (80 bytes) per call",
        place: "list_each_call  (src/objects.c:"),
      Defect(
        exercise: "reference-existing", probe: "reference-drift", fact: "references",
        message: "bytearray object gains 1 reference per call", place: "reached as kept"),
      Defect(
        exercise: "bytes-each", probe: "call-growth", fact: "live-heap-blocks",
        message: "keeps 1 block (24 bytes) per call",
        place: "malloc_each_call  (src/memory.c:"),
      Defect(
        exercise: "bytes-1000th", probe: "call-growth", fact: "live-heap-blocks",
        message: "keeps 1 block (24 bytes) every 1,000 calls", place: "malloc_every_1000th  (src/memory.c:"),
      Defect(
        exercise: "error-path", probe: "error-growth", fact: "live-heap-blocks",
        message: "keeps 1 block (", place: "parse  (src/memory.c:"),
      Defect(
        exercise: "reference-none", probe: "reference-drift", fact: "references",
        message: "None gains 1 reference per call", place: "None: 1 a call"),
      Defect(
        exercise: "reference-type", probe: "type-references", fact: "references",
        message: "type planted.Forgetful gains 1 reference per call", place: "planted → dict → ['Forgetful']",
        severity: .warning),
      Defect(
        exercise: "cycle", probe: "call-growth", fact: "live-heap-blocks", message: "keeps 1 block (",
        place: "PyType_GenericAlloc"),
      Defect(
        exercise: "realloc", probe: "call-growth", fact: "live-heap-bytes", message: "bytes per call",
        place: "grow_by_realloc  (src/memory.c:"),
      Defect(
        exercise: "doubling", probe: "call-growth", fact: "live-heap-bytes", message: "in ever larger steps",
        place: "grow_by_doubling  (src/memory.c:"),
      Defect(
        exercise: "mapping", probe: "call-growth", fact: "mapped-bytes",
        message: "keeps 4,096 bytes of mapped memory per call",
        place: "map_page  (src/memory.c:"),
      Defect(
        exercise: "descriptor", probe: "call-growth", fact: "open-descriptors",
        message: "keeps 1 open descriptor per call",
        place: "open_descriptor  (src/system.c:"),
      Defect(
        exercise: "thread-running", probe: "call-growth", fact: "threads", message: "keeps 1 thread per call",
        place: "leave_thread_running  (src/system.c:"
      ),
      Defect(
        exercise: "thread-unjoined", probe: "call-growth", fact: "unjoined-threads",
        message: "keeps 1 thread that is never joined per call", place: "leave_thread_unjoined  (src/system.c:"),
    ]

    static let sound = [
      "native-cache", "dict-cache", "retention", "initialise-once", "call", "type", "error-path",
    ]

    /// One run for all of them.
    private static let run = Task {
      try await Workbench().run(
        "run", "--matrix", Program.harnesses.appending("Fixtures/planted/Matrix.yaml").string, "--only",
        "planted/*/ownership/*")
    }

    @Test func `a forked process and one of its own come to the same verdicts`() async throws {
      let forked = try await Self.run.value
      let fresh = try await Workbench().run(
        "run", "--matrix", Program.harnesses.appending("Fixtures/planted/Matrix.yaml").string, "--only",
        "planted/*/ownership/*", "--fresh")
      #expect(fresh.verdicts.count > 100)
      for (id, verdict) in fresh.verdicts { #expect(forked.verdicts[id] == verdict, "\(id)") }
    }

    private func cells(_ exercise: String) async throws -> [CellResult] {
      let run = try await Self.run.value
      let cells = (run.results?.cells ?? []).filter { $0.id.exercise == exercise }
      return try #require(cells.isEmpty ? nil : cells, "no cell of \(exercise): \(run.stderr)")
    }

    @Test(arguments: defects)
    func `each of fifteen defects is found by its own question`(defect: Defect) async throws {
      let cells = try await cells(defect.exercise)
      let cell = try #require(cells.first { $0.id.probe == "ownership/\(defect.probe)" })
      #expect(cell.verdict == (defect.severity == .error ? .failed : .warned), "\(cell)")
      let finding = try #require(cell.findings.first { $0.facts["fact"] == .string(defect.fact) }, "\(cell)")
      #expect(cell.findings.count == 1, "one leak is one finding: \(cell.findings)")
      #expect(finding.severity == defect.severity)
      #expect(finding.message.contains(defect.message), "\(finding.message)")
      #expect(finding.where.contains { $0.contains(defect.place) }, "\(finding.where)")
    }

    @Test(arguments: sound)
    func `none of seven that are sound is flagged`(name: String) async throws {
      let cells = try await cells("sound-\(name)")
      #expect(cells.contains { $0.verdict == .passed })
      #expect(cells.allSatisfy { [.passed, .skipped].contains($0.verdict) }, "\(cells)")
    }

    @Test func `fifteen are fifteen, and seven seven`() {
      #expect(Self.defects.count == 15)
      #expect(Self.sound.count == 7)
    }
  }
}
