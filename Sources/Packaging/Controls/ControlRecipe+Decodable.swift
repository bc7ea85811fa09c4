import Foundation
import Model

extension ControlRecipe: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case kind, file, members, metadata, wheel, omit, record, keep, flip, encrypted, header, manifest, raw, gzip,
      panic, set
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let recipe = try decoder.container(keyedBy: Key.self)
    set = try recipe.decodeIfPresent([ControlRecipe].self, forKey: .set) ?? []
    // A release has files and is none.
    let file = set.isEmpty ? try recipe.decode(String.self, forKey: .file) : ""
    if !set.isEmpty { try decoder.refuseUnknownKeys([Key.set.rawValue]) }
    self.file = file
    kind = try recipe.decodeIfPresent(Kind.self, forKey: .kind) ?? (file.hasSuffix(".whl") ? .wheel : .library)
    members = try recipe.decodeIfPresent([Member].self, forKey: .members) ?? []
    metadata = try recipe.decodeIfPresent(String.self, forKey: .metadata)
    wheel = try recipe.decodeIfPresent(String.self, forKey: .wheel)
    omit = try recipe.decodeIfPresent([String].self, forKey: .omit) ?? []
    record = try recipe.decodeIfPresent(Record.self, forKey: .record) ?? .right
    keep = try recipe.decodeIfPresent(Double.self, forKey: .keep) ?? 1
    flip = try recipe.decodeIfPresent(Int.self, forKey: .flip)
    encrypted = try recipe.decodeIfPresent(Bool.self, forKey: .encrypted) ?? false
    header = try recipe.decodeIfPresent(String.self, forKey: .header)
    manifest = try recipe.decodeIfPresent(String.self, forKey: .manifest)
    panic = try recipe.decodeIfPresent(Contract.Panic.self, forKey: .panic)
    raw = try recipe.decodeIfPresent(String.self, forKey: .raw)
    gzip = try recipe.decodeIfPresent(String.self, forKey: .gzip)
  }
}

extension ControlRecipe.Member: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case path, pathBase64 = "path-base64", text, base64, hex, wasm, machO = "mach-o", pe, c, link, needs, debug, zeros,
      symlink,
      hardlink, machine, twice
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let member = try decoder.container(keyedBy: Key.self)
    rawPath = try member.decodeIfPresent(Data.self, forKey: .pathBase64).map { Array($0) }
    path = try rawPath.map { String(decoding: $0, as: UTF8.self) } ?? member.decode(String.self, forKey: .path)
    machine = try member.decodeIfPresent(Int.self, forKey: .machine)
    twice = try member.decodeIfPresent(Bool.self, forKey: .twice) ?? false
    content = try Self.content(of: member)
  }

  private static func content(of member: KeyedDecodingContainer<Key>) throws -> ControlRecipe.Content {
    let kinds: [(Key, () throws -> ControlRecipe.Content)] = [
      (.text, { .text(try member.decode(String.self, forKey: .text)) }),
      (.base64, { .bytes(Array(try member.decode(Data.self, forKey: .base64))) }),
      (.hex, { .bytes(try bytes(try member.decode(String.self, forKey: .hex), member)) }),
      (.wasm, { .wasm(try member.decode(WasmRecipe.self, forKey: .wasm)) }),
      (.machO, { .machO(try member.decode(MachORecipe.self, forKey: .machO)) }),
      (.pe, { .pe(try member.decode(PERecipe.self, forKey: .pe)) }),
      (.c, { .compiled(try source(member)) }),
      (.zeros, { .zeros(try member.decode(Int.self, forKey: .zeros)) }),
      (.hardlink, { .hardlink(try member.decode(String.self, forKey: .hardlink)) }),
    ]
    guard let kind = kinds.first(where: { member.contains($0.0) }) else {
      return .symlink(try member.decode(String.self, forKey: .symlink))
    }
    return try kind.1()
  }

  private static func source(_ member: KeyedDecodingContainer<Key>) throws -> ControlRecipe.Source {
    let link = try member.decodeIfPresent([String].self, forKey: .link) ?? []
    for word in link where !word.hasPrefix("-l") && !word.hasPrefix("-Wl,") {
      throw DecodingError.dataCorruptedError(
        forKey: .link, in: member, debugDescription: "'\(word)', not a word that begins with -l or -Wl,")
    }
    let needs = try member.decodeIfPresent([String].self, forKey: .needs) ?? []
    for name in needs where !name.hasPrefix("lib") || name.contains("/") || name.contains(",") {
      throw DecodingError.dataCorruptedError(
        forKey: .needs, in: member, debugDescription: "'\(name)', not the soname of a library")
    }
    return ControlRecipe.Source(
      c: try member.decode(String.self, forKey: .c), link: link, needs: needs,
      hasDebugInformation: try member.decodeIfPresent(Bool.self, forKey: .debug) ?? false)
  }

  /// `00 61 73 6d`
  private static func bytes(_ text: String, _ member: KeyedDecodingContainer<Key>) throws -> [UInt8] {
    try text.split(separator: " ").map { word in
      guard let byte = UInt8(word, radix: 16) else {
        throw DecodingError.dataCorruptedError(
          forKey: .hex, in: member, debugDescription: "'\(word)', not two hexadecimal digits")
      }
      return byte
    }
  }
}

extension WasmRecipe: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case imports, exports, memory, start, custom, features, languages, needs, text, tag, takes, gives, order
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let recipe = try decoder.container(keyedBy: Key.self)
    imports = try recipe.decodeIfPresent([String].self, forKey: .imports) ?? []
    exports = try recipe.decodeIfPresent([String].self, forKey: .exports) ?? []
    memory = try recipe.decodeIfPresent(Bool.self, forKey: .memory) ?? false
    start = try recipe.decodeIfPresent(Bool.self, forKey: .start) ?? false
    custom = try recipe.decodeIfPresent([String].self, forKey: .custom) ?? []
    languages = try recipe.decodeIfPresent([String].self, forKey: .languages) ?? []
    needs = try recipe.decodeIfPresent([String].self, forKey: .needs)
    text = try recipe.decodeIfPresent(String.self, forKey: .text) ?? ""
    tag = try recipe.decodeIfPresent(Bool.self, forKey: .tag) ?? false
    takes = try recipe.decodeIfPresent([Number].self, forKey: .takes) ?? []
    gives = try recipe.decodeIfPresent([Number].self, forKey: .gives) ?? []
    features = try recipe.decodeIfPresent([String].self, forKey: .features) ?? []
    order = try recipe.decodeIfPresent([Section].self, forKey: .order) ?? Section.allCases
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
  func refuseUnknownKeys(_ known: [String]) throws {
    let found = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    guard let unknown = found.filter({ !known.contains($0) }).sorted().first else { return }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: codingPath, debugDescription: "the key '\(unknown)', not one of \(known.joined(separator: ", "))"))
  }
}
