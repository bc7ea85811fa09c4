import Building
import Foundation
import Model
import Testing

/// Cargo for wasm, with what Harnesses/Toolchain/install provides or the toolchain that is there.
@Suite struct WasmDriverTests {
  private static let provided = ["tools", "cargo", "crates", "wasm-toolchain"]
  private static let settings = "[build]\ntarget = \"wasm32-unknown-unknown\"\n"
  private static let entry = "#[unsafe(no_mangle)] pub extern \"C\" fn one() -> i32 { 1 }"

  private func target(_ packager: Build.Packager, _ path: String) -> Target {
    Target(id: "words", kind: .wasm, source: .build(Build(packager: packager, path: path)))
  }

  private func manifest(_ more: String = "[lib]\ncrate-type = [\"cdylib\"]") -> String {
    "[package]\nname = \"tiny\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\(more)\n"
  }

  private func crate(_ scratch: Scratch) throws {
    try scratch.write(manifest(), to: "sources/Cargo.toml")
    try scratch.write(Self.entry, to: "sources/src/lib.rs")
    try scratch.write(Self.settings, to: "sources/.cargo/config.toml")
  }

  /// Tells a version, else writes what it was asked to `asked` and a bundle to its last argument.
  private func fakeWasmPack(_ scratch: Scratch) throws {
    try scratch.script(
      #"""
      if [ "$1" = --version ]; then echo wasm-pack 1; exit; fi
      echo "$@" > ../asked
      for last; do :; done
      mkdir -p "$last"
      printf abc > "$last/tiny_bg.wasm"
      echo {} > "$last/package.json"
      """#, as: "wasm-pack")
  }

  /// `\0asm`: https://webassembly.github.io/spec/core/binary/modules.html#binary-magic
  private func isModule(_ path: String) throws -> Bool {
    try FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: 4) == Data([0, 0x61, 0x73, 0x6d])
  }

  @Test(arguments: [("module", "words.wasm"), ("command", "words-wasi.wasm")])
  func `the wasm-plain fixtures come to modules, and their folders stay as they were`(
    name: String, file: String
  ) async throws {
    let scratch = try Scratch()
    let fixture = repository + "/Harnesses/Fixtures/wasm-plain/" + name
    let before = try FileManager.default.contentsOfDirectory(atPath: fixture).sorted()
    let builder = try scratch.equipped(Self.provided)
    let built = try await builder.build(target(.cargo, fixture), noBuild: false)
    #expect(built.artifact.path.hasSuffix("/" + file))
    #expect(try isModule(built.artifact.path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture).sorted() == before)
    #expect(try await builder.build(target(.cargo, fixture), noBuild: true).cached)
  }

  @Test func `the wasm-bindgen fixture comes to a bundle that node loads`() async throws {
    let scratch = try Scratch()
    let fixture = repository + "/Harnesses/Fixtures/wasm-bindgen"
    // The shared cache: its dependencies take half a minute to compile, so only the first run of these tests does it.
    let builder = Builder(cache: Builder.defaultCache(), output: scratch.root + "/output")
    let built = try await builder.build(target(.wasmBindgen, fixture), noBuild: false)
    let files = try FileManager.default.contentsOfDirectory(atPath: built.artifact.path).sorted()
    #expect(files == ["words.d.ts", "words.js", "words_bg.wasm", "words_bg.wasm.d.ts"])
    let words = "console.log(require('\(built.artifact.path)/words.js').tokenize('Still OK').join())"
    #expect(try printed(by: ["node", "-e", words]) == "still,ok\n")
  }

  @Test func `a crate that cargo would build for this machine is an error that says what to write`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    try FileManager.default.removeItem(atPath: scratch.sources + "/.cargo")
    let error = await #expect(throws: BuildingError.self) {
      try await scratch.equipped(Self.provided).build(target(.cargo, scratch.sources), noBuild: false)
    }
    #expect(error == .noTriple(target: "words", folder: scratch.sources, found: nil))
    #expect(try #require(error).description.contains("[build] target = \"wasm32-unknown-unknown\""))
  }

  @Test func `a target that is not installed is an error with the two commands that install it`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    try scratch.script("echo /absent/lib", as: "rustc")
    let builder = try scratch.equipped(
      [], environment: scratch.environment(["RUSTC": scratch.root + "/bin/rustc"]))
    let error = await #expect(throws: BuildingError.self) {
      try await builder.build(target(.cargo, scratch.sources), noBuild: false)
    }
    let unpacked = scratch.root + "/cache/wasm-toolchain/usr/lib/rustlib/wasm32-unknown-unknown/lib"
    let triple = "wasm32-unknown-unknown"
    #expect(
      error == .missingWasmTarget(target: "words", triple: triple, searched: ["/absent/lib", unpacked]))
    let text = try #require(error).description
    #expect(text.contains("rustup target add wasm32-unknown-unknown") && text.contains("make install-tools"))
  }

  @Test func `where the ordinary compiler has the target, it is used`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    // Says that it has the target, and fails at all else: an error of the unpacked compiler would look different.
    try scratch.script("case $* in *target-libdir*) echo \(scratch.root) ;; *) exit 9 ;; esac", as: "rustc")
    let builder = try scratch.equipped(
      Self.provided, environment: scratch.environment(["RUSTC": scratch.root + "/bin/rustc"]))
    let error = await #expect(throws: BuildingError.self) {
      try await builder.build(target(.cargo, scratch.sources), noBuild: false)
    }
    guard case .unlaunchable(_, let command, let reason) = try #require(error) else {
      Issue.record("another compiler ran: \(String(describing: error))")
      return
    }
    #expect(command == scratch.root + "/bin/rustc --version --verbose")
    #expect(reason == "status 9")
  }

  @Test func `a crate without a module is an error that says what was expected`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    try scratch.write(manifest(""), to: "sources/Cargo.toml")
    let error = await #expect(throws: BuildingError.self) {
      try await scratch.equipped(Self.provided).build(target(.cargo, scratch.sources), noBuild: false)
    }
    guard case .noArtifact(_, _, let expected, let found, _) = try #require(error) else {
      Issue.record("found an artifact: \(String(describing: error))")
      return
    }
    #expect(expected == "one .wasm of this crate, a cdylib or a bin")
    #expect(found == [])
  }

  /// A crate of our own that is called wasm-bindgen stands for the real one, so that nothing has to be fetched.
  @Test func `a command of another version than the crate is an error with both`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    try scratch.write(
      manifest("[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\nwasm-bindgen = { path = \"../wasm-bindgen\" }"),
      to: "sources/Cargo.toml")
    try scratch.write(
      "[package]\nname = \"wasm-bindgen\"\nversion = \"0.2.900\"\nedition = \"2021\"\n", to: "wasm-bindgen/Cargo.toml")
    try scratch.write("", to: "wasm-bindgen/src/lib.rs")
    try scratch.script("echo wasm-bindgen 0.2.901", as: "wasm-bindgen")
    let builder = try scratch.equipped(["cargo", "crates", "wasm-toolchain"], environment: scratch.environment())
    let error = await #expect(throws: BuildingError.self) {
      try await builder.build(target(.wasmBindgen, scratch.sources), noBuild: false)
    }
    #expect(error == .bindgenMismatch(target: "words", crate: "0.2.900", command: "0.2.901"))
    #expect(try #require(error).description.contains("cargo install wasm-bindgen-cli --version 0.2.900"))
  }

  @Test func `wasm-pack's folder is the artifact`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    try fakeWasmPack(scratch)
    let builder = try scratch.equipped(["wasm-toolchain"], environment: scratch.environment())
    let built = try await builder.build(target(.wasmPack, scratch.sources), noBuild: false)
    #expect(try scratch.read("asked").hasPrefix("build --release --target nodejs --out-dir "))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: built.artifact.path).sorted() == [
        "package.json", "tiny_bg.wasm",
      ])
  }

  /// wasm-pack stands in for a packager that is quick; the compiler tells a version and has every target.
  @Test func `another compiler builds again`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    try fakeWasmPack(scratch)
    try scratch.script(
      "case $* in *target-libdir*) echo \(scratch.root) ;; *) cat \(scratch.root)/version ;; esac", as: "rustc")
    try scratch.write("rustc 1", to: "version")
    let environment = scratch.environment(["RUSTC": scratch.root + "/bin/rustc"])
    let builder = try scratch.equipped([], environment: environment)
    _ = try await builder.build(target(.wasmPack, scratch.sources), noBuild: false)
    #expect(try await builder.build(target(.wasmPack, scratch.sources), noBuild: false).cached)
    try scratch.write("rustc 2", to: "version")
    #expect(try await !builder.build(target(.wasmPack, scratch.sources), noBuild: false).cached)
  }

  @Test func `a source swapped for one with an older date builds anew`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    let builder = try scratch.equipped(Self.provided)
    var digests: Set<String> = []
    for value in [1, 2] {
      try scratch.write(Self.entry.replacing("1", with: "\(value)"), to: "sources/src/lib.rs")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: scratch.sources + "/src/lib.rs")
      digests.insert(try await builder.build(target(.cargo, scratch.sources), noBuild: false).artifact.sha256)
    }
    #expect(digests.count == 2)
  }

  @Test func `without wasm-pack the error says how to install it`() async throws {
    let scratch = try Scratch()
    try crate(scratch)
    try scratch.script("echo \(scratch.root)", as: "rustc")
    try scratch.script("echo '{\"workspace_root\": \"/\", \"packages\": []}'", as: "cargo")
    let builder = Builder(
      cache: scratch.root + "/cache", output: scratch.root + "/output", environment: ["PATH": scratch.root + "/bin"])
    let error = await #expect(throws: BuildingError.self) {
      try await builder.build(target(.wasmPack, scratch.sources), noBuild: false)
    }
    #expect(error == .missingTool(target: "words", tool: "wasm-pack", searched: scratch.root + "/bin"))
    #expect(try #require(error).description.contains("cargo install wasm-pack"))
  }
}
