import Building
import Foundation
import Model
import Testing

/// Cargo for real; the fixture and these crates have no dependencies, so no registry is needed.
@Suite struct CargoDriverTests {
  private func crate(_ path: String) -> Target {
    Target(id: "words-c", kind: .cABI, source: .build(Build(packager: .cargo, path: path)))
  }

  private func manifest(_ name: String, _ more: String = "") -> String {
    "[package]\nname = \"\(name)\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\(more)\n"
  }

  private static let library = "[lib]\ncrate-type = [\"cdylib\"]\n"

  @Test func `the c-abi fixture comes to a library and the header that cbindgen writes`() async throws {
    let scratch = try Scratch()
    let fixture = repository + "/Harnesses/Fixtures/c-abi"
    let before = try FileManager.default.contentsOfDirectory(atPath: fixture).sorted()
    let built = try await scratch.equipped(["tools"]).build(crate(fixture), noBuild: false)
    #expect(built.artifact.path.hasSuffix("/libwords.so"))
    let header = try String(contentsOfFile: try #require(built.artifact.header), encoding: .utf8)
    for name in ["words_tokenize", "words_counter_free", "words_string_free", "WORDS_STATUS_PANICKED = 3"] {
      #expect(header.contains(name))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture).sorted() == before)
  }

  @Test func `a crate that does not compile fails with what the compiler said`() async throws {
    let scratch = try Scratch()
    try scratch.write(manifest("broken", Self.library), to: "sources/Cargo.toml")
    try scratch.write("pub fn broken() -> u8 { absent_name }", to: "sources/src/lib.rs")
    let error = await #expect(throws: BuildingError.self) {
      try await scratch.equipped(["tools"]).build(crate(scratch.sources), noBuild: false)
    }
    guard case .failed(_, let command, let status, _, let tail) = try #require(error) else {
      Issue.record("not a failed build: \(String(describing: error))")
      return
    }
    #expect(command.hasPrefix("cargo build"))
    #expect(status == "status 101")
    #expect(tail.contains { $0.contains("absent_name") })
  }

  @Test func `a crate without a cdylib is an error that says what was expected`() async throws {
    let scratch = try Scratch()
    try scratch.write(manifest("plain"), to: "sources/Cargo.toml")
    try scratch.write("pub fn plain() {}", to: "sources/src/lib.rs")
    let error = await #expect(throws: BuildingError.self) {
      try await scratch.equipped(["tools"]).build(crate(scratch.sources), noBuild: false)
    }
    guard case .noArtifact(_, _, let expected, let found, _) = try #require(error) else {
      Issue.record("found an artifact: \(String(describing: error))")
      return
    }
    #expect(expected == "one cdylib of this crate")
    #expect(found == [])
  }

  @Test func `a changed path dependency outside the crate's folder builds again`() async throws {
    let scratch = try Scratch()
    let outside = Self.library + "[dependencies]\ncore-part = { path = \"../core-part\" }\n[workspace]\n"
    try scratch.write(manifest("outer", outside), to: "sources/Cargo.toml")
    let entry = "#[unsafe(no_mangle)] pub extern \"C\" fn outer() -> u8 { core_part::value() }"
    try scratch.write(entry, to: "sources/src/lib.rs")
    try scratch.write(manifest("core-part"), to: "core-part/Cargo.toml")
    try scratch.write("pub fn value() -> u8 { 1 }", to: "core-part/src/lib.rs")
    let builder = try scratch.equipped(["tools"])
    let target = crate(scratch.sources)
    _ = try await builder.build(target, noBuild: false)
    #expect(try await builder.build(target, noBuild: false).cached)
    try scratch.write("pub fn value() -> u8 { 2 }", to: "core-part/src/lib.rs")
    #expect(try await !builder.build(target, noBuild: false).cached)
  }

  @Test func `cargo's settings in a folder above build again`() async throws {
    let scratch = try Scratch()
    try scratch.write(manifest("plain", Self.library), to: "sources/Cargo.toml")
    try scratch.write("pub fn plain() {}", to: "sources/src/lib.rs")
    let builder = try scratch.equipped(["tools"])
    _ = try await builder.build(crate(scratch.sources), noBuild: false)
    try scratch.write("[profile.release]\npanic = \"abort\"\n", to: ".cargo/config.toml")
    #expect(try await !builder.build(crate(scratch.sources), noBuild: false).cached)
  }

  @Test func `a source swapped for one with an older date builds anew`() async throws {
    let scratch = try Scratch()
    try scratch.write(manifest("aged", Self.library), to: "sources/Cargo.toml")
    let builder = try scratch.equipped(["tools"])
    var digests: Set<String> = []
    for value in [1, 2] {
      let entry = "#[unsafe(no_mangle)] pub extern \"C\" fn aged() -> u32 { \(value) }"
      try scratch.write(entry, to: "sources/src/lib.rs")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: scratch.sources + "/src/lib.rs")
      digests.insert(
        try await builder.build(crate(scratch.sources), noBuild: false).artifact.sha256)
    }
    #expect(digests.count == 2)
  }

  @Test func `a lock file is kept where there was one and not left where there was none`() async throws {
    let scratch = try Scratch()
    try scratch.write(manifest("plain", Self.library), to: "sources/Cargo.toml")
    try scratch.write("pub fn plain() {}", to: "sources/src/lib.rs")
    let builder = try scratch.equipped(["tools"])
    _ = try await builder.build(crate(scratch.sources), noBuild: false)
    #expect(!scratch.exists("sources/Cargo.lock"))
    let lock = "version = 4\n\n[[package]]\nname = \"plain\"\nversion = \"0.1.0\"\n"
    try scratch.write(lock, to: "sources/Cargo.lock")
    _ = try await builder.build(crate(scratch.sources), noBuild: false)
    #expect(try scratch.read("sources/Cargo.lock").contains("name = \"plain\""))
  }
}
