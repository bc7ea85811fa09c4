/// Which releases of Node have what an addon is built on.
///
/// Node runs an addon that declares no version as version 8: node_version.h, NODE_API_DEFAULT_MODULE_API_VERSION.
struct NodeABI: Sendable {
  /// Releases with each Node-API version; 1 to 3 are in every release from 10 on.
  private var nodeAPI: [Int: [NodeSpan]]
  private var versionOfFunction: [String: Int]
  private var majorOfModuleVersion: [Int: Int]

  var newestNodeAPI: Int { nodeAPI.keys.max() ?? 0 }

  /// What is in no later version is of version 1.
  func version(ofFunction name: String) -> Int { versionOfFunction[name] ?? 1 }

  /// Nil for a version that is newer than the table.
  func releases(withNodeAPI version: Int) -> [NodeSpan]? { nodeAPI[version] }

  /// The one major release that loads addons of a NODE_MODULE_VERSION; nil for one that the table doesn't have.
  func releases(withModuleVersion version: Int) -> NodeSpan? {
    majorOfModuleVersion[version].map { NodeSpan(NodeVersion($0), NodeVersion($0 + 1)) }
  }
}

extension NodeABI: Decodable {
  private enum Key: String, CodingKey { case releases, functions, modules }

  private struct Span: Decodable {
    var from: NodeVersion
    var before: NodeVersion?
  }

  init(from decoder: any Decoder) throws {
    let table = try decoder.container(keyedBy: Key.self)
    nodeAPI = try table.decode([Int: [Span]].self, forKey: .releases).mapValues { spans in
      spans.map { NodeSpan($0.from, $0.before ?? .end) }
    }
    versionOfFunction = [:]
    for (version, names) in try table.decode([Int: [String]].self, forKey: .functions) {
      for name in names { versionOfFunction[name] = version }
    }
    majorOfModuleVersion = try table.decode([Int: Int].self, forKey: .modules)
  }
}

extension NodeVersion: Decodable {
  /// Written `18.17`, with as many numbers as it takes.
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    let numbers = text.split(separator: ".").map { Int($0) ?? -1 }
    guard (1...3).contains(numbers.count), numbers.allSatisfy({ (0..<1_000_000).contains($0) }) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "'\(text)', no version of Node"))
    }
    self.init(numbers[0], numbers.count > 1 ? numbers[1] : 0, numbers.count > 2 ? numbers[2] : 0)
  }
}

extension Tables {
  func nodeABI() throws(PackagingError) -> NodeABI { try load("node-abi") }
}
