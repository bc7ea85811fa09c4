import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct ProvenanceTests {
  @Test(arguments: [
    ("GCC: (GNU) 10.2.1 20210130 (Red Hat 10.2.1-11)", nil), ("GCC: (Debian 12.2.0-14) 12.2.0", "GCC 12.2.0"),
    ("rustc version 1.90.0 (1159e78c4 2025-09-14)", "rustc 1.90.0"), ("Linker: LLD 20.1.8 (/checkout/x)", "LLD 20.1.8"),
    ("Debian clang version 14.0.6", "clang 14.0.6"), ("mold 2.3.1 (compatible with GNU ld)", "mold 2.3.1"),
    ("something", nil),
  ])
  func `a compiler's note is read`(note: String, text: String?) {
    // GCC's version stands behind the first bracket; Red Hat's GCC has another one behind it.
    #expect(ToolchainNote(note)?.text == (note.hasPrefix("GCC: (GNU)") ? "GCC 10.2.1" : text))
  }

  @Test func `the inspection tells compiler, framework, crates and folders`() throws {
    let source = """
      const char *const paths[] = {"/home/runner/.cargo/registry/src/registry.example-1949cf8c6b5b557f/pyo3-0.30.1/src/gil.rs",
        "/rustc/1159e78c4747b02ef996e55082b704c09b970588/library/core/src/panicking.rs", "_cython_3_2_9"};
      """
    try Fixture.withFolder { folder in
      try Data(try Fixture.compile(source)).write(to: URL(fileURLWithPath: "\(folder)/libwords.so"))
      let artifact = Artifact(path: "\(folder)/libwords.so", sha256: "")
      let told = inspectPackage(Circumstances(artifact: artifact, kind: .cABI, tables: Fixture.tables))
      #expect(told.provenance.frameworks == ["pyo3": "0.30.1", "cython": "3.2.9"])
      #expect(told.provenance.components == [.init(name: "pyo3", version: "0.30.1", source: "panic-path")])
      #expect(told.provenance.buildPaths == ["/home/runner"])
      #expect(told.provenance.toolchain.contains("rustc 1.90.0"))
      #expect(told.binaries.first?.toolchain.contains { $0.hasPrefix("GCC ") } == true)
    }
  }

  @Test func `components within components and packages of SPDX are read`() throws {
    let text =
      #"{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "a", "version": "1", "#
      + #""components": [{"name": "b", "version": "2", "purl": "pkg:cargo/b@2"}]}]}"#
    let bill = try #require(try SoftwareBill(Array(text.utf8), path: "bom.json"))
    #expect(bill.format == "CycloneDX 1.6")
    #expect(bill.components.map(\.name) == ["a", "b"])
    #expect(bill.components.map(\.ecosystem) == [nil, "cargo"])
    #expect(try SoftwareBill(Array("{}".utf8), path: "bom.json") == nil)
  }

  @Test(arguments: ["/home/runner", "/Users/runner", "/home/ubuntu", "/root", "/__w", "/github/home"])
  func `a build service's folder is nobody's`(folder: String) { #expect(BuildPath.person(in: folder) == nil) }

  @Test func `a home's owner is named`() {
    #expect(BuildPath.person(in: "/home/alice") == "alice")
    #expect(BuildPath.person(in: "C:\\Users\\alice") == "alice")
  }
}

/// Each secret as somebody would leave it behind, and what looks like one.
@Suite struct SecretTests {
  private func secrets(_ text: String, member: String = "words/a.py") -> [Secret] {
    Array(text.utf8).withUnsafeBytes { SecretSearch.secrets(in: $0, member: member, isText: true) }
  }

  /// A token that npm's format was explained with, in two halves.
  private let explained = "npm_qkJaB6MffYVzZXWqmcoF" + "49yrUxP3wf0LsakP"

  @Test func `a token's checksum tells it from what looks like one`() {
    let found = secrets("first line\ntoken = '\(explained)'\n")
    #expect(found.map(\.kind) == [.npmToken])
    #expect(found.first?.isProven == true)
    #expect(found.first?.place == "line 2")
    #expect(secrets("token = '\(explained.dropLast())Q'").isEmpty)
    #expect(secrets("x\(explained)").isEmpty)
    #expect(secrets("\(explained)1").isEmpty)
  }

  @Test func `an excerpt has the prefix and the length and nothing else of it`() {
    #expect(secrets(explained).first?.excerpt == "npm_…, 40 characters")
  }

  @Test(arguments: [
    "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----",
    "AKIAIOSFODNN7EXAMPLE",
    "AKIAAQAAAAAABAAHAM0A", "AKIAAAAAAAAAAAAAAAA2", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "github_pat_example",
    "pypi-AgEIcHlwaS5vcmc",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----", "eyJ.eyJ.",
  ])
  func `markers, placeholders and examples are no secrets`(text: String) { #expect(secrets(text).isEmpty) }

  @Test func `a file of nothing but prefixes costs little and tells little`() {
    let start = ContinuousClock().now
    #expect(secrets(String(repeating: "-----BEGIN ", count: 100_000)).isEmpty)
    #expect(secrets(String(repeating: "eyJ", count: 300_000)).isEmpty)
    #expect(secrets(String(repeating: explained + "\n", count: 10_000)).count == 20)
    #expect(ContinuousClock().now - start < .seconds(20))
  }

  @Test func `what a variable stands for is no password`() {
    #expect(SettingsFile.secrets(in: "//r/:_authToken=${TOKEN}\n", member: ".npmrc").isEmpty)
    #expect(SettingsFile.secrets(in: "save-exact=true\n", member: ".npmrc").isEmpty)
    #expect(SettingsFile.secrets(in: "//r/:_authToken=0b7e3d52\n", member: "package/.npmrc").map(\.kind) == [.password])
    #expect(SettingsFile.secrets(in: "[pypi]\nusername = joe\n", member: ".pypirc").isEmpty)
    #expect(SettingsFile.secrets(in: "# KEY=1\n\nKEY=\n", member: ".env").isEmpty)
  }
}
