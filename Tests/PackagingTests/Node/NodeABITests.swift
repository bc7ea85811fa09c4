import Testing

@testable import Packaging

@Suite struct NodeABITests {
  @Test(arguments: [
    (8, NodeVersion(12, 22), true), (8, NodeVersion(13, 14), false), (8, NodeVersion(16), true),
    (9, NodeVersion(18, 16, 1), false), (9, NodeVersion(18, 17), true), (9, NodeVersion(19, 9), false),
    (9, NodeVersion(20, 2), false), (9, NodeVersion(20, 3), true), (4, NodeVersion(11, 7), false),
    (10, NodeVersion(22, 13), false), (10, NodeVersion(22, 14), true), (1, NodeVersion(18), true),
  ])
  func `a release has a Node-API version where Node's matrix says so`(
    version: Int, release: NodeVersion, isThere: Bool
  ) throws {
    let releases = try #require(try Fixture.tables.nodeABI().releases(withNodeAPI: version))
    #expect(releases.contains { $0.from <= release && release < $0.to } == isThere)
  }

  @Test func `every version up to the newest has its releases`() throws {
    let abi = try Fixture.tables.nodeABI()
    #expect(abi.newestNodeAPI >= 10)
    for version in 1...abi.newestNodeAPI { #expect(abi.releases(withNodeAPI: version) != nil) }
    #expect(abi.releases(withNodeAPI: abi.newestNodeAPI + 1) == nil)
  }

  @Test(arguments: [("napi_create_function", 1), ("napi_set_instance_data", 6), ("node_api_symbol_for", 9)])
  func `a function came with the version of Node's header`(name: String, version: Int) throws {
    #expect(try Fixture.tables.nodeABI().version(ofFunction: name) == version)
  }

  @Test func `a module version belongs to one major release`() throws {
    let abi = try Fixture.tables.nodeABI()
    #expect(abi.releases(withModuleVersion: 108) == NodeSpan(NodeVersion(18), NodeVersion(19)))
    #expect(abi.releases(withModuleVersion: 109) == nil)
  }

  @Test func `the first release outside is found in gaps and beyond the end`() throws {
    let promised = [NodeSpan(NodeVersion(18, 17))]
    let nine = try Fixture.tables.nodeABI().releases(withNodeAPI: 9) ?? []
    #expect(NodeSpan.firstOutside(promised, nine) == NodeVersion(19))
    #expect(NodeSpan.firstOutside([NodeSpan(NodeVersion(20, 3))], nine) == nil)
    #expect(NodeSpan.firstOutside([NodeSpan(NodeVersion(10))], nine) == NodeVersion(10))
    #expect(
      NodeSpan.firstOutside([NodeSpan(NodeVersion(18), NodeVersion(19))], [NodeSpan(NodeVersion(18), NodeVersion(19))])
        == nil)
  }

  @Test(
    arguments: [
      ([0xf3, 0x0f, 0x1e, 0xfa, 0xb8, 0x03, 0, 0, 0, 0xc3], 3), ([0xb8, 0x0a, 0, 0, 0, 0xc3], 10),
      ([0x55, 0x48, 0x89, 0xe5, 0xb8, 0x08, 0, 0, 0, 0x5d, 0xc3], 8), ([0x6a, 0x09, 0x58, 0xc3], 9),
      ([0xb8, 0xff, 0xff, 0xff, 0x7f, 0xc3], 0x7fff_ffff),
    ] as [([UInt8], Int)])
  func `a constant function of x86-64 is read`(code: [UInt8], value: Int) {
    #expect(ConstantFunction.value(code, machine: Machine(number: 62, bits: 64)) == value)
  }

  @Test func `a constant function of aarch64 is read`() {
    let arm = Machine(number: 183, bits: 64)
    // mov w0, #8; ret
    #expect(ConstantFunction.value([0x00, 0x01, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6], machine: arm) == 8)
    // bti c first
    #expect(ConstantFunction.value([0x5f, 0x24, 0x03, 0xd5, 0x20, 0x01, 0x80, 0x52], machine: arm) == 9)
  }

  @Test(arguments: [[], [0xb8], [0x8b, 0x05, 0, 0, 0, 0, 0xc3], [0xb8, 1, 0, 0, 0, 0xff]] as [[UInt8]])
  func `other code has no constant`(code: [UInt8]) {
    #expect(ConstantFunction.value(code, machine: Machine(number: 62, bits: 64)) == nil)
    #expect(ConstantFunction.value(code, machine: Machine(number: 183, bits: 64)) == nil)
  }
}
