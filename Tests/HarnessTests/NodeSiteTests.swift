import Foundation
import Model
import Packaging
import Subprocess
import Testing

@testable import harness

/// Where npm packages are laid out, by a process that may have fallen to the file that it reads.
@Suite struct NodeSiteTests {
  /// A program that answers as `lay-out` does, after it has done `deed` in the folder: `$7` of its arguments.
  private func site(after deed: String, in bench: Workbench) async throws -> NodeSites.Site {
    let program = bench.path("fallen")
    try bench.write(
      """
      #!/bin/sh
      mkdir -p "$7/node_modules/words"
      echo 1 > "$7/node_modules/words/index.js"
      cd "$7"
      \(deed)
      echo '{"module": "words"}'

      """, to: "fallen")
    #expect(chmod(program, 0o700) == 0)
    try bench.write("untouched", to: "victim")
    let artifact = Artifact(path: bench.path("words.tgz"), sha256: "0123")
    return try await NodeSites(cache: bench.path("cache"), program: program).site(of: artifact, kind: .nodeAddon)
  }

  @Test func `what was laid out by the rules is kept, with its name`() async throws {
    let bench = try Workbench()
    let site = try await site(after: ":", in: bench)
    #expect(site.module == "words" && bench.text("cache/sites/0123/name") == "words")
  }

  @Test(arguments: [
    "ln -s ../../../victim name", "mkfifo name", "mkdir name", "echo other > name", "ln ../../../victim name",
    "ln -s / node_modules/words/root", "ln -s index.js node_modules/words/link.js", "mkfifo node_modules/words/pipe",
    "ln ../../../victim node_modules/words/victim", "chmod 4755 node_modules/words/index.js",
  ])
  func `nothing is written through what it left, and no link or device is kept`(deed: String) async throws {
    let bench = try Workbench()
    await #expect(throws: PackagingError.self) { try await site(after: deed, in: bench) }
    #expect(bench.text("victim") == "untouched")
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("cache/sites")) == [])
  }

  @Test func `members that are called name are members like others`() async throws {
    let bench = try Workbench()
    let script = """
      import io, tarfile
      with tarfile.open("words.tgz", "w:gz") as archive:
          for path, text in [("package/name", b"a"), ("name/name", b"b"), ("package/node_modules/name", b"c"),
                             ("package/package.json", b'{"name": "name", "version": "1.0.0"}')]:
              member = tarfile.TarInfo(path)
              member.size = len(text)
              archive.addfile(member, io.BytesIO(text))
          link = tarfile.TarInfo("package/lib/name")
          link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
          archive.addfile(link)
      """
    let packed = try await Subprocess.run(
      .name("python3"), arguments: ["-c", script], workingDirectory: bench.folder, output: .discarded,
      error: .string(limit: 1 << 16))
    #expect(packed.terminationStatus.isSuccess, "\(packed.standardError)")
    let sites = NodeSites(cache: bench.path("cache"), program: Program.path.string)
    let artifact = Artifact(path: bench.path("words.tgz"), sha256: "4567")
    let site = try await sites.site(of: artifact, kind: .nodeAddon)
    #expect(site.module == "name" && bench.text("cache/sites/4567/name") == "name")
    #expect(bench.text("cache/sites/4567/node_modules/name/name") == "b", "the last of one name is installed")
    #expect(try await sites.site(of: artifact, kind: .nodeAddon).module == "name")
  }
}
