import Foundation
import Model
import Testing

@testable import Packaging

/// 2,000 damaged and invented files, the same on every run: each is read to an answer or a clean error, in under 5 s, and
/// nothing is written beside it. That the test process lives on is the test for crashes.
@Suite struct HostileFileTests {
  private static let wheelName = "words-1.0-cp311-abi3-manylinux_2_17_x86_64.whl"

  @Test func `700 wheels are read to an end`() throws {
    let members = try Seed.wheelMembers()
    var random = SplitMix64(state: 101)
    let whole = try Seed.zip(members)
    try Fixture.withFolder { folder in
      for _ in 0..<350 { try read(Hostile.changed(whole, &random), Self.wheelName, .wheel, in: folder) }
      // Inside, where the compressed layer would hide what was changed.
      for index in 0..<350 {
        var members = members
        let which = index % members.count
        members[which].bytes = Hostile.changed(members[which].bytes, &random)
        try read(try Seed.zip(members), Self.wheelName, .wheel, in: folder)
      }
    }
  }

  @Test func `500 npm packages are read to an end`() throws {
    let members = try Seed.npmMembers()
    var random = SplitMix64(state: 102)
    let whole = try Seed.tarball(members)
    try Fixture.withFolder { folder in
      for _ in 0..<250 { try read(Hostile.changed(whole, &random), "words-1.0.0.tgz", .nodeAddon, in: folder) }
      for index in 0..<250 {
        var members = members
        let which = index % members.count
        members[which].bytes = Hostile.changed(members[which].bytes, &random)
        try read(try Seed.tarball(members), "words-1.0.0.tgz", .nodeAddon, in: folder)
      }
    }
  }

  @Test func `400 ELF files are read to an end`() throws {
    let whole = try Fixture.compile(Seed.native, options: ["-g"])
    var random = SplitMix64(state: 103)
    try Fixture.withFolder { folder in
      for index in 0..<400 {
        let (name, kind): (String, ArtifactKind) =
          index % 2 == 0 ? ("libwords.so", .cABI) : ("words.linux-x64-gnu.node", .nodeAddon)
        let bytes = index % 4 < 2 ? Hostile.changed(whole, &random) : Hostile.elf(whole, &random)
        try read(bytes, name, kind, in: folder)
      }
    }
  }

  @Test func `400 wasm modules are read to an end`() throws {
    let whole = try Seed.module()
    var random = SplitMix64(state: 104)
    try Fixture.withFolder { folder in
      for _ in 0..<400 { try read(Hostile.changed(whole, &random), "words.wasm", .wasm, in: folder) }
    }
  }

  private func read(_ bytes: [UInt8], _ name: String, _ kind: ArtifactKind, in folder: String) throws {
    let folder = "\(folder)/\(name).folder"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let before = ContinuousClock.now
    let reading = readPackage(
      Circumstances(artifact: Artifact(path: path, sha256: ""), kind: kind, tables: Fixture.tables))
    #expect(ContinuousClock.now - before < .seconds(5))
    #expect(reading.answers.count == packageQuestions.count)
    #expect(reading.answers.values.allSatisfy { $0.last == .step(.done) })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
  }
}

/// Sound files of each kind, whose parts are known.
private enum Seed {
  static let native = """
    #include <string.h>
    const char words_std[] = "/rustc/1159e78c4747b02ef996e55082b704c09b970588/library/std/src/panicking.rs";
    const char words_doc[] = "count($module, text, /, limit=None)\\n--\\n\\nCounts words.";
    struct method { const char *name; void *call; int flags; const char *doc; };
    void *words_count(void *self, void *text) { return self == text ? 0 : self; }
    struct method words_methods[] = {{"count", words_count, 1, words_doc}, {0, 0, 0, 0}};
    void *PyInit__native(void) { return words_methods; }
    void *napi_register_module_v1(void *env, void *exports) { return exports; }
    int node_api_module_get_api_version_v1(void) { return 8; }
    int words_size(const char *text) { return (int)strlen(text); }

    """

  static func wheelMembers() throws -> [PackedMember] {
    let folder = "words-1.0.dist-info"
    let texts = [
      ("words/__init__.py", "from ._native import count\n"),
      ("words/_native.pyi", "def count(text: str, /, limit: int | None = None) -> int: ...\nclass Counter: ...\n"),
      (
        "\(folder)/METADATA",
        "Metadata-Version: 2.1\nName: words\nVersion: 1.0\nRequires-Dist: numpy>=1; extra == 'a'\n"
      ),
      ("\(folder)/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-abi3-manylinux_2_17_x86_64\n"),
      ("\(folder)/RECORD", "words/__init__.py,sha256=abc,27\n\"words/_native.pyi\",,\n\(folder)/RECORD,,\n"),
      (
        "\(folder)/sboms/words.cyclonedx.json",
        #"{"bomFormat": "CycloneDX", "components": [{"name": "pyo3", "version": "0.28.2", "purl": "pkg:cargo/pyo3@0.28.2"}]}"#
      ),
    ]
    return [PackedMember(path: "words/_native.abi3.so", bytes: try Fixture.compile(native))]
      + texts.map { PackedMember(path: $0.0, bytes: Array($0.1.utf8)) }
  }

  static func npmMembers() throws -> [PackedMember] {
    let manifest =
      #"{"name": "words", "version": "1.0.0", "main": "index.js", "types": "index.d.ts", "os": ["linux"], "cpu": ["x64"], "#
      + #""engines": {"node": ">= 18"}, "files": ["*.js"], "exports": {".": {"require": "./index.js"}}}"#
    let texts = [
      ("package/package.json", manifest),
      ("package/index.js", "module.exports.count = require('./words.node').count; new URL('words_bg.wasm');\n"),
      ("package/index.d.ts", "export function count(text: string, limit?: number): number;\nexport class Counter {}\n"),
    ]
    return [
      PackedMember(path: "package/words.node", bytes: try Fixture.compile(native)),
      PackedMember(path: "package/words_bg.wasm", bytes: try module()),
    ] + texts.map { PackedMember(path: $0.0, bytes: Array($0.1.utf8)) }
  }

  static func module() throws -> [UInt8] {
    let json = """
      {"kind": "wasm", "file": "words.wasm", "members": [{"path": "words.wasm", "wasm": {
       "imports": ["wasi_snapshot_preview1#fd_write", "env#log"], "exports": ["memory", "count"], "memory": true,
       "custom": ["name", "producers"], "features": ["+simd128", "+bulk-memory"]}}]}
      """
    return try Fixture.withFolder { folder in
      let (artifact, _) = try packControl(
        ControlRecipe(json: json, name: "seed"), into: folder, compile: Fixture.compile)
      return Array(try Data(contentsOf: URL(fileURLWithPath: artifact.path)))
    }
  }

  static func zip(_ members: [PackedMember]) throws -> [UInt8] {
    try ArchiveWriter(format: .zip(isEncrypted: false), name: "words").write(members)
  }

  static func tarball(_ members: [PackedMember]) throws -> [UInt8] {
    try ArchiveWriter(format: .tarball, name: "words").write(members)
  }
}

/// Damage that knows where it hurts.
private enum Hostile {
  /// Bits, cuts and pieces as everywhere, and numbers of every size in place of fields.
  static func changed(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    guard !original.isEmpty else { return [UInt8(truncatingIfNeeded: random.next())] }
    guard random.next() % 2 == 0 else { return mutated(original, &random) }
    var bytes = original
    for _ in 0...random.next() % 4 { putNumber(into: &bytes, at: Int(random.next() % UInt64(bytes.count)), &random) }
    return bytes
  }

  /// In the header, the program and section header tables and what they point to first.
  static func elf(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = original
    let tables = [0..<64, 64..<min(bytes.count, 64 + 12 * 56), max(0, bytes.count - 40 * 64)..<bytes.count]
    for _ in 0...random.next() % 3 {
      let table = tables[Int(random.next() % UInt64(tables.count))]
      putNumber(into: &bytes, at: table.lowerBound + Int(random.next() % UInt64(max(1, table.count))), &random)
    }
    return bytes
  }

  private static func putNumber(into bytes: inout [UInt8], at place: Int, _ random: inout SplitMix64) {
    let size = [1, 2, 4, 8][Int(random.next() % 4)]
    let numbers: [UInt64] = [
      0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, .max, .max >> 1,
      UInt64(bytes.count), UInt64(bytes.count) - 1, random.next(),
    ]
    let number = numbers[Int(random.next() % UInt64(numbers.count))]
    // Fields are aligned mostly.
    let start = random.next() % 4 == 0 ? place : place & ~(size - 1)
    for index in 0..<size where start + index < bytes.count {
      bytes[start + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
    }
  }
}
