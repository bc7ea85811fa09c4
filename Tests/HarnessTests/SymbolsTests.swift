import Foundation
import Model
import Subprocess
import Testing

@testable import harness

/// Frames named by a process that may die of a module.
@Suite struct SymbolsTests {
  @Test(arguments: ["os.kill(os.getpid(), 11)", "sys.exit(1)", "print('nonsense')"])
  func `a module that kills its reader costs its own names alone, and is not asked again`(end: String) async throws {
    let bench = try Workbench()
    try bench.write(
      """
      #!/usr/bin/env python3
      import json, os, sys
      frames = json.load(sys.stdin)
      with open("\(bench.path("asked"))", "a") as asked:
          print(*sorted({os.path.basename(frame["module"]) for frame in frames}), file=asked)
      if any("hostile" in frame["module"] for frame in frames):
          \(end)
          sys.exit(0)
      print(json.dumps([{**frame, "symbol": "named"} for frame in frames]))

      """, to: "symbolizer")
    #expect(chmod(bench.path("symbolizer"), 0o700) == 0)
    let symbols = Symbols(program: bench.path("symbolizer"))
    let stack = "#0 /a/good.so+0x10\n#1 /a/hostile.so+0x20\n#2 /a/other.so+0x30"
    let told = await symbols.name(stacks: stack)
    #expect(told == "#0 good.so  named\n#1 hostile.so  +0x20\n#2 other.so  named")
    #expect(
      await symbols.name(stacks: "#0 /a/hostile.so+0x40\n#1 /a/good.so+0x50")
        == "#0 hostile.so  +0x40\n#1 good.so  named")
    let asked = try #require(bench.text("asked")).split(separator: "\n").map(String.init)
    #expect(asked.first == "good.so hostile.so other.so" && asked.count == 5, "\(asked)")
    #expect(asked.filter { $0.contains("hostile") }.count == 2 && asked.last == "good.so")
  }

  @Test(arguments: ["words.so.debug", ".debug/words.so"])
  func `a module is named from its debugging file beside it, by a process that reads no others`(place: String)
    async throws
  {
    let bench = try Workbench()
    try bench.write("int count(int value) { return value + 1; }\n", to: "words.c")
    try bench.write("", to: place)
    for command in [
      "cc -g -shared -fPIC -o words.so words.c", "objcopy --only-keep-debug words.so \(place)",
      "objcopy --strip-all --add-gnu-debuglink=\(place) words.so", "cp words.so other.so",
    ] {
      let done = try await Subprocess.run(
        .name("sh"), arguments: ["-c", command], workingDirectory: bench.folder, output: .discarded,
        error: .string(limit: 1 << 16))
      #expect(done.terminationStatus.isSuccess, "\(done.standardError)")
    }
    let nm = try await Subprocess.run(
      .name("nm"), arguments: ["-D", "words.so"], workingDirectory: bench.folder, output: .string(limit: 1 << 16))
    let line = try #require(nm.standardOutput.split(separator: "\n").first { $0.hasSuffix(" count") })
    let offset = try #require(UInt64(line.prefix { $0 != " " }, radix: 16)) + 4
    let told = await Symbols(program: Program.path.string)
      .name(stacks: "#0 \(bench.path("words.so"))+0x\(String(offset, radix: 16))")
    #expect(told.hasPrefix("#0 words.so  count  (") && told.contains("words.c:1"), "\(told)")
  }
}
