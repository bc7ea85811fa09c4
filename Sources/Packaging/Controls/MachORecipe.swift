/// A small bundle of macOS: exports that do nothing, and libraries that it names. Source: <mach-o/loader.h>, <mach-o/fat.h>.
package struct MachORecipe: Sendable, Equatable {
  /// `x86_64`, `aarch64`; a universal file has several.
  package var machines: [String]
  package var exports: [String]
  package var imports: [String]
  package var libraries: [String]
  package var searchPaths: [String]
  /// The oldest macOS: `11.0`.
  package var minimum: String
  package var isSigned: Bool
  /// PLATFORM_MACOS is 1, PLATFORM_IOS 2, PLATFORM_IOSSIMULATOR 7.
  package var platform: Int
  /// What stands among its constants.
  package var text: String
}

extension MachORecipe: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case machines, exports, imports, libraries, searchPaths = "search-paths", minimum, isSigned = "signed", platform,
      text
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let recipe = try decoder.container(keyedBy: Key.self)
    machines = try recipe.decodeIfPresent([String].self, forKey: .machines) ?? ["aarch64"]
    exports = try recipe.decodeIfPresent([String].self, forKey: .exports) ?? []
    imports = try recipe.decodeIfPresent([String].self, forKey: .imports) ?? []
    libraries = try recipe.decodeIfPresent([String].self, forKey: .libraries) ?? ["/usr/lib/libSystem.B.dylib"]
    searchPaths = try recipe.decodeIfPresent([String].self, forKey: .searchPaths) ?? []
    minimum = try recipe.decodeIfPresent(String.self, forKey: .minimum) ?? "11.0"
    isSigned = try recipe.decodeIfPresent(Bool.self, forKey: .isSigned) ?? true
    platform = try recipe.decodeIfPresent(Int.self, forKey: .platform) ?? 1
    text = try recipe.decodeIfPresent(String.self, forKey: .text) ?? ""
  }
}

extension MachORecipe {
  private static let page = 0x1000

  /// One slice as it is, several behind a list of them, whose numbers are big-endian.
  var bytes: [UInt8] {
    let slices = machines.map(slice)
    guard slices.count > 1 else { return slices.first ?? [] }
    var file: [UInt8] = Self.bigEndian(0xcafe_babe) + Self.bigEndian(slices.count)
    var offset = Self.page
    for (machine, slice) in zip(machines, slices) {
      file += [Self.processor(machine), 3, offset, slice.count, 12].flatMap(Self.bigEndian)
      offset += (slice.count + Self.page - 1) / Self.page * Self.page
    }
    for slice in slices {
      file += [UInt8](repeating: 0, count: (Self.page - file.count % Self.page) % Self.page) + slice
    }
    return file
  }

  private static func bigEndian(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(number >> $0 & 0xff) } }

  private static func processor(_ machine: String) -> Int { machine == "aarch64" ? 0x0100_000c : 0x0100_0007 }

  private func slice(_ machine: String) -> [UInt8] {
    let tail = tail(at: Self.page)
    let commands = commands(tail)
    var file = ByteRoom()
    // MH_BUNDLE; MH_DYLDLINK and MH_TWOLEVEL.
    for word in [0xfeed_facf, Self.processor(machine), 0, 8, commands.count, commands.joined().count, 0x84, 0] {
      file.add(word: word)
    }
    file.add(commands.joined())
    file.pad(to: Self.page - 16 - text.utf8.count)
    file.add([0xc3])
    file.pad(to: Self.page - 1 - text.utf8.count)
    file.add(text: text)
    file.add(tail.bytes)
    return file.bytes
  }

  /// The symbol table, its names, and 16 bytes in the place of a signature.
  private func tail(at start: Int) -> (bytes: [UInt8], names: Int, nameBytes: Int, signature: Int) {
    var (entries, names) = (ByteRoom(), ByteRoom())
    names.add(text: "")
    for (name, isDefined) in exports.map({ ($0, true) }) + imports.map({ ($0, false) }) {
      entries.add(word: names.add(text: "_" + name))
      // N_EXT, with N_SECT in the first section or N_UNDF; libraries are looked for by name alone.
      entries.add(isDefined ? [0x0f, 1] : [0x01, 0])
      entries.add(half: 0)
      entries.add(long: isDefined ? Self.page - 16 - text.utf8.count : 0)
    }
    names.align(to: 16)
    let place = start + entries.count
    return (
      entries.bytes + names.bytes + [UInt8](repeating: 0, count: 16), place, names.count, place + names.count
    )
  }

  private func commands(_ tail: (bytes: [UInt8], names: Int, nameBytes: Int, signature: Int)) -> [[UInt8]] {
    let symbols = exports.count + imports.count
    var commands = [textSegment, linkSegment(tail.bytes.count)]
    commands.append(Self.command(0x2, [Self.page, symbols, tail.names, tail.nameBytes]))
    let numbers = minimum.split(separator: ".").compactMap { Int($0) }
    let version = (numbers.first ?? 0) << 16 | (numbers.dropFirst().first ?? 0) << 8
    commands.append(Self.command(0x32, [platform, version, version, 0]))
    for library in libraries { commands.append(Self.command(0xc, [24, 0, 0x10000, 0x10000], library)) }
    for path in searchPaths { commands.append(Self.command(0x8000_001c, [12], path)) }
    if isSigned { commands.append(Self.command(0x1d, [tail.signature, 16])) }
    return commands
  }

  private static func command(_ kind: Int, _ words: [Int], _ text: String? = nil) -> [UInt8] {
    var body = ByteRoom()
    for word in words { body.add(word: word) }
    if let text { body.add(text: text) }
    body.align(to: 8)
    var command = ByteRoom()
    for word in [kind, 8 + body.count] { command.add(word: word) }
    return command.bytes + body.bytes
  }

  private static func segment(_ name: String, offset: Int, size: Int, sections: [[UInt8]]) -> [UInt8] {
    var command = ByteRoom()
    for word in [0x19, 72 + 80 * sections.count] { command.add(word: word) }
    command.add(name, width: 16)
    for long in [offset, size, offset, size] { command.add(long: long) }
    for word in [5, 5, sections.count, 0] { command.add(word: word) }
    command.add(sections.joined())
    return command.bytes
  }

  private var textSegment: [UInt8] {
    let start = Self.page - 16 - text.utf8.count
    return Self.segment(
      "__TEXT", offset: 0, size: Self.page,
      sections: [
        Self.section("__text", start, 1, flags: 0x8000_0400),
        Self.section("__const", Self.page - 1 - text.utf8.count, text.utf8.count + 1, flags: 0),
      ])
  }

  private func linkSegment(_ size: Int) -> [UInt8] {
    Self.segment("__LINKEDIT", offset: Self.page, size: size, sections: [])
  }

  private static func section(_ name: String, _ start: Int, _ size: Int, flags: Int) -> [UInt8] {
    var section = ByteRoom()
    section.add(name, width: 16)
    section.add("__TEXT", width: 16)
    for long in [start, size] { section.add(long: long) }
    for word in [start, 0, 0, 0, flags, 0, 0, 0] { section.add(word: word) }
    return section.bytes
  }
}
