import Building
import Foundation
import Model
import Testing

@Suite struct ArtifactPatternTests {
  private func target(_ pattern: String) -> Target { Target(id: "given", kind: .wheel, source: .file(pattern)) }

  @Test func `a pattern that one file matches is that file`() async throws {
    let scratch = try Scratch()
    try scratch.write("abc", to: "dist/words-1.whl")
    let built = try await scratch.build(target(scratch.root + "/dist/words-*.whl"))
    #expect(built.artifact.path == scratch.root + "/dist/words-1.whl")
    #expect(built.artifact.sha256 == BuilderTests.digestOfABC)
    #expect(built.cached)
  }

  @Test func `a pattern without a match is an error with the pattern`() async throws {
    let scratch = try Scratch()
    let pattern = scratch.root + "/dist/*.whl"
    await #expect(throws: BuildingError.noMatch(target: "given", pattern: pattern)) {
      try await scratch.build(target(pattern))
    }
  }

  @Test func `a pattern with several matches is an error that lists them`() async throws {
    let scratch = try Scratch()
    for name in ["b", "a"] { try scratch.write(name, to: "dist/\(name).whl") }
    let found = ["a", "b"].map { scratch.root + "/dist/\($0).whl" }
    let pattern = scratch.root + "/dist/*.whl"
    await #expect(throws: BuildingError.severalMatches(target: "given", pattern: pattern, found: found)) {
      try await scratch.build(target(pattern))
    }
  }

  @Test func `a file whose name has brackets is taken as it stands`() async throws {
    let scratch = try Scratch()
    try scratch.write("abc", to: "dist/[1].whl")
    let path = scratch.root + "/dist/[1].whl"
    #expect(try await scratch.build(target(path)).artifact.path == path)
  }
}
