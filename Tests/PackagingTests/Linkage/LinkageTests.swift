import Foundation
import Model
import Packaging
import Testing

/// What the linker was told, seen in the file that it made.
@Suite struct ELFLinkageTests {
  private static let source = "int word_count(void) { return 1; }\n"

  private func file(_ options: [String], _ source: String = source) throws -> ELFFile {
    try readELF(bytes: try Fixture.compile(source, options: options))
  }

  @Test func `read-only tables and early binding are seen apart and together`() throws {
    let full = try file(["-Wl,-z,relro,-z,now"]).linkage
    #expect(full.hasRelro && full.bindsNow && full.isFullRelro)
    let partial = try file(["-Wl,-z,relro,-z,lazy"]).linkage
    #expect(partial.hasRelro && !partial.bindsNow && !partial.isFullRelro)
    #expect(try !file(["-Wl,-z,norelro"]).linkage.hasRelro)
  }

  @Test func `an executable stack is asked for, denied, or on x86 what a missing header means`() throws {
    #expect(try file(["-Wl,-z,execstack"]).wantsExecutableStack)
    #expect(try !file(["-Wl,-z,noexecstack"]).wantsExecutableStack)
    var bytes = try Fixture.compile(Self.source)
    // PT_GNU_STACK, 0x6474e551, becomes PT_NULL.
    let header = try #require(bytes.firstRange(of: [0x51, 0xe5, 0x74, 0x64] as [UInt8]))
    bytes.replaceSubrange(header, with: [0, 0, 0, 0])
    let silent = try readELF(bytes: bytes)
    #expect(silent.linkage.declaredExecutableStack == nil)
    #expect(silent.wantsExecutableStack == ["x86_64", "i686"].contains(silent.machine.description))
  }

  @Test func `static TLS is told with its size, and other thread-local variables are not it`() throws {
    let initial =
      "__attribute__((tls_model(\"initial-exec\"))) __thread char buffer[300]; char *f(void) { return buffer; }"
    let linkage = try file([], initial).linkage
    #expect(linkage.usesStaticTLS && linkage.tlsBytes == 300)
    let dynamic = try file([], "__thread char buffer[300]; char *f(void) { return buffer; }").linkage
    #expect(!dynamic.usesStaticTLS && dynamic.tlsBytes == 300)
  }

  @Test func `RPATH counts where there is no RUNPATH, part by part`() throws {
    #expect(try file(["-Wl,--disable-new-dtags,-rpath,/a:$ORIGIN/b"]).searchPaths == ["/a", "$ORIGIN/b"])
    #expect(try file(["-Wl,--enable-new-dtags,-rpath,/a"]).searchPaths == ["/a"])
    #expect(try file([]).searchPaths.isEmpty)
  }
}

@Suite struct LinkageQuestionTests {
  private func defects(_ members: String, file: String = "words-1.0-cp311-cp311-manylinux_2_17_{machine}.whl") throws
    -> [Defect]
  {
    try Fixture.defects(of: "package/linkage", recipe: "{\"file\": \"\(file)\", \"members\": [\(members)]}")
  }

  private func module(_ path: String, _ more: String = "") -> String {
    "{\"path\": \"\(path)\", \"c\": \"void *PyInit__native(void) { return 0; }\"\(more)}"
  }

  @Test func `a library is in the package by its soname, whatever the file is called`() throws {
    let user = module("words/_native.so", ", \"needs\": [\"libwords.so.1\"]")
    let library = "{\"path\": \"words/libs/words.so\", \"c\": \"int f;\", \"link\": [\"-Wl,-soname,libwords.so.1\"]}"
    #expect(try defects("\(user), \(library)").isEmpty)
    #expect(try defects(user).map(\.kind) == ["library-not-bundled"])
  }

  @Test func `a library that another wheel's folder has is a warning`() throws {
    let needs = ", \"needs\": [\"libarrow.so.9\"]"
    let beside = module("words/_native.so", needs + ", \"link\": [\"-Wl,-rpath,$ORIGIN/../arrow\"]")
    #expect(try defects(beside).map(\.severity) == [.warning])
    let inside = module("words/_native.so", needs + ", \"link\": [\"-Wl,-rpath,$ORIGIN/../words/arrow\"]")
    #expect(try defects(inside).map(\.severity) == [.error])
  }

  @Test func `one library that many files need is one finding`() throws {
    let users = ["a", "b", "c"].map { module("words/\($0).so", ", \"needs\": [\"libabsent.so.1\"]") }
    let found = try defects(users.joined(separator: ", "))
    #expect(found.count == 1)
    #expect(found.first?.message.contains("and 2 more need") == true)
  }

  @Test func `a wheel that promises no system may need any library, and libpython is a warning`() throws {
    let user = module("words/_native.so", ", \"needs\": [\"libabsent.so.1\", \"libpython3.11.so.1.0\"]")
    let found = try defects(user, file: "words-1.0-cp311-cp311-linux_{machine}.whl")
    #expect(found.map(\.kind) == ["links-libpython"])
    #expect(found.map(\.severity) == [.warning])
  }

  @Test(arguments: [
    ("words/_native.so", "$ORIGIN/..", false), ("words/_native.so", "$ORIGIN/../..", true),
    ("words/_native.so", "$ORIGIN/lib/../../words.libs", false), ("words/_native.so", "${ORIGIN}/../../lib", true),
    ("words-1.0.data/platlib/words/_native.so", "$ORIGIN/../words.libs", false),
    ("words-1.0.data/platlib/words/_native.so", "$ORIGIN/../../words.libs", true),
  ])
  func `a search path is followed from where the file is installed`(member: String, path: String, leaves: Bool) throws {
    let found = try defects(module(member, ", \"link\": [\"-Wl,-rpath,\(path)\"]"))
    #expect(found.map(\.kind) == (leaves ? ["search-path-leaves"] : []))
  }
}
