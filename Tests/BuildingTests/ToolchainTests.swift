import Foundation
import Testing

/// Harnesses/Toolchain/install, which gets the packagers that Building drives.
@Suite struct ToolchainTests {
  private struct Fact: Decodable {
    let name: String
    let state: String
    let `where`: String?
    let command: String?
    let why: String
  }

  private func check(cache: String, _ more: [String: String] = [:]) throws -> (facts: [Fact], status: Int32) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: repository + "/Harnesses/Toolchain/install")
    process.arguments = ["--check"]
    process.environment = ProcessInfo.processInfo.environment.merging(more) { $1 }
      .merging(["XDG_CACHE_HOME": cache]) { $1 }
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let facts = try text.split(separator: "\n").map { try JSONDecoder().decode(Fact.self, from: Data($0.utf8)) }
    return (facts, process.terminationStatus)
  }

  @Test func `on an empty cache, the check names what is missing with its command, and changes nothing`() throws {
    let scratch = try Scratch()
    let (facts, status) = try check(cache: scratch.root + "/cache")
    #expect(status == 1)
    let missing = facts.filter { $0.state == "missing" }
    #expect(Set(["libpython3.11-dbg", "maturin", "ruff", "crates"]).isSubset(of: missing.map(\.name)))
    #expect(missing.allSatisfy { $0.where == nil && $0.command?.isEmpty == false })
    #expect(!scratch.exists("cache"))
  }

  @Test func `every fact says whether and where it was found, and what needs it`() throws {
    let scratch = try Scratch()
    for fact in try check(cache: scratch.root + "/cache").facts {
      #expect(fact.state == "found" || fact.state == "missing", "\(fact.name)")
      #expect((fact.state == "found") == (fact.where != nil), "\(fact.name)")
      #expect(!fact.why.isEmpty, "\(fact.name)")
    }
  }

  private func fact(_ name: String, _ scratch: Scratch) throws -> Fact {
    try #require(
      check(cache: scratch.root + "/cache", ["HARNESS_CRATES": "debian"]).facts.first { $0.name == name })
  }

  @Test func `the unpacked wasm toolchain is found once both targets are whole`() throws {
    let scratch = try Scratch()
    let place = "cache/harness/wasm-toolchain"
    for target in ["wasm32-unknown-unknown", "wasm32-wasip1"] {
      #expect(try fact("wasm-toolchain", scratch).where != scratch.root + "/" + place)
      try scratch.write("", to: "\(place)/usr/lib/rustlib/\(target)/lib/libcore.rlib")
    }
    try scratch.write("", to: place + "/bin/rustc")
    #expect(try fact("wasm-toolchain", scratch).where == scratch.root + "/" + place)
  }

  @Test func `a wasm-bindgen of another version than Debian's crate is missing`() throws {
    let scratch = try Scratch()
    let crates = "cache/harness/crates/usr/share/cargo/registry"
    try scratch.write("", to: crates + "/wasm-bindgen-0.2.5/Cargo.toml")
    try scratch.write("", to: crates + "/wasm-bindgen-macro-0.2.5/Cargo.toml")
    try scratch.write("", to: "cache/harness/tools/bin/wasm-bindgen")
    for (version, state) in [("0.2.4", "missing"), ("0.2.5", "found")] {
      try scratch.write(version + "\n", to: "cache/harness/packages/wasm-bindgen/version.txt")
      #expect(try fact("wasm-bindgen", scratch).state == state)
    }
  }

  @Test func `a registry chosen by hand needs none of Debian's crates`() throws {
    let scratch = try Scratch()
    let facts = try check(cache: scratch.root + "/cache", ["HARNESS_CRATES": "registry"]).facts
    let crates = try #require(facts.first { $0.name == "crates" })
    #expect(crates.state == "found")
    #expect(crates.where == "registry")
  }
}
