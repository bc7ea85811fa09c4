import Building
import Foundation
import Model
import Testing

@Suite struct BuilderTests {
  /// Writes `abc`, whose SHA-256 is the first example of FIPS 180-2, appendix B.1.
  static let making = "mkdir -p dist && printf abc > dist/tiny.whl && echo dist/tiny.whl"
  static let digestOfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func `a command's last line names the artifact, which is copied into the cache`() async throws {
    let scratch = try Scratch()
    let built = try await scratch.build(scratch.target(Self.making))
    #expect(!built.cached)
    #expect(built.artifact.sha256 == Self.digestOfABC)
    #expect(built.artifact.path.hasPrefix(scratch.root + "/cache/artifacts/"))
    #expect(try String(contentsOfFile: built.artifact.path, encoding: .utf8) == "abc")
    #expect(built.log == scratch.root + "/output/builds/tiny.log")
  }

  @Test func `a second build of the same content runs nothing`() async throws {
    let scratch = try Scratch()
    let target = scratch.target("echo ran >> \(scratch.root)/runs; " + Self.making)
    let first = try await scratch.build(target)
    let second = try await scratch.build(target)
    #expect(second.cached)
    #expect(second.log == nil)
    #expect(second.artifact == first.artifact)
    #expect(try scratch.read("runs") == "ran\n")
  }

  @Test func `one changed byte of a source builds again`() async throws {
    let scratch = try Scratch()
    let target = scratch.target("mkdir -p dist && cp source dist/tiny.whl && echo dist/tiny.whl")
    try scratch.write("a", to: "sources/source")
    let first = try await scratch.build(target)
    try scratch.write("b", to: "sources/source")
    let second = try await scratch.build(target)
    #expect(!second.cached)
    #expect(first.artifact.sha256 != second.artifact.sha256)
  }

  @Test func `what a build leaves in dist does not build again`() async throws {
    let scratch = try Scratch()
    let target = scratch.target(Self.making)
    _ = try await scratch.build(target)
    try scratch.write("more", to: "sources/dist/other")
    #expect(try await scratch.build(target).cached)
  }

  @Test func `a stored artifact that was damaged is built again`() async throws {
    let scratch = try Scratch()
    let target = scratch.target(Self.making)
    let first = try await scratch.build(target)
    try "damaged".write(toFile: first.artifact.path, atomically: false, encoding: .utf8)
    let second = try await scratch.build(target)
    #expect(!second.cached)
    #expect(second.artifact.sha256 == Self.digestOfABC)
  }

  @Test func `a build that fails shows its last 30 lines and keeps the whole log`() async throws {
    let scratch = try Scratch()
    let target = scratch.target("i=1; while [ $i -le 100 ]; do echo line $i; i=$((i+1)); done; echo why >&2; exit 7")
    let error = await #expect(throws: BuildingError.self) { try await scratch.build(target) }
    guard case .failed(_, _, let status, let log, let tail) = try #require(error) else {
      Issue.record("not a failed build: \(String(describing: error))")
      return
    }
    #expect(status == "status 7")
    #expect(tail == (72...100).map { "line \($0)" } + ["why"])
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(Array(lines) == (1...100).map { "line \($0)" } + ["why"])
  }

  @Test func `a failed build leaves nothing in the cache`() async throws {
    let scratch = try Scratch()
    await #expect(throws: BuildingError.self) { try await scratch.build(scratch.target("exit 1")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.root + "/cache/artifacts") == [])
  }

  @Test func `a packager killed by a signal says which`() async throws {
    let scratch = try Scratch()
    let error = await #expect(throws: BuildingError.self) { try await scratch.build(scratch.target("kill -9 $$")) }
    guard case .failed(_, _, let status, _, _) = try #require(error) else {
      Issue.record("not a failed build: \(String(describing: error))")
      return
    }
    #expect(status == "signal 9")
  }

  @Test func `a last line that names no file is an error that shows the line`() async throws {
    let scratch = try Scratch()
    let error = await #expect(throws: BuildingError.self) { try await scratch.build(scratch.target("echo all done")) }
    guard case .noArtifact(_, _, _, let found, _) = try #require(error) else {
      Issue.record("found an artifact: \(String(describing: error))")
      return
    }
    #expect(found == ["all done"])
  }

  @Test func `without a build, what is cached is taken and what is not is an error with the command`() async throws {
    let scratch = try Scratch()
    let target = scratch.target(Self.making)
    await #expect(throws: BuildingError.notBuilt(target: "tiny", command: "harness run tiny")) {
      try await scratch.build(target, noBuild: true)
    }
    _ = try await scratch.build(target)
    #expect(try await scratch.build(target, noBuild: true).cached)
  }

  @Test func `a packager that is not supported yet names those that are`() async throws {
    let scratch = try Scratch()
    let target = Target(
      id: "plus", kind: .cxx, source: .build(Build(packager: .cmake, path: scratch.sources)))
    await #expect(
      throws: BuildingError.unsupportedPackager(
        target: "plus", packager: "cmake",
        supported: ["maturin", "setuptools-rust", "napi", "cargo", "wasm-bindgen", "wasm-pack", "command"])
    ) { try await scratch.build(target) }
  }

  @Test func `a folder that is not there is an error before anything runs`() async throws {
    let scratch = try Scratch()
    let path = scratch.root + "/absent"
    let target = Target(id: "gone", kind: .cABI, source: .build(Build(packager: .cargo, path: path)))
    await #expect(throws: BuildingError.missingFolder(target: "gone", path: path)) { try await scratch.build(target) }
  }

  @Test func `a packager that PATH has not is an error that says how to install it`() async throws {
    let scratch = try Scratch()
    let builder = Builder(
      cache: scratch.root + "/cache", output: scratch.root + "/output", environment: ["PATH": "/nowhere"])
    let target = Target(id: "py", kind: .wheel, source: .build(Build(packager: .maturin, path: scratch.sources)))
    let error = await #expect(throws: BuildingError.self) {
      try await builder.build(target, noBuild: false)
    }
    #expect(error == .missingTool(target: "py", tool: "maturin", searched: "/nowhere"))
    #expect(try #require(error).description.contains("make install-tools"))
  }

  /// The kernel takes a moment to end a killed process; one that was not killed runs into the limit.
  @Test(.timeLimit(.minutes(1)))
  func `cancelling kills the packager and what it started, deaf to the polite signal or not`() async throws {
    let scratch = try Scratch()
    let pids = scratch.root + "/pids"
    let deaf = "(trap '' TERM; echo $(exec sh -c 'echo $PPID') >> \(pids); while :; do sleep 0.05; done) & "
    let target = scratch.target(deaf + "echo $$ >> \(pids); wait")
    let task = Task { try await scratch.build(target) }
    while try !FileManager.default.fileExists(atPath: pids) || scratch.read("pids").split(separator: "\n").count < 2 {
      try await Task.sleep(for: .milliseconds(5))
    }
    task.cancel()
    await #expect(throws: BuildingError.cancelled(target: "tiny")) { try await task.value }
    for pid in try scratch.read("pids").split(separator: "\n").compactMap({ Int32($0) }) {
      while isRunning(pid) { try await Task.sleep(for: .milliseconds(5)) }
    }
  }
}
