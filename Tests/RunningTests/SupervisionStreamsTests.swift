import Model
import Testing

@testable import Running

/// The first 8,192 bytes and the last 16,384 are kept (Harnesses/Hosts/Supervisor/capture.h).
@Suite struct SupervisionStreamsTests {
  /// Seven digits and a newline: any eight bytes tell where they stood.
  private static func numbered(_ bytes: Int) -> String {
    let text = (0..<(bytes / 8 + 1)).map { number in
      String(repeating: "0", count: 7 - "\(number)".count) + "\(number)\n"
    }
    return String(text.joined().prefix(bytes))
  }

  private func written(_ bytes: Int, to stream: String) async throws -> Model.Stream? {
    let host = SupervisedHost(
      script: "seq -f %07.0f 0 \(bytes / 8) | head -c \(bytes) \(stream == "stderr" ? ">&2" : "")")
    return try await host.run().stream(stream)
  }

  @Test(arguments: ["stdout", "stderr"]) func `a short output is all head`(stream: String) async throws {
    #expect(try await written(40, to: stream) == Model.Stream(name: stream, head: Self.numbered(40)))
  }

  @Test(arguments: [8191, 8192, 8193, 24_575, 24_576, 24_577, 24_576 + 16_384, 1_000_003])
  func `head and tail are exact at every edge`(bytes: Int) async throws {
    let all = Self.numbered(bytes), tail = min(max(bytes - 8192, 0), 16_384)
    let stream = try #require(try await written(bytes, to: "stdout"))
    #expect(stream.head == String(all.prefix(8192)))
    #expect(stream.dropped == max(0, bytes - 8192 - 16_384))
    #expect(stream.tail == String(all.suffix(tail)))
  }

  @Test func `bytes that are no text arrive as replacement characters`() async throws {
    let stream = try await SupervisedHost(script: "printf 'a\\377b\\000c\\342\\202'").run().stream("stdout")
    #expect(stream?.head == "a\u{fffd}b\u{0}c\u{fffd}\u{fffd}")
  }

  @Test func `output that is nothing but control characters still fits its record`() async throws {
    let stream = try await SupervisedHost(script: "head -c 50000 /dev/zero").run().stream("stdout")
    #expect(stream?.head == String(repeating: "\0", count: 8192))
    #expect(stream?.tail == String(repeating: "\0", count: 16_384))
    #expect(stream?.dropped == 50_000 - 24_576)
  }

  @Test func `what was written in the moment of death is kept`() async throws {
    let outcome = try await SupervisedHost(script: "printf last; kill -KILL $$").run()
    #expect(outcome.stream("stdout")?.head == "last")
  }
}
