@testable import Building
import Foundation
import Model
import Testing

/// Artifacts that are folders: an npm package, which is packed, and a wasm bundle, which stays one.
@Suite struct FolderArtifactTests {
  private func given(_ path: String, _ kind: ArtifactKind) -> Target {
    Target(id: "given", kind: kind, source: .file(path))
  }

  @Test func `an npm package's folder becomes its tarball, and none of its scripts runs`() async throws {
    let scratch = try Scratch()
    let scripts = #""scripts": {"prepack": "touch ran", "prepare": "touch ran", "postpack": "touch ran"}"#
    try scratch.write(#"{"name": "@scope/addon", "version": "0.1.0", \#(scripts)}"#, to: "sources/package.json")
    try scratch.write("abc", to: "sources/addon.node")
    let built = try await scratch.build(given(scratch.sources, .nodeAddon))
    #expect(built.artifact.path.hasPrefix(scratch.root + "/cache/artifacts/"))
    #expect(built.artifact.path.hasSuffix("/scope-addon-0.1.0.tgz"))
    let members = try printed(by: ["tar", "-tzf", built.artifact.path]).split(separator: "\n").sorted()
    #expect(members == ["package/addon.node", "package/package.json"])
    #expect(!scratch.exists("sources/ran"))
    #expect(try await scratch.build(given(scratch.sources, .nodeAddon)).artifact == built.artifact)
  }

  @Test func `a folder that holds more than is read is not packed`() async throws {
    let scratch = try Scratch()
    try scratch.write(#"{"name": "addon", "version": "0.1.0"}"#, to: "sources/package.json")
    try scratch.write("", to: "sources/big.node")
    #expect(truncate("\(scratch.sources)/big.node", 20 << 30) == 0)
    await #expect(throws: BuildingError.self) { try await scratch.build(given(scratch.sources, .nodeAddon)) }
  }

  /// npm looks for `sh` in the package before it looks in PATH.
  @Test func `nor does a program of the package that takes the place of npm's shell`() async throws {
    let scratch = try Scratch()
    try scratch.write(
      #"{"name": "addon", "version": "0.1.0", "scripts": {"prepare": "echo"}}"#, to: "sources/package.json")
    try scratch.write("script-shell=\(scratch.sources)/node_modules/.bin/sh\n", to: "sources/.npmrc")
    let shell = "sources/node_modules/.bin/sh"
    try scratch.write("#!/bin/sh\ntouch \(scratch.sources)/ran\n", to: shell)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: scratch.root + "/" + shell)
    let built = try await scratch.build(given(scratch.sources, .nodeAddon))
    #expect(built.artifact.path.hasSuffix("/addon-0.1.0.tgz"))
    #expect(!scratch.exists("sources/ran"))
  }

  /// An ignore file that is a pipe makes the real one wait; what this one has started ignores signals.
  @Test(.timeLimit(.minutes(1)))
  func `npm that doesn't end is killed, with what it has started`() async throws {
    let scratch = try Scratch()
    try scratch.write(#"{"name": "addon", "version": "0.1.0"}"#, to: "sources/package.json")
    let deaf = "(trap '' TERM; echo $(exec sh -c 'echo $PPID') >> started; sleep 1000) &"
    try scratch.script("trap '' TERM; echo $$ >> started; \(deaf) wait", as: "npm")
    let log = try BuildLog.fresh(for: "given", in: scratch.root + "/output")
    let environment = BuildEnvironment(
      inherited: scratch.environment(), cache: scratch.root + "/cache", targetDirectory: scratch.root)
    let npm = NpmPack(target: "given", environment: environment, log: log, deadline: .seconds(2))
    let error = await #expect(throws: BuildingError.self) {
      try await npm.pack(try NpmPackage(folder: scratch.sources, target: "given"), into: scratch.root)
    }
    let isLate = if case .late(_, _, 2, _) = error { true } else { false }
    #expect(isLate, "\(String(describing: error))")
    let started = try scratch.read("sources/started").split(separator: "\n").compactMap { Int32($0) }
    #expect(started.count == 2)
    // The kernel takes a moment; one that was not killed runs into the limit.
    while started.contains(where: isRunning) { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test func `a large folder may take npm longer`() {
    #expect(GivenArtifact.deadline(0) == .seconds(30) && GivenArtifact.deadline(2 << 30) > .seconds(500))
  }

  @Test func `a folder that is no npm package is no addon`() async throws {
    let scratch = try Scratch()
    await #expect(throws: BuildingError.noPackage(target: "given", folder: scratch.sources)) {
      try await scratch.build(given(scratch.sources, .nodeAddon))
    }
  }

  @Test func `a command may come to an npm package's folder`() async throws {
    let scratch = try Scratch()
    let line = #"mkdir -p out && printf '{"name": "made", "version": "1.0.0"}' > out/package.json && echo out"#
    let build = Build(packager: .command, path: scratch.sources, command: line)
    let built = try await scratch.build(Target(id: "made", kind: .nodeAddon, source: .build(build)))
    #expect(built.artifact.path.hasSuffix("/made-1.0.0.tgz"))
  }

  @Test func `a command may come to a wasm bundle's folder, which is stored whole`() async throws {
    let scratch = try Scratch()
    let line = "mkdir -p dist/out/inner && printf abc > dist/out/inner/a.wasm && echo dist/out"
    let build = Build(packager: .command, path: scratch.sources, command: line)
    let target = Target(id: "made", kind: .wasm, source: .build(build))
    let built = try await scratch.build(target)
    #expect(try String(contentsOfFile: built.artifact.path + "/inner/a.wasm", encoding: .utf8) == "abc")
    #expect(built.artifact.path.hasPrefix(scratch.root + "/cache/artifacts/"))
    #expect(try await scratch.build(target).cached)
    try "abd".write(toFile: built.artifact.path + "/inner/a.wasm", atomically: false, encoding: .utf8)
    #expect(try await !scratch.build(target).cached)
  }

  @Test func `a wheel is no folder`() async throws {
    let scratch = try Scratch()
    await #expect(
      throws: BuildingError.unexpectedFolder(target: "given", path: scratch.sources, kind: "wheel")
    ) { try await scratch.build(given(scratch.sources, .wheel)) }
  }

  @Test func `a bundle's digest is that of its content, wherever it stands`() async throws {
    let scratch = try Scratch()
    for place in ["one", "two"] {
      try scratch.write("abc", to: place + "/pkg/a.wasm")
      try scratch.write("def", to: place + "/pkg/a.js")
    }
    #expect(try await digest(scratch, "one/pkg") == digest(scratch, "two/pkg"))
  }

  @Test func `a byte that moves to another file or a name that changes is another digest`() async throws {
    let scratch = try Scratch()
    let contents = [("ab", "cd", "b"), ("abc", "d", "b"), ("a", "bcd", "b"), ("ab", "cd", "c"), ("ab", "cd", "b/b")]
    var digests: Set<String> = []
    for (index, (first, second, name)) in contents.enumerated() {
      try scratch.write(first, to: "\(index)/a")
      try scratch.write(second, to: "\(index)/\(name)")
      digests.insert(try await digest(scratch, "\(index)"))
    }
    #expect(digests.count == contents.count)
  }

  private func digest(_ scratch: Scratch, _ name: String) async throws -> String {
    try await scratch.build(given(scratch.root + "/" + name, .wasm)).artifact.sha256
  }
}
