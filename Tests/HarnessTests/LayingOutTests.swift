import Foundation
import Subprocess
import Testing

@testable import harness

extension HarnessTests {
  /// The process that lays a package out, on files that were made to hurt it.
  @Suite struct LayingOutTests {
    /// Started by a small process: one begins with its starter's peak.
    private static let laying = """
      import json, resource, subprocess, sys
      program, file, folder = sys.argv[1:]
      words = [program, "lay-out", "--path", file, "--kind", "node-addon", "--folder", folder]
      words += ["--processor-seconds", "60"]
      done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
      peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
      json.dump({"peakKiB": peak, "answer": json.loads(done.stdout)}, sys.stdout)
      """

    private struct Told: Decodable {
      var peakKiB: Int
      var answer: LaidOut
    }

    private func python(_ words: [String], in bench: Workbench) async throws -> String {
      let done = try await Subprocess.run(
        .name("python3"), arguments: Arguments(["-c"] + words),
        environment: .inherit.updating(["TMPDIR": bench.path("tmp")]), workingDirectory: bench.folder,
        output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
      #expect(done.terminationStatus.isSuccess, "\(done.standardError)")
      return done.standardOutput
    }

    private func layOut(_ name: String, in bench: Workbench) async throws -> Told {
      try FileManager.default.createDirectory(atPath: bench.path("site"), withIntermediateDirectories: true)
      let told = try await python([Self.laying, Program.path.string, bench.path(name), bench.path("site")], in: bench)
      return try JSONDecoder().decode(Told.self, from: Data(told.utf8))
    }

    /// Members by a Python expression, stored, so that nothing is a bomb.
    private func tarball(_ members: String, in bench: Workbench) async throws {
      let packing = """
        import io, tarfile
        with tarfile.open("words.tgz", "w:gz", compresslevel=0) as archive:
            manifest = ("package/package.json", b'{"name": "words", "version": "1.0.0"}')
            for path, content in [manifest] + \(members):
                member = tarfile.TarInfo(path)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        """
      _ = try await python([packing], in: bench)
    }

    @Test(arguments: ["b'\\x7fELF'", "b'\\0asm'", "b'text'"])
    func `a member of 200 MiB is laid out in under 64 MiB`(begins: String) async throws {
      let bench = try Workbench()
      try await tarball("[('package/words.node', \(begins) + b'x' * (200 << 20))]", in: bench)
      let told = try await layOut("words.tgz", in: bench)
      #expect(told.answer.module == "words", "\(told.answer.reason ?? "")")
      #expect(told.peakKiB < 64 << 10, "\(told.peakKiB) KiB")
      let file = try FileManager.default.attributesOfItem(atPath: bench.path("site/node_modules/words/words.node"))
      #expect(file[.size] as? Int == 200 << 20 | 4)
      #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("tmp")) == [])
    }

    @Test func `an addon and a folder of 200 MiB are copied in under 64 MiB`() async throws {
      let bench = try Workbench()
      try bench.write(#"{"name": "words", "version": "1.0.0"}"#, to: "package/package.json")
      for name in ["package/words.node", "words.node"] {
        #expect(FileManager.default.createFile(atPath: bench.path(name), contents: Data("\u{7f}ELF".utf8)))
        #expect(truncate(bench.path(name), 200 << 20) == 0)
      }
      for name in ["package", "words.node"] {
        let told = try await layOut(name, in: bench)
        #expect(told.answer.module == "words" && told.peakKiB < 64 << 10, "\(name): \(told.peakKiB) KiB")
        try FileManager.default.removeItem(atPath: bench.path("site"))
      }
    }

    @Test func `an archive of too many files is refused before one of them is written`() async throws {
      let bench = try Workbench()
      try await tarball("[(f'package/{n}', b'') for n in range(60_000)]", in: bench)
      let told = try await layOut("words.tgz", in: bench)
      #expect(told.answer.reason?.contains("more than 60000 files") == true, "\(told.answer)")
      #expect(!FileManager.default.fileExists(atPath: bench.path("site/node_modules")), "its folder was made")
    }

    @Test(arguments: [
      ("[('package/' + 'a/' * 101 + 'b.js', b'')]", "more than 100 folders deep"),
      ("[('package/a', b''), ('package/a/b', b'')]", "Not a directory"),
      ("[('package/a/b', b''), ('package/a', b'')]", "File exists"),
    ])
    func `what can't be laid out is told, and nothing of it stays`(members: String, reason: String) async throws {
      let bench = try Workbench()
      try await tarball(members, in: bench)
      let told = try await layOut("words.tgz", in: bench)
      #expect(told.answer.module == nil && told.answer.reason?.contains(reason) == true, "\(told.answer)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("site/node_modules")) == [])
    }
  }
}
