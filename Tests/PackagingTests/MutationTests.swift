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
          #expect(observations(for: probe, artifact: artifact, kind: .wheel).last == .step(.done))
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

/// Bit flips, cuts, and pieces copied over others.
private func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
  var bytes = original
  switch random.next() % 4 {
  case 0: bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
  case 1:
    let length = Int(random.next() % 64)
    let from = Int(random.next() % UInt64(bytes.count - 64))
    let to = Int(random.next() % UInt64(bytes.count - 64))
    bytes.replaceSubrange(to..<to + length, with: original[from..<from + length])
  default:
    for _ in 0...random.next() % 8 { bytes[Int(random.next() % UInt64(bytes.count))] ^= 1 << UInt8(random.next() % 8) }
  }
  return bytes
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014: the same sequence on every run.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
