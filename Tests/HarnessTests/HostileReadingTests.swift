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
          kinds = {".whl": "wheel", ".wasm": "wasm", ".so": "c-abi"}
          kind = kinds.get(os.path.splitext(file)[1], "node-addon")
          words = [program, "read-artifact", "--path", file, "--kind", kind, "--tables", tables]
          words += ["--processor-seconds", "60"]
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

    /// One sound file of each form; `package` becomes a folder with `binary` and a package.json.
    private static let seeding = """
      import gzip, io, subprocess, sys, tarfile, zipfile
      with open("words.c", "w") as source:
          source.write("#include <stdlib.h>\\nvoid *words_new(int n) { return malloc(n); }\\nint PyInit_words(void) { return 1; }")
      subprocess.run(["cc", "-g", "-shared", "-fPIC", "-o", "words.so", "words.c"], check=True)
      elf = open("words.so", "rb").read()
      manifest = b'{"name": "words", "version": "1.0.0", "main": "words.node"}'
      inner = io.BytesIO()
      with tarfile.open(fileobj=inner, mode="w") as archive:
          for path, content in [("package/package.json", manifest), ("package/words.node", elf)]:
              member = tarfile.TarInfo(path)
              member.size = len(content)
              archive.addfile(member, io.BytesIO(content))
      open("words.tar", "wb").write(inner.getvalue())
      with zipfile.ZipFile("words-1.0-cp311-cp311-linux_x86_64.whl", "w") as wheel:
          wheel.writestr("words.cpython-311-x86_64-linux-gnu.so", elf)
          wheel.writestr("words-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: words\\nVersion: 1.0\\n")
          wheel.writestr("words-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: cp311-cp311-linux_x86_64\\n")
          wheel.writestr("words-1.0.dist-info/RECORD", "words.cpython-311-x86_64-linux-gnu.so,,\\n")
      """

    /// After the damage to what is inside, an archive is whole again: its checksum would end the reading early.
    private static let packing = """
      import gzip, os, sys
      for name in os.listdir("files"):
          file = f"files/{name}/words.tar"
          if os.path.exists(file):
              open(f"files/{name}/words-1.0.0.tgz", "wb").write(gzip.compress(open(file, "rb").read(), 1))
              os.remove(file)
      """

    private func python(_ program: String, in bench: Workbench) async throws {
      let done = try await Subprocess.run(
        .name("python3"), arguments: ["-c", program], workingDirectory: bench.folder, output: .discarded,
        error: .string(limit: 1 << 16))
      #expect(done.terminationStatus.isSuccess, "\(done.standardError)")
    }

    /// Six forms in turn, a few bytes changed in each, a fifth of them cut off.
    private func damagedFiles(in bench: Workbench) async throws {
      try bench.wheel("words", module: String(repeating: "def count(text):\n    return len(text.split())\n", count: 40))
      try await python(Self.seeding, in: bench)
      let module = Data([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0b])
      try module.write(to: URL(fileURLWithPath: bench.path("words.wasm")))
      let names = [
        "words-1.0-py3-none-any.whl", "words.wasm", "words.so", "words.tar", "words-1.0-cp311-cp311-linux_x86_64.whl",
      ]
      var seeds = try names.map { (name: $0, bytes: try Data(contentsOf: URL(fileURLWithPath: bench.path($0)))) }
      seeds.append(("package/words.node", seeds[2].bytes))
      var random = Numbers(state: 2_026)
      for index in 0..<200 {
        var (name, bytes) = seeds[index % seeds.count]
        for _ in 0...Int.random(in: 0..<6, using: &random) {
          // Half of them in the first bytes, where headers are.
          let most = Bool.random(using: &random) ? min(bytes.count, 1_024) : bytes.count
          bytes[Int.random(in: 0..<most, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        if index % 5 == 0 { bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)) }
        try bench.write("", to: "files/\(1000 + index)/\(name)")
        try bytes.write(to: URL(fileURLWithPath: bench.path("files/\(1000 + index)/\(name)")))
        guard name.hasPrefix("package/") else { continue }
        try bench.write(#"{"name": "words", "version": "1.0.0"}"#, to: "files/\(1000 + index)/package/package.json")
      }
      try await python(Self.packing, in: bench)
    }

    @Test func `200 damaged files of six forms are each answered, within 256 MiB and the scratch folder`() async throws
    {
      let bench = try Workbench()
      try await damagedFiles(in: bench)
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

    @Test func `a folder with pipes, sockets, loops and odd names is read, and hangs nobody`() async throws {
      let bench = try Workbench()
      try bench.write(#"{"name": "words", "version": "1.0.0", "main": "index.js"}"#, to: "package/package.json")
      try bench.write("exports.a = 1;", to: "package/index.js")
      try await python(
        """
        import os, socket
        os.chdir("package")
        os.mkfifo("pipe.js")
        socket.socket(socket.AF_UNIX).bind("socket.js")
        os.symlink(".", "loop")
        os.symlink("/dev/zero", "zero.js")
        open(b"\\xff\\xfe.js", "w").close()
        open("\\x1b[31m.js", "w").close()
        if os.getuid() == 0:
            os.mknod("device.node", 0o020600, os.makedev(1, 5))
        else:
            open("unreadable.node", "w").close()
            os.chmod("unreadable.node", 0)
        for _ in range(15):
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
        open("deep.js", "w").close()
        """, in: bench)
      for words in [["inspect", "package"], ["check", "--package", "package"]] {
        let run = try await bench.run(words)
        #expect(try #require(run.exit) < 3, "\(run.stdout)\(run.stderr)")
        #expect(!run.stdout.contains("\u{1b}[31m"))
      }
    }

    @Test func `a FIFO and a missing file in place of the artifact hang nobody`() async throws {
      let bench = try Workbench()
      #expect(mkfifo(bench.path("words-1.0-py3-none-any.whl"), 0o600) == 0)
      let run = try await bench.run("inspect", "words-1.0-py3-none-any.whl")
      #expect(run.exit == 2 && run.stderr.contains("words-1.0-py3-none-any.whl"), "\(run.stdout)\(run.stderr)")
    }
  }
}
