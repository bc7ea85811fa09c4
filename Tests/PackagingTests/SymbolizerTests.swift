import Foundation
import Model
import Packaging
import Testing

@Suite struct SymbolizerTests {
  private static let source = """
    static int hidden(int n) {
      return n * 3;
    }
    int shown(int n) {
      return hidden(n) + 1;
    }
    """

  @Test func `a static function has its name and its line where the file has debugging information`() throws {
    try withLibrary(Self.source, options: ["-g", "-O0"]) { path in
      let frame = try resolved(path, symbol: "hidden")
      #expect(frame.symbol == "hidden")
      #expect(frame.line?.hasSuffix("source.c:1") == true)
    }
  }

  @Test func `a stripped module names what it exports and nothing else`() throws {
    try withLibrary(Self.source, options: ["-O0"]) { path in
      let hidden = try offset(of: "hidden", in: path)
      let shown = try offset(of: "shown", in: path)
      try Fixture.run(["strip", path])
      var symbolizer = Symbolizer()
      let frames = symbolizer.resolve([Frame(module: path, offset: hidden + 4), Frame(module: path, offset: shown + 4)])
      #expect(frames.map(\.symbol) == [nil, "shown"])
      #expect(frames.map(\.line) == [nil, nil])
    }
  }

  @Test func `separate debugging information is found by its link`() throws {
    try withLibrary(Self.source, options: ["-g", "-O0", "-Wl,--build-id=none"]) { path in
      let hidden = try offset(of: "hidden", in: path)
      try Fixture.run(["objcopy", "--only-keep-debug", path, "\(path).debug"])
      try Fixture.run(["objcopy", "--strip-all", "--add-gnu-debuglink=\(path).debug", path])
      var symbolizer = Symbolizer()
      let frame = symbolizer.resolve([Frame(module: path, offset: hidden + 4)])[0]
      #expect(frame.symbol == "hidden")
      #expect(frame.line?.hasSuffix("source.c:1") == true)
    }
  }

  @Test(arguments: [
    ("_ZN5words5count17h0123456789abcdefE", "words::count"), ("_RNvC5words5count", "words::count"),
    ("_ZNK5words5Table4sizeEv", "words::Table::size() const"),
  ])
  func `Rust and C++ names are demangled`(mangled: String, readable: String) throws {
    try withLibrary("int \(mangled)(int n) { return n + 1; }\n", options: ["-O0"]) { path in
      let frame = try resolved(path, symbol: mangled)
      #expect(frame.symbol == readable)
    }
  }

  @Test func `a frame of no file, of no ELF file, or past a module's end is left as it is`() throws {
    try withLibrary(Self.source, options: []) { path in
      let frames = [
        Frame(module: "[vdso]", offset: 100), Frame(module: #filePath, offset: 100),
        Frame(module: path, offset: 1 << 40),
        Frame(module: path, offset: .max), Frame(module: path, offset: 0),
      ]
      var symbolizer = Symbolizer()
      #expect(symbolizer.resolve(frames) == frames)
    }
  }

  @Test func `a function of a Rust library has its name and its line`() throws {
    try Fixture.withFolder { folder in
      let source =
        "#[inline(never)]\nfn twice(n: u32) -> u32 { n.wrapping_mul(2) }\n"
        + "#[no_mangle]\npub extern \"C\" fn shown(n: u32) -> u32 { twice(n) }\n"
      try source.write(toFile: "\(folder)/words.rs", atomically: true, encoding: .utf8)
      let command = ["rustc", "-g", "-C", "opt-level=0", "--crate-type", "cdylib", "-o", "words.so", "words.rs"]
      guard (try? Fixture.run(command, in: folder)) != nil else {
        try Test.cancel("no rustc that can link is installed")
      }
      let symbols = try symbols(of: "\(folder)/words.so")
      let twice = try #require(symbols.first { $0.name.contains("5words5twice") })
      var symbolizer = Symbolizer()
      let frame = symbolizer.resolve([Frame(module: "\(folder)/words.so", offset: twice.offset + 4)])[0]
      #expect(frame.symbol == "words::twice")
      #expect(frame.line?.hasSuffix("words.rs:2") == true)
    }
  }

  private func withLibrary(_ source: String, options: [String], _ body: (String) throws -> Void) throws {
    try Fixture.withFolder { folder in
      let path = "\(folder)/library.so"
      try Data(try Fixture.compile(source, options: options)).write(to: URL(fileURLWithPath: path))
      try body(path)
    }
  }

  private func resolved(_ path: String, symbol: String) throws -> Frame {
    var symbolizer = Symbolizer()
    return symbolizer.resolve([Frame(module: path, offset: try offset(of: symbol, in: path) + 4)])[0]
  }

  private func offset(of symbol: String, in path: String) throws -> UInt64 {
    try #require(try symbols(of: path).first { $0.name == symbol }).offset
  }

  /// Functions of the symbol table, by nm(1): another reader than the one under test.
  private func symbols(of path: String) throws -> [(name: String, offset: UInt64)] {
    let output = try Fixture.output(["nm", path])
    return output.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 3, words[1].lowercased() == "t", let offset = UInt64(words[0], radix: 16) else { return nil }
      return (String(words[2]), offset)
    }
  }
}
