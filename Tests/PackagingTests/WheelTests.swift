import Foundation
import Model
import Packaging
import Testing

@Suite struct WheelTests {
  @Test func `members have their size, mode and hash`() throws {
    let json = #"{"file": "words-1.0-py3-none-any.whl", "members": [{"path": "words/a.py", "text": "abc"}]}"#
    let member = try #require(try wheel(json).members.first)
    #expect(member.path == "words/a.py" && member.size == 3 && member.mode == 0o644)
    // FIPS 180-2, appendix B.1: the digest of "abc".
    #expect(member.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `a local build's tag is a warning`() throws {
    let json = #"{"file": "words-1.0-cp311-cp311-linux_{machine}.whl", "members": [{"path": "words.py", "text": ""}]}"#
    let defects = try Fixture.defects(of: "package/tag-truth", recipe: json)
    #expect(defects.map(\.kind) == ["unportable-platform"])
    #expect(defects.map(\.severity) == [.warning])
  }

  @Test func `a binary under Root-Is-Purelib is a warning`() throws {
    let json = #"""
      {"file": "words-1.0-cp311-cp311-linux_{machine}.whl",
       "wheel": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: cp311-cp311-linux_{machine}\n",
       "members": [{"path": "words.so", "c": "void *PyInit_words(void) { return 0; }"}]}
      """#
    let defects = try Fixture.defects(of: "package/archive-sound", recipe: json)
    #expect(defects.map(\.kind) == ["binary-in-purelib"])
    #expect(defects.map(\.severity) == [.warning])
  }

  @Test func `import names are the modules and packages at the top, the project's own first`() throws {
    let json = #"""
      {"file": "my_words-1.0-cp311-cp311-linux_{machine}.whl", "members": [
        {"path": "another.py", "text": ""}, {"path": "my_words/__init__.py", "text": ""},
        {"path": "my_words/deep/er.py", "text": ""}, {"path": "docs/guide.txt", "text": ""},
        {"path": "my_words-1.0.data/platlib/placed.py", "text": ""}, {"path": "not-a-name.py", "text": ""},
        {"path": "_fast.abi3.so", "c": "void *PyInit__fast(void) { return 0; }"},
        {"path": "my_words.libs/libz-1.so", "c": "int z;"}]}
      """#
    #expect(importNames(of: try wheel(json)) == ["my_words", "_fast", "another", "placed"])
  }

  @Test func `a package's own extension module is imported as the package`() throws {
    let json = #"""
      {"file": "words-1.0-cp311-cp311-linux_{machine}.whl", "members": [
        {"path": "words/__init__.abi3.so", "c": "void *PyInit_words(void) { return 0; }"}]}
      """#
    let module = try #require(try wheel(json).extensionModules.first)
    #expect(module.name == "words" && module.elf.hasEntryPoint(of: module.lastName))
  }

  @Test func `a library that has nothing of Python's but its name is ctypes' business, not an extension module`() throws
  {
    let json = #"""
      {"file": "words-1.0-cp37-abi3-manylinux_2_17_{machine}.whl", "members": [
        {"path": "words/_cipher.abi3.so", "c": "int cipher_start(void) { return 0; }"}]}
      """#
    #expect(try wheel(json).extensionModules.isEmpty)
  }

  @Test func `an abi3 module that needs one Python's library is an error`() throws {
    let json = #"""
      {"file": "words-1.0-cp38-abi3-manylinux_2_17_{machine}.whl", "members": [
        {"path": "words.abi3.so", "c": "void *PyInit_words(void) { return 0; }"}]}
      """#
    for (library, kinds) in [("libpython3.11.so.1.0", ["abi3-needs-one-python"]), ("libpython3.so", [])] {
      try Fixture.withFolder { folder in
        try Fixture.run(["cc", "-shared", "-Wl,-soname,\(library)", "-o", "\(folder)/libpython.so", "-xc", "/dev/null"])
        let options = ["-Wl,--no-as-needed", "-L\(folder)", "-lpython"]
        let (artifact, kind) = try packControl(try ControlRecipe(json: json, name: "test"), into: folder) {
          try Fixture.compile($0.c, options: options)
        }
        #expect(Fixture.defects(of: "package/tag-truth", artifact, kind).map(\.kind) == kinds)
      }
    }
  }

  @Test func `limits are told where they are met`() throws {
    let json = #"""
      {"file": "words-1.0-cp311-cp311-linux_{machine}.whl", "members": [
        {"path": "words.so", "c": "void *PyInit_words(void) { return 0; }"}, {"path": "words.py", "text": ""}]}
      """#
    var limits = ArchiveLimits()
    limits.binary = 1000
    #expect(try wheel(json, limits).damage.map(\.kind) == ["not-examined"])
    limits = ArchiveLimits()
    limits.symbols = 0
    #expect(try wheel(json, limits).damage.map(\.kind) == ["not-examined"])
    limits = ArchiveLimits()
    limits.binaries = 0
    #expect(try wheel(json, limits).damage.map(\.kind) == ["not-examined"])
    limits = ArchiveLimits()
    limits.members = 2
    #expect(try wheel(json, limits).damage.map(\.kind) == ["too-many-members"])
    limits = ArchiveLimits()
    limits.floor = 100
    limits.ratio = 1
    #expect(try wheel(json, limits).damage.map(\.kind) == ["compression-bomb"])
  }

  @Test func `defects of one kind are listed up to twenty`() throws {
    let members = (0..<30).map { #"{"path": "../climbs\#($0).py", "text": ""}"# }.joined(separator: ", ")
    let json = #"{"file": "words-1.0-py3-none-any.whl", "members": [\#(members)]}"#
    let defects = try Fixture.defects(of: "package/archive-sound", recipe: json)
    #expect(defects.count == 21)
    #expect(defects.last?.message == "There are 10 more of the kind path-traversal.")
  }

  /// A slash and an accent are one character of Swift's, and two of the system's.
  @Test(arguments: [("words/../\u{301}evil.py", "path-traversal"), ("/\u{301}evil.py", "absolute-name")])
  func `a slash that an accent hides is a slash`(name: String, kind: String) throws {
    let json = #"{"file": "words-1.0-py3-none-any.whl", "members": [{"path": "\#(name)", "text": ""}]}"#
    #expect(try Fixture.defects(of: "package/archive-sound", recipe: json).map(\.kind).contains(kind))
  }

  @Test func `what a hostile name holds doesn't reach a terminal`() throws {
    let name = "../\u{1b}[2Jcleared\u{202e}" + String(repeating: "n", count: 600)
    let json = #"{"file": "words-1.0-py3-none-any.whl", "members": [{"path": "\#(name)", "text": ""}]}"#
      .replacing("\u{1b}", with: #"\u001b"#)
    let defects = try Fixture.defects(of: "package/archive-sound", recipe: json)
    #expect(defects.map(\.kind) == ["path-traversal"])
    let defect = try #require(defects.first)
    #expect(defect.message.hasPrefix(#"../\u{1b}[2Jcleared\u{202e}nnn"#))
    #expect(defect.message.count < 600)
    #expect(defect.member?.contains("\u{1b}") == false)
  }

  @Test func `a probe that is not known is unmeasured, and a kind that is not read is skipped; neither passes`() {
    let artifact = Artifact(path: "/nowhere", sha256: "")
    #expect(
      observations(for: "package/nothing", artifact: artifact, kind: .wheel, tables: Fixture.tables)
        == [.unmeasured("Packaging knows no probe package/nothing"), .step(.done)])
    #expect(
      observations(for: "package/archive-sound", artifact: artifact, kind: .uniffi, tables: Fixture.tables)
        == [.skip("a uniffi package is not read yet"), .step(.done)])
  }

  @Test(arguments: [
    (#"{"members": []}"#, "the key 'file'"), (#"{"file": "a.whl", "recrod": "none"}"#, "recrod"),
    (#"{"file": "a.whl", "members": [{"path": "a", "txt": "b"}]}"#, "txt"),
    (#"{"file": "a.whl", "members": [{"path": "a", "c": "", "link": ["-O3"]}]}"#, "-O3"), ("file: a.whl", "JSON"),
  ])
  func `a recipe that is wrong is refused with what is wrong`(json: String, word: String) throws {
    let error = #expect(throws: PackagingError.self) { try ControlRecipe(json: json, name: "controls/x.yaml") }
    let description = try #require(error).description
    #expect(description.contains(word) && description.contains("controls/x.yaml"))
  }

  private func wheel(_ json: String, _ limits: ArchiveLimits = ArchiveLimits()) throws -> Wheel {
    try Fixture.withFolder { folder in
      let recipe = try ControlRecipe(json: json, name: "test")
      let (artifact, _) = try packControl(recipe, into: folder, compile: Fixture.compile)
      return try readWheel(at: artifact.path, limits: limits)
    }
  }
}
