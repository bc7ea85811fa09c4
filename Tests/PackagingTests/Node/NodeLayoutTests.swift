import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct NodeLayoutTests {
  /// Lays out the artifact of a recipe in a fresh folder, and looks at what is there.
  private func layOut(
    _ json: String, body: (NodeModule, _ site: String) throws -> Void = { _, _ in }
  ) throws {
    let recipe = try ControlRecipe(json: json, name: "test")
    try Fixture.withFolder { folder in
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      try FileManager.default.createDirectory(atPath: "\(folder)/site", withIntermediateDirectories: true)
      try body(try Packaging.layOut(artifact, kind: kind, in: "\(folder)/site"), "\(folder)/site")
    }
  }

  private func npm(_ members: String, manifest: String = #"{\"name\": \"words\", \"version\": \"1.0.0\"}"#) -> String {
    #"{"kind": "npm", "file": "words-1.0.0.tgz", "manifest": "\#(manifest)", "members": [\#(members)]}"#
  }

  @Test func `a package is below node_modules without its first folder`() throws {
    let members = #"{"path": "package/index.js", "text": "1;"}, {"path": "package/lib/a.js", "text": "2;"}"#
    try layOut(npm(members)) { module, site in
      #expect(module.name == "words")
      #expect(module.folder == "\(site)/node_modules/words")
      #expect(module.entry == "\(site)/node_modules/words/index.js")
      #expect(try String(contentsOfFile: "\(module.folder)/lib/a.js", encoding: .utf8) == "2;")
      let files = try FileManager.default.subpathsOfDirectory(atPath: "\(site)/node_modules")
      #expect(Set(files) == ["words", "words/index.js", "words/lib", "words/lib/a.js", "words/package.json"])
    }
  }

  @Test func `a scope is a folder, and the first folder may have any name`() throws {
    let json = npm(
      #"{"path": "other/index.js", "text": "1;"}"#, manifest: #"{\"name\": \"@a/words\", \"version\": \"1.0.0\"}"#)
    try layOut(json) { module, site in
      #expect(module.folder == "\(site)/node_modules/@a/words")
      #expect(module.entry == "\(site)/node_modules/@a/words/index.js")
    }
  }

  @Test func `links are left out, as npm leaves them`() throws {
    let members = #"{"path": "package/index.js", "text": "1;"}, {"path": "package/a.js", "symlink": "/etc/passwd"}"#
    try layOut(npm(members)) { module, _ in
      let files = try FileManager.default.contentsOfDirectory(atPath: module.folder)
      #expect(Set(files) == ["index.js", "package.json"])
    }
  }

  @Test func `the last of two members of one name is installed`() throws {
    let members = #"{"path": "package/index.js", "text": "1;"}, {"path": "package/index.js", "text": "two;"}"#
    try layOut(npm(members)) { module, _ in
      let text = try String(contentsOfFile: "\(module.folder)/index.js", encoding: .utf8)
      #expect(text == "two;")
    }
  }

  @Test(arguments: [
    "package/../../outside.js", "/package/outside.js", "package/a/../../../outside.js", "package/../\u{301}a.js",
  ])
  func `a member that would leave the folder is refused`(path: String) throws {
    let json = npm(#"{"path": "package/index.js", "text": "1;"}, {"path": "\#(path)", "text": "1;"}"#)
    #expect(throws: PackagingError.self) { try layOut(json) }
  }

  @Test(arguments: ["../words", "node_modules", ".words", "a/b", ""])
  func `a name that would leave node_modules is refused`(name: String) {
    let json = npm(
      #"{"path": "package/index.js", "text": "1;"}"#, manifest: #"{\"name\": \"\#(name)\", \"version\": \"1.0.0\"}"#)
    #expect(throws: PackagingError.self) { try layOut(json) }
  }

  @Test func `of a package that is refused nothing is left behind`() throws {
    let json = npm(#"{"path": "package/index.js", "text": "1;"}, {"path": "package/../../a.js", "text": "1;"}"#)
    try Fixture.withFolder { folder in
      let recipe = try ControlRecipe(json: json, name: "test")
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      #expect(throws: PackagingError.self) { try Packaging.layOut(artifact, kind: kind, in: "\(folder)/site") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/site/node_modules") == [])
    }
  }

  @Test func `so many files and folders are not made, and no folder is counted twice`() throws {
    var limits = ArchiveLimits()
    limits.installedEntries = 7
    try Fixture.withFolder { folder in
      let module = ModuleFolder(artifact: "words.tgz", folder: folder, limits: limits)
      for path in ["a/b/1.js", "a/b/2.js", "a/c/3.js", "a/4.js"] { try module.write([], to: path, mode: 0o644) }
      #expect(throws: PackagingError.notLaidOut(path: "words.tgz", reason: "it has more than 7 files and folders")) {
        try module.write([], to: "d/5.js", mode: 0o644)
      }
    }
  }

  @Test func `nothing is written over what is there`() throws {
    let recipe = try ControlRecipe(json: npm(#"{"path": "package/index.js", "text": "1;"}"#), name: "test")
    try Fixture.withFolder { folder in
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      _ = try Packaging.layOut(artifact, kind: kind, in: folder)
      #expect(throws: PackagingError.self) { try Packaging.layOut(artifact, kind: kind, in: folder) }
    }
  }

  @Test func `an addon is a package whose main it is`() throws {
    let json =
      #"{"kind": "node", "file": "words.linux-x64-gnu.node", "members": [{"path": "words.node", "text": "x"}]}"#
    try layOut(json) { module, site in
      #expect(module.name == "words.linux-x64-gnu")
      #expect(module.entry == "\(site)/node_modules/words.linux-x64-gnu/words.linux-x64-gnu.node")
      let package = try readNodePackage(at: module.folder)
      #expect(package.entry == "words.linux-x64-gnu.node")
    }
  }

  @Test func `modes are 0644 and 0755`() throws {
    try Fixture.withFolder { folder in
      try Fixture.run(["mkdir", "package"], in: folder)
      try #"{"name": "words", "version": "1.0.0"}"#.write(
        toFile: "\(folder)/package/package.json", atomically: true, encoding: .utf8)
      try "1;".write(toFile: "\(folder)/package/run.js", atomically: true, encoding: .utf8)
      try Fixture.run(["chmod", "4700", "package/run.js"], in: folder)
      try Fixture.run(["chmod", "0600", "package/package.json"], in: folder)
      try Fixture.run(["tar", "czf", "words.tgz", "package"], in: folder)
      let artifact = Artifact(path: "\(folder)/words.tgz", sha256: "")
      let module = try Packaging.layOut(artifact, kind: .nodeAddon, in: folder)
      #expect(try mode("\(module.folder)/run.js") == 0o755)
      #expect(try mode("\(module.folder)/package.json") == 0o644)
      #expect(module.entry == nil)
    }
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `a bundle without package json is installed under its script's name`() throws {
    let path = "\(Control.folder(of: "entry-point"))/controls/sound-bundle-web.yaml"
    try layOut(try String(contentsOfFile: path, encoding: .utf8)) { module, site in
      #expect(module.name == "words")
      #expect(module.entry == "\(site)/node_modules/words/words.js")
      let text = try String(contentsOfFile: "\(module.folder)/package.json", encoding: .utf8)
      // It has export statements, which Node only takes in a module.
      #expect(text.contains(#""type": "module""#))
    }
  }

  @Test func `a bundle with a link in it is refused`() throws {
    let json = #"""
      {"kind": "bundle", "file": "words", "members": [
        {"path": "words.js", "text": "fetch('words_bg.wasm'); __wbindgen_throw"}, {"path": "words_bg.wasm", "symlink": "/etc/passwd"}
      ]}
      """#
    #expect(throws: PackagingError.self) { try layOut(json) }
  }

  @Test func `a wasm file by itself and a wheel are not laid out`() {
    for (path, kind) in [("/words.wasm", ArtifactKind.wasm), ("/words.whl", .wheel)] {
      #expect(throws: PackagingError.self) {
        try Packaging.layOut(Artifact(path: path, sha256: ""), kind: kind, in: "/nowhere")
      }
    }
  }
}
