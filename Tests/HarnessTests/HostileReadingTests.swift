import Foundation
import Model
import Packaging
import Subprocess
import Testing

/// The same numbers on every run: Knuth's MMIX generator.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}

extension HarnessTests {
  /// The reader's process on files that were made to hurt it: what it may use, what it answers, what it leaves behind.
  @Suite struct HostileReadingTests {
    /// Reads each file by a process of its own, started by a small one: a process begins with its starter's peak.
    private static let reading = """
      import json, os, resource, subprocess, sys
      program, tables, folder = sys.argv[1:]
      told = []
      for name in sorted(os.listdir(folder)):
          file = os.path.join(folder, name, os.listdir(os.path.join(folder, name))[0])
          kind = "wheel" if file.endswith(".whl") else "wasm"
          words = [program, "read-artifact", "--path", file, "--sha256", "", "--kind", kind, "--tables", tables]
          done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
          told.append({"name": name, "status": done.returncode, "answer": done.stdout.decode()})
      peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
      json.dump({"peakKiB": peak, "readings": told}, sys.stdout)
      """

    private struct Told: Decodable {
      struct Reading: Decodable { var name: String, status: Int, answer: String }
      var peakKiB: Int
      var readings: [Reading]
    }

    @Test func `200 damaged wheels and modules are each answered, within 256 MiB and the scratch folder`() async throws
    {
      let bench = try Workbench()
      try bench.wheel("words", module: String(repeating: "def count(text):\n    return len(text.split())\n", count: 40))
      let name = "words-1.0-py3-none-any.whl"
      let wheel = try Data(contentsOf: URL(fileURLWithPath: bench.path(name)))
      let module = Data([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0b])
      var random = Numbers(state: 2_026)
      try FileManager.default.createDirectory(atPath: bench.path("files"), withIntermediateDirectories: true)
      for index in 0..<200 {
        let isWheel = index % 4 != 0
        var bytes = isWheel ? wheel : module
        for _ in 0...Int.random(in: 0..<6, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        if index % 5 == 0 { bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)) }
        let folder = bench.path("files/\(1000 + index)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(isWheel ? name : "words.wasm")"))
      }
      let done = try await Subprocess.run(
        .name("python3"),
        arguments: [
          "-c", Self.reading, Program.path.string, Program.harnesses.appending("Tables").string, bench.path("files"),
        ], environment: .inherit.updating(["TMPDIR": bench.path("tmp")]), output: .string(limit: 64 << 20),
        error: .string(limit: 1 << 16))
      let told = try JSONDecoder().decode(Told.self, from: Data(done.standardOutput.utf8))
      #expect(told.readings.count == 200 && told.peakKiB < 256 << 10, "\(told.peakKiB) KiB")
      for reading in told.readings {
        #expect(reading.status == 0, "\(reading.name)")
        #expect(
          (try? JSONDecoder().decode(PackageReading.self, from: Data(reading.answer.utf8))) != nil, "\(reading.name)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("tmp")) == [])
    }

    @Test func `a bomb is stopped, and so said`() async throws {
      let bench = try Workbench()
      let json = """
        {"file": "bomb-1.0-py3-none-any.whl", "members": [{"path": "bomb/a.bin", "zeros": 400000000}]}
        """
      _ = try packControl(ControlRecipe(json: json, name: "bomb"), into: bench.folder.string, compile: { _ in [] })
      let run = try await bench.run("check", "--package", "bomb-1.0-py3-none-any.whl")
      #expect(run.exit == 1)
      let finding = try run.finding("bomb-1.0/-/package/archive-sound/-")
      #expect(finding.facts["fact"] == "compression-bomb")
    }

    @Test func `what takes more memory than a reader may is not established, and the run goes on`() async throws {
      let bench = try Workbench()
      // 190,000 members with a RECORD that names each: more than 256 MiB of strings.
      let packed = try await Subprocess.run(
        .name("python3"),
        arguments: [
          "-c",
          """
          import zipfile
          with zipfile.ZipFile("many-1.0-py3-none-any.whl", "w") as wheel:
              names = [f"many/a/folder/of/some/length/file-number-{number}.py" for number in range(190_000)]
              for name in names:
                  wheel.writestr(name, b"")
              wheel.writestr("many-1.0.dist-info/RECORD", "".join(f"{name},sha256=" + "a" * 43 + ",0\\n" for name in names))
          """,
        ], workingDirectory: bench.folder, output: .discarded, error: .string(limit: 1 << 16))
      #expect(packed.terminationStatus.isSuccess, "\(packed.standardError)")
      let run = try await bench.run("check", "--package", "many-1.0-py3-none-any.whl")
      #expect(run.exit == 0, "\(run.stdout)")
      #expect(run.verdicts.values.allSatisfy { [.notEstablished, .skipped].contains($0) }, "\(run.verdicts)")
      let reason = try #require(run.results?.cells.first { $0.verdict == .notEstablished }?.reason)
      #expect(reason.contains("takes more than 256 MiB to read"), "\(reason)")
      #expect(try await bench.run("check", "--package", "--gate", "many-1.0-py3-none-any.whl").exit == 1)
    }

    @Test func `a FIFO and a missing file in place of the artifact hang nobody`() async throws {
      let bench = try Workbench()
      #expect(mkfifo(bench.path("words-1.0-py3-none-any.whl"), 0o600) == 0)
      let run = try await bench.run("inspect", "words-1.0-py3-none-any.whl")
      #expect(run.exit == 2 && run.stderr.contains("words-1.0-py3-none-any.whl"), "\(run.stdout)\(run.stderr)")
    }
  }
}
