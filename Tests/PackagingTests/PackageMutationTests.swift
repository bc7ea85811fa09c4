import Foundation
import Model
import Testing

@testable import Packaging

/// Damaged npm packages, package.json files and modules give an error or a defect, and nothing is written outside.
@Suite struct PackageMutationTests {
  private static let probes = [
    "package/archive-sound", "package/tag-truth", "package/entry-point", "package/surface-agrees",
  ]

  private func control(_ probe: String, _ name: String, in folder: String) throws -> (Artifact, ArtifactKind) {
    let path = "\(Control.folder(of: probe))/controls/\(name).yaml"
    let recipe = try ControlRecipe(json: try String(contentsOfFile: path, encoding: .utf8), name: path)
    let packed = try packControl(recipe, into: folder, compile: Fixture.compile)
    return (packed.artifact, packed.kind)
  }

  private func contents(_ artifact: Artifact) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: artifact.path)))
  }

  /// Asks every question of the file, lays it out, and looks whether anything but the site has changed.
  private func ask(_ artifact: Artifact, _ kind: ArtifactKind, in folder: String) throws {
    for probe in Self.probes {
      #expect(observations(for: probe, artifact: artifact, kind: kind, tables: Fixture.tables).last == .step(.done))
    }
    _ = facts(of: artifact, kind: kind, tables: Fixture.tables)
    try FileManager.default.createDirectory(atPath: "\(folder)/site/inner", withIntermediateDirectories: true)
    _ = try? layOut(artifact, kind: kind, in: "\(folder)/site/inner")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/site") == ["inner"])
    let inner = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/site/inner")
    #expect(inner.isEmpty || inner == ["node_modules"])
    try FileManager.default.removeItem(atPath: "\(folder)/site")
  }

  @Test func `300 mutations of an npm package are read to an end`() throws {
    var random = SplitMix64(state: 3)
    try Fixture.withFolder { folder in
      let (artifact, kind) = try control("tag-truth", "sound-npm", in: folder)
      let original = try contents(artifact)
      for _ in 0..<300 {
        try Data(mutated(original, &random)).write(to: URL(fileURLWithPath: artifact.path))
        try ask(artifact, kind, in: folder)
      }
    }
  }

  /// Mutations of the archive inside, which the gzip layer would hide.
  @Test func `300 mutations of the tar archive inside are read to an end`() throws {
    var random = SplitMix64(state: 4)
    try Fixture.withFolder { folder in
      let (artifact, kind) = try control("archive-sound", "sound-npm", in: folder)
      let tar = "\(folder)/words.tar"
      try Fixture.run(["sh", "-c", "gzip -dc '\(artifact.path)' > '\(tar)'"])
      let original = Array(try Data(contentsOf: URL(fileURLWithPath: tar)))
      let gzip = ArchiveWriter(format: .gzip, name: "words")
      for _ in 0..<300 {
        let bytes = try gzip.write([PackedMember(path: "tar", bytes: mutated(original, &random))])
        try Data(bytes).write(to: URL(fileURLWithPath: artifact.path))
        try ask(artifact, kind, in: folder)
      }
    }
  }

  @Test func `300 mutations of package json are read to an end`() throws {
    let original = Array(
      #"""
      {"name": "words", "version": "1.0.0", "main": "./index.js", "types": "index.d.ts", "files": ["index.js"],
       "os": ["linux"], "cpu": ["x64"], "libc": ["glibc"], "engines": {"node": ">= 12.22 || ^18"},
       "bin": {"words": "index.js"}, "exports": {".": {"require": "./index.js", "default": ["./a", null]}}}
      """#.utf8)
    var random = SplitMix64(state: 5)
    try Fixture.withFolder { folder in
      let path = "\(folder)/words"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try "1;".write(toFile: "\(path)/index.js", atomically: true, encoding: .utf8)
      try Data(try Fixture.compile("int one(void) { return 1; }\n")).write(to: URL(fileURLWithPath: "\(path)/a.node"))
      for _ in 0..<300 {
        try Data(mutated(original, &random)).write(to: URL(fileURLWithPath: "\(path)/package.json"))
        try ask(Artifact(path: path, sha256: ""), .nodeAddon, in: folder)
      }
    }
  }

  @Test func `1,000 mutations of a module are read to an end`() throws {
    let path = "\(Control.folder(of: "archive-sound"))/controls/sound-module.yaml"
    let recipe = try ControlRecipe(json: try String(contentsOfFile: path, encoding: .utf8), name: path)
    guard case .wasm(let module)? = recipe.members.first?.content else {
      Issue.record("the control has no module")
      return
    }
    var random = SplitMix64(state: 6)
    var read = 0
    for _ in 0..<1000 where (try? readWasm(bytes: mutated(module.bytes, &random))) != nil { read += 1 }
    // A letter of a name may change, a section's length may not.
    #expect((1..<1000).contains(read))
  }

  @Test func `every byte of a module may be all ones`() throws {
    let module = WasmRecipe(
      imports: ["env#now"], exports: ["memory", "run"], memory: true, start: true, custom: ["name"],
      order: WasmRecipe.Section.allCases)
    for index in module.bytes.indices {
      var bytes = module.bytes
      bytes[index] = 0xff
      _ = try? readWasm(bytes: bytes)
    }
  }

  @Test func `300 mutations of a script are read to an end`() throws {
    try Fixture.withFolder { folder in
      let (artifact, kind) = try control("entry-point", "sound-bundle", in: folder)
      let script = "\(artifact.path)/words.js"
      let original = Array(try Data(contentsOf: URL(fileURLWithPath: script)))
      var random = SplitMix64(state: 7)
      for _ in 0..<300 {
        try Data(mutated(original, &random)).write(to: URL(fileURLWithPath: script))
        try ask(artifact, kind, in: folder)
      }
    }
  }
}
