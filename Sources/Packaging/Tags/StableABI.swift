/// The symbols of CPython's stable ABI and the version of Python that each joined it with: PEP 384.
struct StableABI {
  private var added: [String: DottedVersion] = [:]

  /// Nil for a symbol that isn't in it.
  func added(_ symbol: String) -> DottedVersion? { added[symbol] }
}

extension StableABI: Decodable {
  private enum Key: String, CodingKey { case functions, data }

  init(from decoder: any Decoder) throws {
    let table = try decoder.container(keyedBy: Key.self)
    for key in [Key.functions, .data] {
      for (version, names) in try table.decode([String: [String]].self, forKey: key) {
        guard let version = DottedVersion(parsing: version) else {
          throw DecodingError.dataCorruptedError(forKey: key, in: table, debugDescription: "'\(version)', no version")
        }
        for name in names { added[name] = version }
      }
    }
  }
}

extension Tables {
  func stableABI() throws(PackagingError) -> StableABI { try load("stable-abi") }
}
