import Foundation
import Testing

/// Selectors, --only, --skip, --fail-fast, --no-build, --quiet, --verbose: on package probes, which need no host.
@Suite struct SelectionTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.wheel("sound", module: "")
    try bench.write("this is text\n", to: "text-1.0-py3-none-any.whl")
    try bench.write(
      matrix: """
        targets:
          text: { kind: wheel, artifact: text-*.whl, hosts: [cpython-3.11] }
          sound:
            kind: wheel
            artifact: sound-*.whl
            hosts: [cpython-3.11]
            exercises: { use: { call: "1", after: "2", probes: [panic/contained, panic/usable-after] } }

        """)
    return bench
  }

  private static func package(_ target: String) -> Set<String> {
    let probes = try? FileManager.default.contentsOfDirectory(
      atPath: Program.harnesses.appending("Probes/package").string)
    // What is asked on request only, as a comparison of two files, is no cell of a run.
    return Set((probes ?? []).filter { $0 != "surface-diff" }.map { "\(target)/-/package/\($0)/-" })
  }
  private static let textPackage = package("text")
  private static let soundPackage = package("sound")
  private static let packages: Set<String> = textPackage.union(soundPackage)
  private static let imports: Set = ["text/cpython-3.11/load/imports/-", "sound/cpython-3.11/load/imports/-"]
  private static let uses: Set = [
    "sound/cpython-3.11/panic/contained/use", "sound/cpython-3.11/panic/usable-after/use",
  ]
  private static let selections: [(selectors: [String], cells: Set<String>)] = [
    (["text"], textPackage.union(["text/cpython-3.11/load/imports/-"])),
    (["package"], packages),
    (["panic/usable-after"], ["sound/cpython-3.11/panic/usable-after/use"]),
    (["cpython-3.11"], imports.union(uses)),
    (["python"], packages.union(imports).union(uses)),
    (["*/use"], uses),
    (["load/imports", "*/use"], imports.union(uses)),
  ]

  @Test(arguments: selections)
  func `a selector is a host, a runtime, a target, a probe, its group or a cell pattern`(
    selectors: [String], cells: Set<String>
  ) async throws {
    let run = try await bench().run(["list"] + selectors)
    #expect(run.exit == 0)
    let section = try #require(run.stdout.components(separatedBy: "\ncells\n").last)
    // What keeps a cell from running stands behind its name.
    let names = section.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(Set(names) == cells)
  }

  @Test func `only narrows and skip takes away`() async throws {
    let run = try await bench().run(
      "run", "package", "--only", "sound/*", "--skip", "*/tag-truth/*", "--skip", "*/entry-point/*")
    let left = Self.soundPackage.filter { !$0.hasSuffix("/tag-truth/-") && !$0.hasSuffix("/entry-point/-") }
    #expect(Set(run.verdicts.keys) == left)
    #expect(run.verdicts["sound/-/package/archive-sound/-"] == .passed)
    #expect(run.exit == 0)
  }

  @Test func `fail-fast ends the run at the first failure, and says what was not run`() async throws {
    let run = try await bench().run("run", "package", "--fail-fast", "--jobs", "1")
    #expect(run.verdicts == ["text/-/package/archive-sound/-": .failed])
    let count = Self.packages.count
    #expect(run.stdout.contains("\(count - 1) of \(count) cells not run"), "\(run.stdout)")
    #expect(run.exit == 1)
  }

  @Test func `quiet says only what is wrong, verbose names what passed`() async throws {
    let bench = try bench()
    let quiet = try await bench.run("run", "package", "--quiet")
    #expect(quiet.stdout.contains("text/-/package/archive-sound/-"))
    #expect(!quiet.stdout.contains("sound/-/package"))
    let verbose = try await bench.run("run", "package", "--verbose")
    #expect(verbose.stdout.contains("sound/-/package/archive-sound/-"))
  }

  @Test func `a file that is there already is not said to be built`() async throws {
    #expect(!(try await bench().run("run", "package").stdout.contains("built")))
  }

  @Test func `no-build takes what was built before and never starts a packager`() async throws {
    let bench = try bench()
    let script = "echo built >> \(bench.path("builds"))\necho ../sound-1.0-py3-none-any.whl\n"
    try bench.write(script, to: "source/build.sh")
    try bench.write(
      matrix: "targets: { made: { kind: wheel, build: { packager: command, path: source, command: sh build.sh } } }\n")
    let cache = ["XDG_CACHE_HOME": bench.path("cache")]
    let refused = try await bench.run("run", "package", "--no-build", environment: cache)
    #expect(refused.exit == 1)
    #expect(refused.stdout.contains("build it with: harness run made"), "\(refused.stdout)")
    #expect(bench.text("builds") == nil)
    #expect(try await bench.run("run", "package", environment: cache).exit == 0)
    #expect(try await bench.run("run", "package", "--no-build", environment: cache).exit == 0)
    #expect(bench.text("builds") == "built\n", "once for three runs")
  }
}
