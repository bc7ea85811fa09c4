import Foundation
import Testing

@testable import Packaging

/// Members of every size around the chunks that they are unpacked in, against the bytes that Python packed.
@Suite struct ZipReaderTests {
  private static let pack = """
    import hashlib, json, random, sys, zipfile
    random.seed(5)
    sizes = [0, 1, 65535, 65536, 65537, 262143, 262144, 262145, 524288, 1000000, 9000000]
    sums = {}
    with zipfile.ZipFile(sys.argv[1], "w") as archive:
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
            for level in ((1, 6, 9) if method == zipfile.ZIP_DEFLATED else (None,)):
                for size in sizes:
                    for kind in ("random", "text", "zeros"):
                        data = {"random": random.randbytes, "zeros": bytes}.get(
                            kind, lambda n: (b"lorem ipsum %d " % n * (n // 12 + 1))[:n])(size)
                        name = f"{method}/{level}/{kind}/{size}"
                        archive.writestr(name, data, method, level)
                        sums[name] = [len(data), hashlib.sha256(data).hexdigest()]
    json.dump(sums, sys.stdout)
    """

  @Test func `members of every size and method are read as Python packed them`() throws {
    try Fixture.withFolder { folder in
      let told = try Fixture.output(["python3", "-c", Self.pack, "\(folder)/members.zip"])
      struct Sum: Decodable {
        var size: Int
        var digest: String
        init(from decoder: any Decoder) throws {
          var container = try decoder.unkeyedContainer()
          (size, digest) = (try container.decode(Int.self), try container.decode(String.self))
        }
      }
      let sums = try JSONDecoder().decode([String: Sum].self, from: Data(told.utf8))
      var limits = ArchiveLimits()
      limits.floor = 1 << 30
      let handling = MemberHandling<Int>(
        wish: { _, _ in .bytes(atMost: 16 << 20) },
        parse: { _, content in if case .bytes(let bytes) = content { bytes.count } else { nil } })
      let contents = try ZipReader.read("\(folder)/members.zip", limits: limits, handling: handling)
      #expect(contents.damage == [])
      #expect(contents.members.count == sums.count)
      for (member, parsed) in contents.members {
        let sum = try #require(sums[member.path])
        #expect(member.size == sum.size && parsed == sum.size && member.sha256 == sum.digest, "\(member.path)")
      }
    }
  }

  @Test func `a member whose bytes were changed is told, and the others are read`() throws {
    try Fixture.withFolder { folder in
      let path = "\(folder)/members.zip"
      _ = try Fixture.output(["python3", "-c", Self.pack, path])
      var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      let name = Array("8/6/text/1000000".utf8)
      let start = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
      for offset in 40..<60 { bytes[start + name.count + offset] ^= 0x55 }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      var limits = ArchiveLimits()
      limits.floor = 1 << 30
      let handling = MemberHandling<Int>(wish: { _, _ in .nothing }, parse: { _, _ in nil })
      let contents = try ZipReader.read(path, limits: limits, handling: handling)
      #expect(contents.damage.map(\.kind) == ["damaged-archive"])
      #expect(contents.damage.first?.member == "8/6/text/1000000")
      #expect(contents.members.filter { $0.member.sha256 == nil }.map(\.member.path) == ["8/6/text/1000000"])
    }
  }
}
