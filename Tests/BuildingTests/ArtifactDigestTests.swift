import Building
import Foundation
import Testing

/// Files and folders that somebody else made, before a reader has looked at them.
@Suite struct ArtifactDigestTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = "\(NSTemporaryDirectory())digest-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(folder)/package.json"))
    try body(folder)
  }

  private func message(_ path: String, _ limits: ArtifactDigest.Limits = .init()) -> String? {
    do throws(BuildingError) {
      _ = try ArtifactDigest.sha256(path, limits: limits)
      return nil
    } catch { return error.description }
  }

  @Test(arguments: [4, 20]) func `a sparse file of many GiB is refused before it is read`(gibibytes: Int) throws {
    try withFolder { folder in
      let file = "\(folder)/words.so"
      #expect(creat(file, 0o600) >= 0 && truncate(file, gibibytes << 30) == 0)
      let took = ContinuousClock().measure {
        #expect(message(file) == "\(file) was not read: it has more than 2147483648 bytes")
      }
      #expect(took < .seconds(1))
      // In a folder, by the same measure.
      var limits = ArtifactDigest.Limits()
      limits.bytes = 1 << 20
      #expect(message(folder, limits) == "\(folder) was not read: it has more than 1048576 bytes")
    }
  }

  @Test func `a folder of more entries than are read is refused`() throws {
    try withFolder { folder in
      var limits = ArtifactDigest.Limits()
      limits.entries = 100
      for index in 0..<10 {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(index)", withIntermediateDirectories: true)
        for inner in 0..<10 { #expect(creat("\(folder)/\(index)/\(inner)", 0o600) >= 0) }
      }
      #expect(message(folder, limits) == "\(folder) was not read: it has more than 100 files and folders")
      #expect(message(folder) == nil)
    }
  }

  @Test func `loops, pipes, devices and odd names in a folder hang nobody`() throws {
    try withFolder { folder in
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/loop", withDestinationPath: ".")
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/self", withDestinationPath: "self")
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/zero", withDestinationPath: "/dev/zero")
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(creat("\(folder)/\u{1b}[31m\n", 0o600) >= 0)
      var name = Array("\(folder)/".utf8CString.dropLast()) + [-1, -2, 0]
      #expect(creat(&name, 0o600) >= 0, "a name that is no UTF-8")
      var deep = folder
      while deep.utf8.count < 3_500 {
        deep += "/" + String(repeating: "d", count: 250)
        #expect(mkdir(deep, 0o700) == 0)
      }
      let took = ContinuousClock().measure { #expect(message(folder) == nil) }
      #expect(took < .seconds(5))
    }
  }
}
