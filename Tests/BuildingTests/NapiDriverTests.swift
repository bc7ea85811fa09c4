import Building
import Foundation
import Model
import Testing

/// npm for real, on packages without dependencies; only the fixture compiles.
@Suite struct NapiDriverTests {
  private func package(_ path: String) -> Target {
    Target(id: "addon", kind: .nodeAddon, source: .build(Build(packager: .napi, path: path)))
  }

  private static func manifest(_ more: String) -> String { #"{"name": "addon", "version": "1.2.3", \#(more)}"# }
  private static let making = manifest(#""scripts": {"build": "printf abc > addon.node"}"#)

  private func members(_ built: BuiltArtifact) throws -> [String] {
    try printed(by: ["tar", "-tzf", built.artifact.path]).split(separator: "\n").map(String.init).sorted()
  }

  @Test func `the napi fixture comes to a tarball whose addon node loads, and its folder stays as it was`() async throws
  {
    let scratch = try Scratch()
    let fixture = repository + "/Harnesses/Fixtures/napi"
    let before = try FileManager.default.contentsOfDirectory(atPath: fixture).sorted()
    let built = try await scratch.build(package(fixture))
    #expect(built.artifact.path.hasSuffix("/words-node-0.1.0.tgz"))
    let names = ["index.d.ts", "index.js", "package.json", "words.node"].map { "package/" + $0 }
    #expect(try members(built) == names)
    _ = try printed(by: ["tar", "-xzf", built.artifact.path, "-C", scratch.root])
    let words = "console.log(require('\(scratch.root)/package').tokenize('Still OK').join())"
    #expect(try printed(by: ["node", "-e", words]) == "still,ok\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture).sorted() == before)
    #expect(try await scratch.build(package(fixture)).cached)
  }

  @Test func `the build script's addon is packed and not left beside the sources`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.making, to: "sources/package.json")
    let built = try await scratch.build(package(scratch.sources))
    #expect(built.artifact.path.hasSuffix("/addon-1.2.3.tgz"))
    #expect(try members(built) == ["package/addon.node", "package/package.json"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.sources) == ["package.json"])
    #expect(try await scratch.build(package(scratch.sources)).cached)
  }

  @Test func `an addon that was there before the build stays`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.making, to: "sources/package.json")
    try scratch.write("earlier", to: "sources/addon.node")
    _ = try await scratch.build(package(scratch.sources))
    #expect(try scratch.read("sources/addon.node") == "abc")
  }

  @Test func `without a build script napi-rs builds, and its addon goes along though the package leaves it out`()
    async throws
  {
    let scratch = try Scratch()
    try scratch.write(Self.manifest(#""files": ["index.js"]"#), to: "sources/package.json")
    try scratch.write("", to: "sources/index.js")
    try scratch.write("", to: "sources/notes.txt")
    try scratch.script(#"echo "$@" > "$PWD/../asked"; printf abc > addon.linux-x64-gnu.node"#, as: "napi")
    try FileManager.default.createDirectory(
      atPath: scratch.sources + "/node_modules/.bin", withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: scratch.root + "/bin/napi", toPath: scratch.sources + "/node_modules/.bin/napi")
    let built = try await scratch.build(package(scratch.sources))
    #expect(try scratch.read("asked") == "build --release\n")
    let names = ["addon.linux-x64-gnu.node", "index.js", "package.json"].map { "package/" + $0 }
    #expect(try members(built) == names)
  }

  @Test func `a folder without a package.json is an error before anything runs`() async throws {
    let scratch = try Scratch()
    await #expect(throws: BuildingError.noPackage(target: "addon", folder: scratch.sources)) {
      try await scratch.build(package(scratch.sources))
    }
  }

  @Test(arguments: [
    ("{}", ["name", "version"]), (#"{"name": "addon"}"#, ["version"]), (#"{"name": "", "version": "1.0.0"}"#, ["name"]),
  ])
  func `a package.json without a name or a version is an error that says which`(
    text: String, missing: [String]
  ) async throws {
    let scratch = try Scratch()
    try scratch.write(text, to: "sources/package.json")
    let path = scratch.sources + "/package.json"
    await #expect(throws: BuildingError.incompletePackage(target: "addon", path: path, missing: missing)) {
      try await scratch.build(package(scratch.sources))
    }
  }

  @Test func `a package.json that is no JSON is an error with its path`() async throws {
    let scratch = try Scratch()
    try scratch.write("{", to: "sources/package.json")
    let error = await #expect(throws: BuildingError.self) { try await scratch.build(package(scratch.sources)) }
    guard case .unreadable(let path, _) = try #require(error) else {
      Issue.record("not unreadable: \(String(describing: error))")
      return
    }
    #expect(path == scratch.sources + "/package.json")
  }

  @Test func `a build script that fails shows what it said`() async throws {
    let scratch = try Scratch()
    try scratch.write(
      Self.manifest(#""scripts": {"build": "echo no compiler; exit 3"}"#), to: "sources/package.json")
    let error = await #expect(throws: BuildingError.self) { try await scratch.build(package(scratch.sources)) }
    guard case .failed(_, let command, _, _, let tail) = try #require(error) else {
      Issue.record("not a failed build: \(String(describing: error))")
      return
    }
    #expect(command == "npm run build")
    #expect(tail.contains("no compiler"))
  }

  @Test func `a build that makes no addon is an error that lists what was packed`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.manifest(#""scripts": {"build": "true"}"#), to: "sources/package.json")
    let error = await #expect(throws: BuildingError.self) { try await scratch.build(package(scratch.sources)) }
    guard case .noArtifact(_, _, let expected, let found, _) = try #require(error) else {
      Issue.record("found an artifact: \(String(describing: error))")
      return
    }
    #expect(expected == "a .node in the package")
    #expect(found == ["package.json"])
  }

  @Test func `without npm the error says what to install`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.making, to: "sources/package.json")
    try scratch.script("echo v20.0.0", as: "node")
    let builder = Builder(
      cache: scratch.root + "/cache", output: scratch.root + "/output", environment: ["PATH": scratch.root + "/bin"])
    let error = await #expect(throws: BuildingError.self) {
      try await builder.build(package(scratch.sources), noBuild: false)
    }
    #expect(error == .missingTool(target: "addon", tool: "npm", searched: scratch.root + "/bin"))
    #expect(try #require(error).description.contains("apt-get install nodejs npm"))
  }
}
