import Foundation
import Model
import Testing

@testable import Running

@Suite struct RecordLinesTests {
  private static let done = "{\"harness\":1,\"step\":\"done\"}"

  private func records(_ buffers: [[UInt8]]) -> [Observation] {
    var lines = RecordLines()
    return buffers.flatMap { buffer in buffer.withUnsafeBytes { lines.add($0) }.map(\.0) }
  }

  private func records(_ text: String) -> [Observation] { records([Array(text.utf8)]) }

  @Test func `a record may come in any pieces`() {
    let text = Array("{\"harness\":1,\"fact\":\"größe 🙂\",\"value\":1.5}\n\(Self.done)\n".utf8)
    let whole: [Observation] = [.fact("größe 🙂", 1.5), .step(.done)]
    for size in 1...text.count {
      let pieces = stride(from: 0, to: text.count, by: size).map { Array(text[$0..<min($0 + size, text.count)]) }
      #expect(records(pieces) == whole, "in pieces of \(size)")
    }
  }

  @Test func `a record without its newline is none yet`() {
    #expect(records(Self.done) == [])
    #expect(records([Array(Self.done.utf8), [], Array("\n".utf8)]) == [.step(.done)])
  }

  @Test func `the line that comes with a record is the one on the wire`() {
    var lines = RecordLines()
    let text = "garbage\n{\"harness\":1, \"step\":\"done\", \"more\":[1]}\n"
    let record = Array(text.utf8).withUnsafeBytes { lines.add($0) }.first
    #expect(record?.1 == "{\"harness\":1, \"step\":\"done\", \"more\":[1]}")
  }

  @Test(arguments: [
    "", "\0", "{}", "[]", "null", "1", "\"harness\"", "{\"harness\":1}", "{\"harness\":2,\"step\":\"done\"}",
    "{\"harness\":\"1\",\"step\":\"done\"}", "{\"harness\":1.5,\"step\":\"done\"}", "{\"step\":\"done\"}",
    "{\"harness\":1,\"step\":\"Done\"}", "{\"harness\":1,\"step\":7}", "{\"harness\":1,\"nonsense\":1}",
    "{\"harness\":1,\"fact\":\"calls\"}", "{\"harness\":1,\"series\":{\"fact\":\"a\",\"calls\":[1]}}",
    "{\"harness\":1,\"step\":\"done\"", "{\"harness\":1,\"step\":\"done\"}}", "{'harness':1,'step':'done'}",
    "{\"harness\":1e400,\"step\":\"done\"}", "{\"harness\":1,\"fact\":\"n\",\"value\":NaN}",
    "{\"harness\":1,\"stacks\":\"\\ud800\"}",
  ])
  func `what is no record of this version is passed over, and the next one is not`(line: String) {
    #expect(records("\(line)\n\(Self.done)\n") == [.step(.done)])
  }

  @Test func `a line of a mebibyte is read, in one buffer and in many`() {
    let text = String(repeating: "x", count: 1 << 20)
    let line = Array("{\"harness\":1,\"stacks\":\"\(text)\"}\n\(Self.done)\n".utf8)
    #expect(records([line]) == [.stacks(text), .step(.done)])
    let pieces = stride(from: 0, to: line.count, by: 16_384).map { Array(line[$0..<min($0 + 16_384, line.count)]) }
    #expect(records(pieces) == [.stacks(text), .step(.done)])
  }

  @Test func `a line nested beyond reason is no record`() {
    let nested = String(repeating: "[", count: 200_000)
    #expect(
      records("{\"harness\":1,\"fact\":\"deep\",\"value\":\(nested)\n\(nested)\n\(Self.done)\n") == [.step(.done)])
  }

  @Test func `two thousand damaged inputs give valid records or none`() {
    var random = Seeded(state: 20_261_122)
    for _ in 0..<2000 {
      let (damaged, intact) = random.damaged()
      let text = damaged + Array("\n\(Self.done)\n".utf8)
      let seen = records(random.cut(text))
      let lines = text.split(separator: UInt8(ascii: "\n"))
      #expect(seen == lines.compactMap { try? JSONDecoder().decode(Observation.self, from: Data($0)) })
      #expect(seen.last == .step(.done))
      #expect(intact.allSatisfy(seen.contains))
    }
  }
}

/// splitmix64 (Steele, Lea, Flood 2014), so that a failure comes again.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// Random bytes, or a record with a byte changed, doubled or lost; and what has to be read of it whatever happens.
  mutating func damaged() -> ([UInt8], [Observation]) {
    guard Bool.random(using: &self) else { return (noise(Int.random(in: 0...300, using: &self)), []) }
    var record = Array("{\"harness\":1,\"fact\":\"calls\",\"value\":17}".utf8)
    let at = Int.random(in: record.indices, using: &self)
    switch Int.random(in: 0...2, using: &self) {
    case 0: record[at] = UInt8.random(in: 0...255, using: &self)
    case 1: record.insert(record[at], at: at)
    default: record.remove(at: at)
    }
    return (record + Array("\n{\"harness\":1,\"step\":\"setup\"}".utf8), [.step(.setup)])
  }

  private mutating func noise(_ count: Int) -> [UInt8] {
    let likely = Array("{}[]\":,harness1step\n\\u00".utf8)
    return (0..<count).map { _ in
      Bool.random(using: &self) ? likely.randomElement(using: &self) ?? 0 : UInt8.random(in: 0...255, using: &self)
    }
  }

  mutating func cut(_ bytes: [UInt8]) -> [[UInt8]] {
    let at = Int.random(in: 0...bytes.count, using: &self)
    return [Array(bytes[..<at]), Array(bytes[at...])]
  }
}
