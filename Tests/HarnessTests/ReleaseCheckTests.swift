import Foundation
import Model
import Testing

extension HarnessTests {
  /// `harness check` on all files of a release.
  @Suite struct ReleaseCheckTests {
    @Test func `several files are asked one by one and together, and the release has a cell and no file`() async throws
    {
      let bench = try Workbench()
      try bench.wheel("words", module: "")
      try bench.wheel("letters", module: "")
      let wheels = try FileManager.default.contentsOfDirectory(atPath: bench.folder.string).filter {
        $0.hasSuffix(".whl")
      }.sorted()
      let run = try await bench.run(["check", "--package"] + wheels)
      let results = try #require(run.results)
      let ids = results.cells.map(\.id.description).filter { $0.hasSuffix("/-/package/set-complete/-") }
      #expect(ids.count == 1)
      let release = try #require(results.targets.last)
      #expect(ids == ["\(release.id)/-/package/set-complete/-"])
      #expect(release.artifact == nil)
      #expect(release.facts["parts"] == .array(wheels.map { .string(String($0.dropLast(4))) }))
      #expect(results.cells.count { $0.id.probe == "package/archive-sound" } == 2)
      #expect(run.stdout.contains("are not one release"), "\(run.stdout)")
    }

    @Test func `a sound release is clean, though it has no file of its own`() async throws {
      let bench = try Workbench()
      for python in ["py2", "py3"] { try bench.wheel("words", module: "", python: python) }
      let run = try await bench.run(
        "check", "--package", "words-1.0-py2-none-any.whl", "words-1.0-py3-none-any.whl")
      #expect(run.results?.cells.allSatisfy { [.passed, .skipped].contains($0.verdict) } == true, "\(run.stdout)")
      #expect(run.results?.targets.count == 3)
      #expect(run.exit == 0)
    }

    @Test func `what is about one file is repeated with that file alone`() async throws {
      let bench = try Workbench()
      for python in ["py2", "py3"] { try bench.wheel("words", module: "", python: python) }
      let run = try await bench.run(
        "check", "--package", "words-1.0-py2-none-any.whl", "words-1.0-py3-none-any.whl")
      let cell = try run.cell("words-1.0-py3-none-any/-/package/archive-sound/-")
      #expect(
        cell.repeat == "harness check words-1.0-py3-none-any.whl --package --only 'words-1.0/-/package/archive-sound/-'"
      )
      let words = cell.repeat.replacing("'", with: "").split(separator: " ").dropFirst().map(String.init)
      let again = try await bench.run(words)
      #expect(again.exit == 0 && again.results?.cells.count == 1, "\(again.stdout)\(again.stderr)")
      let whole = try #require(run.results?.cells.first { $0.id.probe == "package/set-complete" }?.repeat)
      #expect(whole.contains("py2-none-any.whl") && whole.contains("py3-none-any.whl"))
    }

    @Test func `one file is no release, and calls are of one file`() async throws {
      let bench = try Workbench()
      try bench.wheel("words", module: "")
      let name = try #require(
        try FileManager.default.contentsOfDirectory(atPath: bench.folder.string).first { $0.hasSuffix(".whl") })
      let alone = try await bench.run("check", "--package", name)
      let cell = try #require(alone.results?.cells.first { $0.id.probe == "package/set-complete" })
      #expect(cell.verdict == .skipped)
      #expect(try await bench.run("check", name, name).exit == 2)
      #expect(try await bench.run("check", name, "other.whl", "--call", "f()").exit == 2)
    }
  }
}
