import Foundation
import Testing

@testable import Packaging

@Suite struct EntryResolutionTests {
  private func resolution(_ manifest: String, _ files: Set<String>) throws -> EntryResolution {
    EntryResolution(
      manifest: PackageManifest(try JSONReader.read(Array(manifest.utf8), what: "package.json")), files: files)
  }

  @Test(arguments: [
    (#"{"main": "lib/a.js"}"#, ["lib/a.js"], "lib/a.js"), (#"{"main": "./lib/a"}"#, ["lib/a.js"], "lib/a.js"),
    (#"{"main": "lib"}"#, ["lib/index.js"], "lib/index.js"),
    (#"{"main": "lib"}"#, ["lib.js", "lib/index.js"], "lib.js"),
    (#"{"main": "a"}"#, ["a.node"], "a.node"), (#"{}"#, ["index.js"], "index.js"),
    (#"{}"#, ["index.node"], "index.node"),
    (#"{"main": ""}"#, ["index.js"], "index.js"), (#"{"main": "./x/../a.js"}"#, ["a.js"], "a.js"),
  ])
  func `main is a file, a file without its ending, or a folder`(manifest: String, files: [String], entry: String) throws
  {
    #expect(try resolution(manifest, Set(files)).entry(.require) == .file(entry))
  }

  @Test func `index js stands in for a main that is not there, and is still told`() throws {
    let resolution = try resolution(#"{"main": "dist/a.js"}"#, ["index.js"])
    #expect(resolution.entry(.require) == .missing(target: "dist/a.js", fallback: "index.js"))
    #expect(resolution.file(.require) == "index.js")
  }

  @Test func `exports count before main`() throws {
    let resolution = try resolution(#"{"main": "a.js", "exports": "./b.js"}"#, ["a.js", "b.js"])
    #expect(resolution.entry(.require) == .file("b.js"))
  }

  @Test func `the first condition in the order of the text counts`() throws {
    let files: Set = ["a.js", "b.js"]
    let first = try resolution(#"{"exports": {"default": "./a.js", "require": "./b.js"}}"#, files)
    #expect(first.entry(.require) == .file("a.js"))
    let second = try resolution(#"{"exports": {"require": "./b.js", "default": "./a.js"}}"#, files)
    #expect(second.entry(.require) == .file("b.js"))
    #expect(second.entry(.import) == .file("a.js"))
  }

  @Test func `conditions nest, and one without an answer is passed by`() throws {
    let text = #"{"exports": {".": {"node": {"import": "./a.mjs"}, "browser": "./x.js", "default": ["./b.js"]}}}"#
    let resolution = try resolution(text, ["a.mjs", "b.js"])
    #expect(resolution.entry(.import) == .file("a.mjs"))
    #expect(resolution.entry(.require) == .file("b.js"))
  }

  @Test func `null in exports means no entry, and null for exports none of them`() throws {
    #expect(try resolution(#"{"exports": {".": null}}"#, ["index.js"]).entry(.require) == .notExported)
    #expect(try resolution(#"{"exports": null}"#, ["index.js"]).entry(.require) == .file("index.js"))
  }

  @Test func `exports of subpaths only have no entry`() throws {
    #expect(try resolution(#"{"exports": {"./a": "./a.js"}}"#, ["a.js"]).entry(.require) == .notExported)
  }

  @Test(arguments: ["../a.js", "/a.js", "x/../../a.js", "..\\a.js"])
  func `a main that climbs out is outside`(main: String) throws {
    let manifest = #"{"main": "\#(main.replacing("\\", with: "\\\\"))"}"#
    #expect(try resolution(manifest, ["a.js"]).entry(.require) == .outside(target: main))
  }

  @Test func `a target has to begin with a dot and a slash`() throws {
    guard case .malformed = try resolution(#"{"exports": "a.js"}"#, ["a.js"]).entry(.require) else {
      Issue.record("it was taken")
      return
    }
    #expect(try resolution(#"{"exports": "./../a.js"}"#, ["a.js"]).entry(.require) == .outside(target: "./../a.js"))
  }

  @Test func `in an array the first valid target counts`() throws {
    let resolution = try resolution(#"{"exports": ["not-a-path", "./a.js", "./b.js"]}"#, ["a.js", "b.js"])
    #expect(resolution.entry(.require) == .file("a.js"))
  }

  @Test func `nothing to load is said so`() throws {
    #expect(try resolution("{}", ["words.js"]).entry(.require) == .none)
  }
}
