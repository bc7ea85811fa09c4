import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct NodePackageTests {
  private static let index = #"{"path": "package/index.js", "text": "1;"}"#
  private static let addon =
    #"{"path": "package/words.node", "c": "void *napi_register_module_v1(void *e, void *x) { (void)e; return x; }"}"#

  private func recipe(_ manifest: String, _ members: [String] = [index]) -> String {
    let manifest = manifest.replacing("\"", with: "\\\"")
    return
      #"{"kind": "npm", "file": "words.tgz", "manifest": "\#(manifest)", "members": [\#(members.joined(separator: ","))]}"#
  }

  private func kinds(_ probe: String, _ json: String) throws -> [String] {
    try Fixture.defects(of: "package/\(probe)", recipe: json).map(\.kind)
  }

  @Test func `a member is installed without its first folder`() {
    #expect(NodePackage.installedPath("package/a/b.js") == "a/b.js")
    #expect(NodePackage.installedPath("any/./a.js") == "a.js")
    #expect(NodePackage.installedPath("a.js") == nil)
    #expect(NodePackage.installedPath("package/a/") == nil)
    #expect(NodePackage.installedPath("package/../a.js") == "../a.js")
  }

  @Test func `reading stops where the names take too much`() throws {
    var limits = ArchiveLimits()
    limits.names = 100
    let member = #"{"path": "package/\#(String(repeating: "n", count: 90)).js", "text": "1;"}"#
    try Fixture.withFolder { folder in
      let recipe = try ControlRecipe(json: recipe("{}", [Self.index, member]), name: "test")
      let (artifact, _) = try packControl(recipe, into: folder, compile: Fixture.compile)
      let package = try readNodePackage(at: artifact.path, limits: limits)
      #expect(package.damage.map(\.kind) == ["too-many-members"])
      // package.json and index.js have 20 and 16 bytes of name.
      #expect(package.files == ["package.json", "index.js"])
      #expect(try readNodePackage(at: artifact.path).damage.isEmpty)
    }
  }

  @Test func `a name that no system opens ends the reading, and nothing of it is laid out`() throws {
    try Fixture.withFolder { folder in
      // GNU tar writes the long name into a header of its own.
      let script =
        "mkdir package && echo 1 > package/a && tar czf a.tgz --transform=\"s,a$,$(printf 'd/%.0s' $(seq 3000))a,\" package"
      try Fixture.run(["bash", "-c", script], in: folder)
      let artifact = Artifact(path: "\(folder)/a.tgz", sha256: "")
      #expect(try readNodePackage(at: artifact.path).damage.map(\.kind) == ["name-too-long"])
      #expect(throws: PackagingError.self) { try layOut(artifact, kind: .nodeAddon, in: folder) }
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/node_modules/a"))
    }
  }

  @Test func `one that is wrong about its processor is told once`() throws {
    let json = recipe(
      #"{"name": "words-linux-s390x-gnu", "version": "1.0.0", "os": ["linux"], "cpu": ["s390x"]}"#,
      [Self.index, Self.addon])
    #expect(try kinds("tag-truth", json) == ["machine-mismatch"])
  }

  @Test func `what is built where it is installed promises nothing for its binaries`() throws {
    let json = recipe(
      #"{"name": "words", "version": "1.0.0", "os": ["darwin"], "scripts": {"install": "node-gyp rebuild"}}"#,
      [Self.index, Self.addon])
    #expect(try kinds("tag-truth", json).isEmpty)
  }

  @Test func `one of several binaries has to fit what package json says`() throws {
    let other = Self.addon.replacing("words.node", with: "other.node").replacing(#""c""#, with: #""machine": 8, "c""#)
    let manifest = #"{"name": "words", "version": "1.0.0", "cpu": ["\#(Self.processor)"]}"#
    #expect(try kinds("tag-truth", recipe(manifest, [Self.index, other, Self.addon])).isEmpty)
    #expect(try kinds("tag-truth", recipe(manifest, [Self.index, other])) == ["machine-mismatch"])
  }

  /// This machine's word in `process.arch`.
  private static let processor = ["x86_64": "x64", "aarch64": "arm64"][Machine.hereName] ?? Machine.hereName

  @Test(arguments: ["index.d.ts", "./types", "lib/types"])
  func `types are a file, one without its ending, or a folder`(types: String) throws {
    let declared = ["index.d.ts", "types/index.d.ts", "lib/types.d.ts"].map {
      #"{"path": "package/\#($0)", "text": ""}"#
    }
    let json = recipe(#"{"name": "words", "version": "1.0.0", "types": "\#(types)"}"#, [Self.index] + declared)
    #expect(try kinds("archive-sound", json).isEmpty)
  }

  @Test(arguments: ["lib", "lib/", "/lib", "./lib/a.js", "a.js", "*.map", "!src"])
  func `an entry of files is a file, a folder, a name at any depth or a pattern`(entry: String) throws {
    let json = recipe(
      #"{"name": "words", "version": "1.0.0", "files": ["\#(entry)"]}"#,
      [Self.index, #"{"path": "package/lib/a.js", "text": ""}"#])
    #expect(try kinds("archive-sound", json).isEmpty)
  }

  @Test func `a package of commands or of types needs no main`() throws {
    let command = recipe(
      #"{"name": "words", "version": "1.0.0", "bin": "words.js"}"#, [#"{"path": "package/words.js", "text": ""}"#])
    #expect(try kinds("entry-point", command).isEmpty)
    let types = recipe(
      #"{"name": "words", "version": "1.0.0", "types": "words.d.ts"}"#, [#"{"path": "package/words.d.ts", "text": ""}"#]
    )
    #expect(try kinds("entry-point", types).isEmpty)
  }

  @Test func `a package without native code has no tags to be wrong about`() throws {
    try Fixture.withFolder { folder in
      let recipe = try ControlRecipe(json: recipe(#"{"name": "words", "version": "1.0.0"}"#), name: "test")
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      let observed = observations(for: "package/tag-truth", artifact: artifact, kind: kind, tables: Fixture.tables)
      #expect(observed.contains { if case .skip = $0 { true } else { false } })
      #expect(observed.last == .step(.done))
    }
  }

  @Test func `an import of a host's own module is a warning, one of env an error`() throws {
    for (module, severity) in [("words_host", Severity.warning), ("env", .error)] {
      let json =
        #"{"kind": "wasm", "file": "a.wasm", "members": [{"path": "a", "wasm": {"imports": ["\#(module)#f"], "exports": ["g"]}}]}"#
      let defects = try Fixture.defects(of: "package/entry-point", recipe: json)
      #expect(defects.map(\.severity) == [severity])
    }
  }

  @Test func `facts tell the name, the entry and what the addon is built on`() throws {
    try Fixture.withFolder { folder in
      let json = recipe(
        #"{"name": "words", "version": "1.2.3", "engines": {"node": ">=18"}}"#, [Self.index, Self.addon])
      let (artifact, kind) = try packControl(
        try ControlRecipe(json: json, name: "test"), into: folder, compile: Fixture.compile)
      let facts = facts(of: artifact, kind: kind, tables: Fixture.tables)
      #expect(facts["name"] == "words" && facts["version"] == "1.2.3" && facts["entry"] == "index.js")
      #expect(facts["engines-node"] == ">=18")
      #expect(facts["registration"] == .array(["symbol"]))
      #expect(facts["node-api"] == 1)
      #expect(facts["binaries"] == .array(["words.node"]))
    }
  }
}
