import Foundation
import Model
import Testing

@testable import Packaging

@Suite struct UniFFITests {
  private static let source = """
    def _uniffi_load_indirect():
        libname = "lib{}.so"
        libname = libname.format("words")
    def _uniffi_check_contract_api_version(lib):
        bindings_contract_version = 30  # not 29
        scaffolding_contract_version = lib.ffi_words_uniffi_contract_version()
    def _uniffi_check_api_checksums(lib):
        if lib.uniffi_words_checksum_func_count() != 12345:
            raise InternalError("lib.uniffi_words_checksum_func_count() != 1")
    _UniffiLib.uniffi_words_fn_func_count.argtypes = (ctypes.c_uint64,)
    """

  @Test func `a generated module tells its library, contract, checksums and functions`() throws {
    let bindings = try #require(UniFFIBindings(Array(Self.source.utf8), path: "words/words.py"))
    #expect(bindings.libraryPath == "words/libwords.so")
    #expect(bindings.contract == 30)
    #expect(bindings.checksums == ["uniffi_words_checksum_func_count": 12345])
    #expect(
      bindings.functions == [
        "ffi_words_uniffi_contract_version", "uniffi_words_checksum_func_count", "uniffi_words_fn_func_count",
      ])
    #expect(UniFFIBindings(Array("x = 1".utf8), path: "a.py") == nil)
  }

  @Test func `500 mutations of a generated module are read to an end`() {
    var random = SplitMix64(state: 14)
    for _ in 0..<500 { _ = UniFFIBindings(mutated(Array(Self.source.utf8), &random), path: "a.py") }
  }

  @Test(
    arguments: [
      ([0x66, 0xb8, 0x4f, 0xf7, 0xc3], 0xf74f), ([0x6a, 0x1e, 0x58, 0xc3], 30), ([0x31, 0xc0, 0xc3], 0),
      ([0xb8, 0x1e, 0, 0, 0, 0xc3], 30), ([0x66, 0xb8, 0x4f], nil), ([0x31, 0xc0], nil), ([], nil),
    ] as [([UInt8], Int?)])
  func `a constant of 16 bits is read from the code`(code: [UInt8], value: Int?) throws {
    #expect(ConstantFunction.value(code, machine: try #require(Machine(named: "x86_64"))) == value)
  }

  /// UniFFI 0.29 to 0.31, as two projects publish it; skipped where no package index is in reach.
  @Test(arguments: [("agentvault-mls-rs-uniffi==0.1.1", 24), ("bdkpython==2.3.1", 272)])
  func `published bindings agree with their library`(requirement: String, checksums: Int) throws {
    try Fixture.withFolder { folder in
      let options = ["--no-deps", "--only-binary", ":all:", "--quiet", "--python-version", "3.11", "--dest", folder]
      guard (try? Fixture.run(["python3", "-m", "pip", "download"] + options + [requirement])) != nil,
        let name = try FileManager.default.contentsOfDirectory(atPath: folder).first
      else { try Test.cancel("pip can't download \(requirement): no package index is in reach") }
      let artifact = Artifact(path: "\(folder)/\(name)", sha256: "")
      let agreement = try #require(UniFFIAgreement.all(try readWheel(at: artifact.path)).first)
      #expect(agreement.bindings.checksums.count == checksums)
      #expect(Set(agreement.bindings.checksums.keys).isSubset(of: agreement.library.elf.uniFFIConstants.keys))
      #expect(Fixture.defects(of: "package/entry-point", artifact, .wheel).map(\.message) == [])
      #expect(Fixture.defects(of: "package/surface-agrees", artifact, .wheel).map(\.message) == [])
    }
  }
}
