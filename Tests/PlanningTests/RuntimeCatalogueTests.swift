import Foundation
import Model
import Testing

@testable import Planning

@Suite struct RuntimeCatalogueTests {
  private func load(_ yaml: String, in scratch: borrowing ScratchFolder) throws -> RuntimeCatalogue {
    try scratch.write(yaml, to: "runtimes/cpython-3.11.yaml")
    return try RuntimeCatalogue.load(
      folder: "\(scratch.path)/runtimes", cache: "\(scratch.path)/cache", home: "\(scratch.path)/home",
      path: "/nowhere:\(scratch.path)/bin")
  }

  @Test func aRuntimeIsFoundByPatternInTheCacheAndOnThePath() throws {
    let scratch = try ScratchFolder()
    try scratch.write("", to: "cache/lib/x/libpython3.11.so")
    try scratch.write("", to: "bin/python3.11")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(scratch.path)/bin/python3.11")
    let catalogue = try load(
      """
      host: python
      version: 3.11
      library: ["/nowhere/libpython*.so", "${CACHE}/lib/*/libpython3.11.so"]
      interpreter: [python3.10-of-nobody, python3.11]
      capabilities: [heap-instrument, heartbeat]
      environment: { PYTHONHOME: "${CACHE}/lib", LEVEL: 1 }
      install: apt-get install libpython3.11
      """, in: scratch)
    let runtime = Runtime(
      id: "cpython-3.11", host: .python, version: "3.11", library: "\(scratch.path)/cache/lib/x/libpython3.11.so",
      interpreter: "\(scratch.path)/bin/python3.11", capabilities: [.heapInstrument, .heartbeat],
      environment: ["PYTHONHOME": "\(scratch.path)/cache/lib", "LEVEL": "1"])
    #expect(catalogue == RuntimeCatalogue(runtimes: [runtime], missing: []))
  }

  @Test func aRuntimeThatIsNotHereSaysWhatWasSoughtAndWhatInstallsIt() throws {
    let scratch = try ScratchFolder()
    let catalogue = try load(
      "{ host: python, version: '3.10', library: ['${CACHE}/no*.so'], install: apt-get install x }", in: scratch)
    #expect(catalogue.runtimes.isEmpty)
    #expect(
      catalogue.missing == [
        MissingRuntime(
          id: "cpython-3.11", host: .python, sought: ["\(scratch.path)/cache/no*.so"], install: "apt-get install x")
      ])
  }

  @Test func aRuntimeWithoutItsInterpreterIsNotHere() throws {
    let scratch = try ScratchFolder()
    let catalogue = try load(
      "{ host: python, version: 3.11, library: [/], interpreter: [python-of-nobody], install: x }", in: scratch)
    #expect(catalogue.missing.map(\.sought) == [["python-of-nobody"]])
  }

  /// Several Pythons of a version: what goes with one of them does not go with another.
  @Test func theInterpreterTheHomeAndTheLoaderAreThoseOfTheLibraryFound() throws {
    let scratch = try ScratchFolder()
    for file in [
      "home/.pyenv/3.11.1/lib/libpython3.11.so", "cache/tree/usr/lib/x/libpython3.11.so",
      "cache/tree/usr/lib/x/ld-linux.so.2", "cache/tree/usr/bin/python3.11",
    ] {
      try scratch.write("", to: file)
    }
    let yaml = """
      host: python
      version: 3.11
      library: ["~/.pyenv/3.11.*/lib/libpython3.11.so", "${CACHE}/tree/usr/lib/*/libpython3.11.so"]
      interpreter: ["${PREFIX}/bin/python3.11"]
      loader: ["${CACHE}/tree/usr/lib/*/ld-linux*.so.*"]
      environment: { PYTHONHOME: "${PREFIX}" }
      install: x
      """
    let tree = "\(scratch.path)/cache/tree/usr"
    var found = Runtime(
      id: "cpython-3.11", host: .python, version: "3.11", library: "\(tree)/lib/x/libpython3.11.so",
      interpreter: "\(tree)/bin/python3.11", loader: "\(tree)/lib/x/ld-linux.so.2", environment: ["PYTHONHOME": tree])
    #expect(try load(yaml, in: scratch).runtimes == [found], "the first library has no interpreter beside it")
    let own = "\(scratch.path)/home/.pyenv/3.11.1"
    try scratch.write("", to: "home/.pyenv/3.11.1/bin/python3.11")
    (found.library, found.interpreter) = ("\(own)/lib/libpython3.11.so", "\(own)/bin/python3.11")
    (found.loader, found.environment) = (nil, ["PYTHONHOME": own])
    #expect(try load(yaml, in: scratch).runtimes == [found], "a loader serves the tree that it lies in")
  }

  @Test(arguments: [
    ("version: 1\nlibrary: [a]\ninstall: i", "no `host`"),
    ("host: pithon\nversion: 1\nlibrary: [a]\ninstall: i", "host `pithon`"),
    ("host: wasm\nversion: 1\nlibrary: []\ninstall: i", "no pattern in `library`"),
    ("host: wasm\nversion: 1\nlibrary: [a]", "no `install`"),
    ("host: wasm\nversion: 1\nlibrary: [a]\ninstall: i\nlibary: [b]", "key `libary`"),
    ("host: wasm\nversion: 1\nlibrary: ['${HOME}/a']\ninstall: i", "`${HOME}/a`"),
    ("host: wasm\nversion: 1\nlibrary: ['${PREFIX}/a']\ninstall: i", "`${PREFIX}/a`"),
    ("host: wasm\nversion: 1\nlibrary: [a]\ninstall: i\noptional: perhaps", "`perhaps`"),
    ("host: wasm\nversion: 1\nlibrary: [a]\ninstall: i\nloader: a", "`a`"),
    ("host: wasm\nversion: 1\nlibrary: [a]\ninstall: i\ncapabilities: [haertbeat]", "capability `haertbeat`"),
  ])
  func aMistakeInADescriptionIsTold(yaml: String, found: String) throws {
    let scratch = try ScratchFolder()
    do {
      _ = try load(yaml, in: scratch)
      Issue.record("it was read")
    } catch PlanningError.invalid(let complaints) {
      #expect(complaints.map(\.found) == [found])
    }
  }
}
