import Foundation
import Model
import Testing

extension HarnessTests {
  /// `harness compare` with calls into libraries, npm packages and wasm modules: what the new release does and the old one doesn't.
  @Suite struct CompareReleasesTests {
    private struct Pair {
      let bench: Workbench
      let old: String
      let new: String
      let options: [String]

      func comparison(_ files: [String]) async throws -> (exit: Int32?, told: Comparison) {
        let run = try await bench.run(["compare"] + files + ["--json"] + options)
        let told = try? JSONDecoder().decode(Comparison.self, from: Data(run.stdout.utf8))
        return (run.exit, try #require(told, "\(run.stdout)\(run.stderr)"))
      }

      /// The new release leaks and takes twice the time; the other way round neither is new. That its time is told is asked
      /// here; what is said of a ratio, in CallTimes' own tests.
      func expectLeakAndTime() async throws {
        let (exit, forth) = try await comparison([old, new])
        let leak = forth.changes.filter { $0.kind == "finding-appeared" && $0.weight == .error }
        #expect(exit == 1 && leak.contains { $0.member?.contains("ownership/call-growth/call") == true }, "\(forth)")
        #expect(Self.times(forth) == 1, "\(forth.changes)")
        let (again, back) = try await comparison([new, old])
        #expect(again == 0, "\(back)")
        #expect(back.changes.contains { $0.kind == "finding-gone" && $0.weight == .information }, "\(back.changes)")
        #expect(Self.times(back) == 1, "\(back.changes)")
        let (_, same) = try await comparison([old, old])
        let isQuiet = same.changes.allSatisfy { $0.weight == .information || Self.isTime($0) }
        #expect(Self.times(same) == 1 && isQuiet && same.unmeasured == [], "\(same)")
      }

      static func isTime(_ change: Change) -> Bool {
        ["call-slower", "call-faster", "call-time"].contains(change.kind) && change.facts["ratio"] != nil
      }

      static func times(_ comparison: Comparison) -> Int { comparison.changes.count(where: isTime) }
    }

    private func run(_ words: [String], in bench: Workbench) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = words
      process.currentDirectoryURL = URL(filePath: bench.folder.string)
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0)
    }

    @Test func `a library whose new release leaks is told, and its time`() async throws {
      let bench = try Workbench()
      try bench.write("int words_count(const char *text);\n", to: "words.h")
      for (folder, rounds, leaks) in [("old", 200, false), ("new", 400, true)] {
        try bench.write(
          """
          #include <stdlib.h>
          #include "../words.h"
          void *words_kept;
          int words_count(const char *text) {
            volatile int count = 0;
            for (int i = 0; i < \(rounds); i++) for (const char *at = text; *at; at++) count += *at == ' ';
            \(leaks ? "words_kept = malloc(24);" : "")
            return count;
          }
          """, to: "\(folder)/words.c")
        try run(["cc", "-O1", "-shared", "-fPIC", "-o", "\(folder)/libwords.so", "\(folder)/words.c"], in: bench)
      }
      try await Pair(
        bench: bench, old: "old/libwords.so", new: "new/libwords.so",
        options: ["--header", "words.h", "--call", "words_count(\"a b c d\");"]
      ).expectLeakAndTime()
    }

    @Test func `an npm package whose new release leaks is told, and its time`() async throws {
      let bench = try Workbench()
      for (folder, rounds, leaks) in [("old", 200, false), ("new", 400, true)] {
        try bench.write(
          #"{"name": "words", "version": "1.0.0", "main": "index.js"}"#, to: "\(folder)/package/package.json")
        try bench.write(
          """
          const kept = [];
          exports.count = (text) => {
            let count = 0;
            for (let i = 0; i < \(rounds); i++) for (const letter of text) count += letter === " ";
            \(leaks ? "kept.push({ text: new Array(10).fill(count) });" : "")
            return count;
          };
          """, to: "\(folder)/package/index.js")
        try run(["tar", "-C", folder, "-czf", "\(folder)/words.tgz", "package"], in: bench)
      }
      try await Pair(
        bench: bench, old: "old/words.tgz", new: "new/words.tgz",
        options: [
          "--host", "node-20", "--setup", "const { count } = require('words');", "--call", "count('a b c d')",
        ]
      ).expectLeakAndTime()
    }

    @Test func `a call of Node's that holds the loop in the new release alone is an error`() async throws {
      let bench = try Workbench()
      for (folder, work) in [("old", "await new Promise((done) => setTimeout(done, 40));"), ("new", Self.busy)] {
        try bench.write(
          #"{"name": "words", "version": "1.0.0", "main": "index.js"}"#, to: "\(folder)/package/package.json")
        try bench.write("exports.wait = async () => { \(work) };\n", to: "\(folder)/package/index.js")
        try run(["tar", "-C", folder, "-czf", "\(folder)/words.tgz", "package"], in: bench)
      }
      let pair = Pair(
        bench: bench, old: "old/words.tgz", new: "new/words.tgz",
        options: ["--host", "node-20", "--setup", "const { wait } = require('words');", "--call", "await wait()"])
      let (exit, told) = try await pair.comparison([pair.old, pair.new])
      let held = told.changes.first { $0.member == "node-20/blocking/host-held/call" }
      #expect(exit == 1 && held?.kind == "finding-appeared" && held?.weight == .error, "\(told)")
    }

    private static let busy = "const end = Date.now() + 40; while (Date.now() < end);"

    @Test func `a wasm module's time is told`() async throws {
      let bench = try Workbench()
      for (folder, rounds) in [("old", 10_000), ("new", 20_000)] {
        try FileManager.default.createDirectory(atPath: bench.path(folder), withIntermediateDirectories: true)
        try Data(Self.loop(rounds)).write(to: URL(filePath: bench.path("\(folder)/words.wasm")))
      }
      let pair = Pair(
        bench: bench, old: "old/words.wasm", new: "new/words.wasm", options: ["--call", "count(i32:0)"])
      let (_, forth) = try await pair.comparison([pair.old, pair.new])
      #expect(Pair.times(forth) == 1 && forth.changes.count == 1, "\(forth)")
      let (exit, same) = try await pair.comparison([pair.old, pair.old])
      // It has no memory whose growth could be measured, and says so.
      #expect(exit == 0 && Pair.times(same) == 1 && same.changes.count == 1, "\(same)")
    }

    /// `count(i32) -> i32`, which adds 1 to its argument until that is `rounds`: WebAssembly Core Specification, 5.
    private static func loop(_ rounds: Int) -> [UInt8] {
      let limit = [UInt8(rounds & 0x7f) | 0x80, UInt8(rounds >> 7 & 0x7f) | 0x80, UInt8(rounds >> 14 & 0x3f)]
      let code: [UInt8] =
        [0, 0x03, 0x40, 0x20, 0, 0x41, 1, 0x6a, 0x22, 0, 0x41] + limit + [0x48, 0x0d, 0, 0x0b, 0x20, 0, 0x0b]
      return [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 3, 2, 1, 0]
        + [7, 9, 1, 5] + Array("count".utf8) + [0, 0] + [10, UInt8(code.count + 2), 1, UInt8(code.count)] + code
    }
  }
}
