import Foundation
import Model
import Packaging
import Testing

/// Damaged input gives an error or a defect; that the test process lives on is the test.
@Suite struct MutationTests {
  @Test func `300 mutations of a wheel are read to an end`() throws {
    let (name, original) = try Fixture.soundWheel()
    var random = SplitMix64(state: 20_261_122)
    try Fixture.withFolder { folder in
      let artifact = Artifact(path: "\(folder)/\(name)", sha256: "")
      for _ in 0..<300 {
        try Data(mutated(original, &random)).write(to: URL(fileURLWithPath: artifact.path))
        for probe in ["package/archive-sound", "package/tag-truth"] {
          #expect(
            observations(for: probe, artifact: artifact, kind: .wheel, tables: Fixture.tables).last == .step(.done))
        }
      }
    }
  }

  @Test func `300 mutations of a shared object are read to an end`() throws {
    let source = "#include <string.h>\nint size(const char *text) { return (int)strlen(text); }\n"
    let original = try Fixture.compile(source, options: ["-g"])
    var random = SplitMix64(state: 42)
    var read = 0
    for _ in 0..<300 where (try? readELF(bytes: mutated(original, &random))) != nil { read += 1 }
    // Some mutations hit padding and some cut the file off: neither all nor none can be readable.
    #expect((1..<300).contains(read))
  }

  @Test func `every byte of the ELF header and program headers may be all ones`() throws {
    let original = try Fixture.compile("int one(void) { return 1; }\n", options: [])
    for index in 0..<min(original.count, 1024) {
      var bytes = original
      bytes[index] = 0xff
      _ = try? readELF(bytes: bytes)
    }
  }

  @Test func `every prefix of a wheel gives an error`() throws {
    let (name, original) = try Fixture.soundWheel()
    try Fixture.withFolder { folder in
      for length in stride(from: 0, to: original.count, by: max(1, original.count / 100)) {
        try Data(original.prefix(length)).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        #expect(throws: PackagingError.self) { try readWheel(at: "\(folder)/\(name)") }
      }
    }
  }

  @Test func `a damaged member is named`() throws {
    let text = String(repeating: "some text that is stored; ", count: 400)
    let json = #"{"file": "words-1.0-py3-none-any.whl", "members": [{"path": "words/a.py", "text": "\#(text)"}]}"#
    try Fixture.withFolder { folder in
      let recipe = try ControlRecipe(json: json, name: "test")
      let (artifact, _) = try packControl(recipe, into: folder, compile: Fixture.compile)
      var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: artifact.path)))
      // The local header of the first member takes 30 bytes, its name 10 and libarchive's extra fields under 60.
      for index in 110..<120 { bytes[index] ^= 0x55 }
      try Data(bytes).write(to: URL(fileURLWithPath: artifact.path))
      let damage = try readWheel(at: artifact.path).damage
      #expect(damage.map(\.kind) == ["damaged-archive"])
      #expect(damage.first?.member == "words/a.py")
    }
  }
}
