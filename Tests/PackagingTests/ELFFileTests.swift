import Foundation
import Model
@testable import Packaging
import Testing

@Suite struct ELFFileTests {
  private static let source = """
    #include <string.h>
    int shown(const char *text) { return (int)strlen(text); }
    static int hidden(void) { return 1; }
    int uses_hidden(void) { return hidden(); }
    """

  @Test func `a shared object tells its name, what it needs and where it looks`() throws {
    let options = [
      "-Wl,-soname,libwords.so.1", "-Wl,--enable-new-dtags", "-Wl,-rpath,$ORIGIN/lib", "-Wl,--no-as-needed", "-lm",
    ]
    let file = try readELF(bytes: try Fixture.compile(Self.source, options: options))
    #expect(file.type == .sharedObject)
    #expect(file.soname == "libwords.so.1")
    #expect(file.needed == ["libm.so.6", "libc.so.6"])
    #expect(file.runpath == "$ORIGIN/lib")
    #expect(file.rpath == nil)
    #expect(file.machine == Machine(named: Machine.hereName))
  }

  @Test func `only exported functions are exports, and imports carry their version`() throws {
    let file = try readELF(bytes: try Fixture.compile(Self.source, options: []))
    #expect(file.exports("shown"))
    #expect(!file.exports("hidden"))
    #expect(!file.exports("strlen"))
    let strlen = try #require(file.symbols.first { $0.name == "strlen" })
    #expect(strlen.version?.hasPrefix("GLIBC_2.") == true)
    #expect(file.requiredVersions["libc.so.6"]?.map(\.name).contains(strlen.version ?? "") == true)
  }

  @Test func `debugging information and the symbol table are seen, and missed once stripped`() throws {
    let whole = try readELF(bytes: try Fixture.compile(Self.source, options: ["-g"]))
    let stripped = try readELF(bytes: try Fixture.compile(Self.source, options: ["-g", "-s"]))
    #expect(whole.hasDWARF && whole.hasSymbolTable)
    #expect(!stripped.hasDWARF && !stripped.hasSymbolTable)
  }

  @Test(.enabled(if: Machine.hereName == "x86_64", "glibc's versions before 2.17 exist on x86-64 only"))
  func `a version that only weak references need is not needed`() throws {
    let source = """
      unsigned long strlen(const char *text);
      int clock_nanosleep(int, int, void *, void *);
      int nap(const char *text) { return clock_nanosleep(0, 0, 0, 0) + (int)strlen(text); }
      """
    // strlen is of GLIBC_2.2.5, clock_nanosleep in libc of GLIBC_2.17.
    var bytes = try Fixture.compile(source, options: [])
    #expect(try readELF(bytes: bytes).maximumGlibc == DottedVersion(2, 17))
    // The entry of .gnu.version_r: the name's ELF hash, 0x06969197, then vna_flags, to be VER_FLG_WEAK.
    let entry = try #require(bytes.firstRange(of: [0x97, 0x91, 0x96, 0x06] as [UInt8]))
    bytes[entry.upperBound] = 2
    #expect(try readELF(bytes: bytes).maximumGlibc == DottedVersion(2, 2))
  }

  @Test func `libgcc's own GLIBC_2_0 is no need of glibc`() throws {
    var file = try readELF(bytes: try Fixture.compile("int words(void) { return 1; }\n"))
    file.needed = ["libgcc_s-0bf60adc.so.1", "libc.so"]
    let own = ELFFile.RequiredVersion(name: "GLIBC_2.0", isWeak: false)
    file.requiredVersions = ["libgcc_s-0bf60adc.so.1": [own]]
    #expect(!file.needsGlibc)
    file.requiredVersions["libm.so.6"] = [own]
    #expect(file.needsGlibc)
  }

  @Test func `a program is not a shared object, position-independent or not`() throws {
    for option in ["-pie", "-no-pie"] {
      try Fixture.withFolder { folder in
        try "int main(void) { return 0; }\n".write(toFile: "\(folder)/main.c", atomically: true, encoding: .utf8)
        try Fixture.run(["cc", "-fPIE", option, "-o", "main", "main.c"], in: folder)
        let artifact = Artifact(path: "\(folder)/main", sha256: "")
        let defects = Fixture.defects(of: "package/archive-sound", artifact, .cABI)
        #expect(defects.map(\.kind) == ["not-a-shared-object"])
      }
    }
  }

  @Test func `the binding framework is read from its panic paths and an allocator from its symbols`() throws {
    let source = """
      const char *path = "/registry/src/index/pyo3-0.28.2/src/gil.rs";
      const char *other = "/cxx-extra/napi-x.y.z/";
      void *mi_malloc(unsigned long size) { return (void *)size; }
      """
    let file = try readELF(bytes: try Fixture.compile(source, options: []))
    #expect(file.frameworks == ["pyo3": "0.28.2"])
    #expect(file.allocators == ["mimalloc"])
  }

  @Test func `what is no ELF file is refused with its first bytes`() {
    #expect(throws: PackagingError.notAnELF(begins: "23 21 2f 62")) { try readELF(bytes: Array("#!/bin/sh\n".utf8)) }
    #expect(throws: PackagingError.notAnELF(begins: "nothing")) { try readELF(bytes: []) }
    #expect(throws: PackagingError.self) { try readELF(bytes: [0x7f, 0x45, 0x4c, 0x46]) }
  }

  @Test func `folders, pipes and absent files are refused without waiting`() throws {
    try Fixture.withFolder { folder in
      try Fixture.run(["mkfifo", "\(folder)/pipe.so", "\(folder)/words-1.0-py3-none-any.whl"])
      for path in [folder, "\(folder)/pipe.so", "\(folder)/absent.so"] {
        #expect(throws: PackagingError.self) { try readELF(at: path) }
      }
      let artifact = Artifact(path: "\(folder)/words-1.0-py3-none-any.whl", sha256: "")
      let observed = observations(
        for: "package/archive-sound", artifact: artifact, kind: .wheel, tables: Fixture.tables)
      guard case .unmeasured(let reason) = try #require(observed.first) else {
        Issue.record("a pipe was measured: \(observed)")
        return
      }
      #expect(reason.contains("not a regular file"))
    }
  }
}
