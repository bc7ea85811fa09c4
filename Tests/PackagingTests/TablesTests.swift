import Foundation
import Testing

@testable import Packaging

@Suite struct TablesTests {
  @Test(arguments: ["stable-abi", "manylinux", "node-abi", "wasm-features", "bundled-libraries", "windows-libraries"])
  func `a table says where its facts come from, and when they were got`(name: String) throws {
    struct Origin: Decodable { var source, retrieved: String }
    let origin: Origin = try Fixture.tables.load(name)
    #expect(origin.source.count > 10)
    #expect(origin.retrieved.contains(/^20\d\d-\d\d-\d\d$/))
  }

  /// "Contents of Limited API" of CPython's documentation, "Stable ABI", and the versions that it gives.
  @Test(arguments: [
    ("PyObject_Call", "3.2"), ("PyType_FromSpec", "3.2"), ("PyType_GetModule", "3.10"), ("PyBuffer_Release", "3.11"),
    ("PyObject_Vectorcall", "3.12"), ("PyList_Type", "3.2"), ("PyExc_ResourceWarning", "3.7"),
  ])
  func `a stable symbol has the version that it joined with`(symbol: String, version: String) throws {
    #expect(try Fixture.tables.stableABI().added(symbol)?.description == version)
  }

  @Test(arguments: ["PyUnicode_AsUTF8String_", "PyFrame_GetBack", "_PyObject_GetState", "PyUnstable_Module_SetGIL"])
  func `a symbol that is not stable has none`(symbol: String) throws {
    #expect(try Fixture.tables.stableABI().added(symbol) == nil)
  }

  /// PEP 599, "The manylinux2014 policy": GLIBCXX up to 3.4.19, CXXABI up to 1.3.7, GCC up to 4.8.0.
  @Test(arguments: ["manylinux2014_x86_64", "manylinux_2_17_x86_64"])
  func `the ceilings of manylinux2014 are those of its PEP`(tag: String) throws {
    let policy = try #require(try Fixture.tables.platformPolicies().policy(for: tag))
    #expect(policy.newest("GLIBCXX")?.description == "GLIBCXX_3.4.19")
    #expect(policy.newest("CXXABI")?.description == "CXXABI_1.3.7")
    #expect(policy.newest("GCC")?.description == "GCC_4.8.0")
    #expect(policy.newest("GLIBC")?.description == "GLIBC_2.17")
    #expect(policy.allows(library: "libstdc++.so.6") && !policy.allows(library: "libssl.so.3"))
  }

  @Test func `what no policy is there for is not judged by one`() throws {
    let policies = try Fixture.tables.platformPolicies()
    for tag in ["manylinux_3_99_x86_64", "manylinux_2_5_riscv64", "linux_x86_64", "any", "win_amd64"] {
      #expect(policies.policy(for: tag) == nil, "\(tag)")
    }
    // Between 2.31 and 2.34, so that what 2.34 has may be there.
    let between = try #require(policies.policy(for: "manylinux_2_33_x86_64"))
    #expect(between.newest("GLIBC")?.description == "GLIBC_2.34")
  }

  @Test func `musl's libc is allowed under the name that it has on the processor`() throws {
    let policy = try #require(try Fixture.tables.platformPolicies().policy(for: "musllinux_1_2_x86_64"))
    #expect(policy.allows(library: "libc.musl-x86_64.so.1") && !policy.allows(library: "libc.so.6"))
    #expect(try #require(SymbolVersion("GLIBCXX_3.4.32")).description == "GLIBCXX_3.4.32")
  }

  @Test func `the oldest policy with a version is found`() throws {
    let policies = try Fixture.tables.platformPolicies()
    let version = try #require(SymbolVersion("GLIBCXX_3.4.29"))
    #expect(policies.oldest(with: version, architecture: "x86_64") == "manylinux_2_34")
    #expect(SymbolVersion("nothing") == nil && SymbolVersion("_x") == nil)
  }

  @Test func `what wasm needs of Node has a release`() throws {
    let features = try Fixture.tables.wasmFeatures()
    #expect(features.node["simd128"] == NodeVersion(16, 4) && features.node["reference-types"] == NodeVersion(17, 2))
  }

  @Test func `a table is loaded in few milliseconds`() throws {
    let clock = ContinuousClock()
    let times = try (0..<5).map { _ in
      try clock.measure {
        _ = (try Fixture.tables.stableABI(), try Fixture.tables.platformPolicies())
        _ = (try Fixture.tables.nodeABI(), try Fixture.tables.wasmFeatures())
      }
    }
    #expect(try #require(times.min()) < .milliseconds(5), "\(times)")
  }

  @Test func `a table that is malformed is told with its path`() throws {
    try Fixture.withFolder { folder in
      let json = #"{"source": "x 1", "functions": {"new": ["PyA"]}, "data": {}}"#
      try json.write(toFile: "\(folder)/stable-abi.json", atomically: true, encoding: .utf8)
      let error = #expect(throws: PackagingError.self) { try Tables(folder: folder).stableABI() }
      #expect(try #require(error).description.contains("\(folder)/stable-abi.json"))
    }
  }
}
