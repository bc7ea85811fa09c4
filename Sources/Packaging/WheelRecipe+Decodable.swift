import Foundation

extension WheelRecipe: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case file, members, metadata, wheel, omit, record, keep, encrypted, raw
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let recipe = try decoder.container(keyedBy: Key.self)
    file = try recipe.decode(String.self, forKey: .file)
    members = try recipe.decodeIfPresent([Member].self, forKey: .members) ?? []
    metadata = try recipe.decodeIfPresent(String.self, forKey: .metadata)
    wheel = try recipe.decodeIfPresent(String.self, forKey: .wheel)
    omit = try recipe.decodeIfPresent([String].self, forKey: .omit) ?? []
    record = try recipe.decodeIfPresent(Record.self, forKey: .record) ?? .right
    keep = try recipe.decodeIfPresent(Double.self, forKey: .keep) ?? 1
    encrypted = try recipe.decodeIfPresent(Bool.self, forKey: .encrypted) ?? false
    raw = try recipe.decodeIfPresent(String.self, forKey: .raw)
  }
}

extension WheelRecipe.Member: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case path, pathBase64 = "path-base64", text, base64, c, zeros, symlink, machine, twice
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let member = try decoder.container(keyedBy: Key.self)
    rawPath = try member.decodeIfPresent(Data.self, forKey: .pathBase64).map { Array($0) }
    path = try rawPath.map { String(decoding: $0, as: UTF8.self) } ?? member.decode(String.self, forKey: .path)
    machine = try member.decodeIfPresent(Int.self, forKey: .machine)
    twice = try member.decodeIfPresent(Bool.self, forKey: .twice) ?? false
    if let text = try member.decodeIfPresent(String.self, forKey: .text) {
      content = .text(text)
    } else if let data = try member.decodeIfPresent(Data.self, forKey: .base64) {
      content = .bytes(Array(data))
    } else if let source = try member.decodeIfPresent(String.self, forKey: .c) {
      content = .compiled(source)
    } else if let count = try member.decodeIfPresent(Int.self, forKey: .zeros) {
      content = .zeros(count)
    } else {
      content = .symlink(try member.decode(String.self, forKey: .symlink))
    }
  }
}

private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// JSONDecoder passes over keys it doesn't know, so that a typo would make a control that tests nothing.
  fileprivate func refuseUnknownKeys(_ known: [String]) throws {
    let found = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    guard let unknown = found.filter({ !known.contains($0) }).sorted().first else { return }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: codingPath, debugDescription: "the key '\(unknown)', not one of \(known.joined(separator: ", "))"))
  }
}
