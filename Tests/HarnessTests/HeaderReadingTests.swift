import Foundation
import Model
import Subprocess
import Testing

extension HarnessTests {
  /// A header that includes others, read by the confined process.
  @Suite struct HeaderReadingTests {
    /// `include/words/words.h` includes `inner.h` beside it and `words/base.h` from the folder above, as installed ones do.
    private func bench() async throws -> Workbench {
      let bench = try Workbench()
      try bench.write("int outer(void) { return 1; } int inner(void) { return 2; } int base(void);", to: "words.c")
      try bench.write("int base(void) { return 3; }", to: "base.c")
      try bench.write(
        "#include \"inner.h\"\n#include \"words/base.h\"\nint outer(void);\n", to: "include/words/words.h")
      try bench.write("int inner(void);\n", to: "include/words/inner.h")
      try bench.write("int base(void);\n", to: "include/words/base.h")
      let built = try await Subprocess.run(
        .name("cc"), arguments: ["-shared", "-fPIC", "-o", "libwords.so", "words.c", "base.c"],
        workingDirectory: bench.folder, output: .discarded, error: .string(limit: 1 << 16))
      #expect(built.terminationStatus.isSuccess, "\(built.standardError)")
      return bench
    }

    @Test func `what an included header declares is seen, and nothing is called undeclared`() async throws {
      let bench = try await bench()
      let run = try await bench.run("inspect", "--json", "--header", "include/words/words.h", "libwords.so")
      #expect(run.exit == 0, "\(run.stderr)")
      let inspection = try JSONDecoder().decode(Inspection.self, from: Data(run.stdout.utf8))
      for name in ["outer", "inner", "base"] {
        let item = try #require(inspection.surface.first { $0.name == name })
        #expect(item.signature == "(void)", "\(name)")
      }
      let check = try await bench.run("check", "--package", "--header", "include/words/words.h", "libwords.so")
      let cell = try #require(check.results?.cells.first { $0.id.description.contains("/package/surface-agrees/") })
      #expect(cell.verdict == .passed, "\(cell)")
    }

    @Test func `a condition of four megabytes is nobody's, and the header is read`() async throws {
      let bench = try await bench()
      let condition = "#if " + String(repeating: "(", count: 4_000_000)
      try bench.write("int outer(void);\n\(condition)\nint inner(void);\n#endif\n", to: "words.h")
      let run = try await bench.run("inspect", "--json", "--header", "words.h", "libwords.so")
      let inspection = try JSONDecoder().decode(Inspection.self, from: Data(run.stdout.utf8))
      #expect(inspection.form == .library, "\(inspection.unread)")
      #expect(inspection.surface.first { $0.name == "outer" }?.signature == "(void)")
    }

    @Test func `a header that the reader can't open makes nothing undeclared`() async throws {
      let bench = try await bench()
      try bench.write("int inner(void);\n", to: "elsewhere/inner.h")
      try FileManager.default.removeItem(atPath: bench.path("include/words/inner.h"))
      try FileManager.default.createSymbolicLink(
        atPath: bench.path("include/words/inner.h"), withDestinationPath: bench.path("elsewhere/inner.h"))
      // Not even included: it lies beside, where it may declare what the header doesn't.
      try bench.write("int outer(void);\nint base(void);\n", to: "include/words/words.h")
      let check = try await bench.run("check", "--package", "--header", "include/words/words.h", "libwords.so")
      let cell = try #require(check.results?.cells.first { $0.id.description.contains("/package/surface-agrees/") })
      #expect(cell.findings == [], "\(cell)")
    }
  }
}
