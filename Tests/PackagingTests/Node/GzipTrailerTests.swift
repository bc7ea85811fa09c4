import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct GzipTrailerTests {
  private func defect(_ change: (inout [UInt8]) -> Void) throws -> Defect? {
    try Fixture.withFolder { folder in
      try Fixture.run(["sh", "-c", "head -c 300000 /dev/zero | tr '\\0' w | gzip -c > a.gz"], in: folder)
      var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/a.gz")))
      change(&bytes)
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/a.gz"))
      return try GzipTrailer.defect(at: "\(folder)/a.gz", atMost: 1 << 20)
    }
  }

  @Test func `gzip's own checksum is right`() throws { #expect(try defect { _ in } == nil) }

  @Test func `a checksum that is not the data's is found`() throws {
    let found = try defect { $0[$0.count - 8] ^= 1 }
    #expect(found?.kind == "gzip-checksum-mismatch")
  }

  @Test func `the last checksum of several members says nothing of them all`() throws {
    #expect(try defect { $0 += $0 } == nil)
  }

  @Test func `a file that is cut off or unpacks to too much has no checksum to be wrong`() throws {
    #expect(try defect { $0.removeLast(4) } == nil)
    #expect(try defect { $0.removeAll() } == nil)
  }
}
