/// A small DLL: exports that do nothing, and DLLs that it takes functions from. Source: Microsoft, "PE Format".
package struct PERecipe: Sendable, Equatable {
  /// `x86_64`, `i686`, `aarch64`.
  package var machine: String
  package var exports: [String]
  /// By the DLL.
  package var imports: [String: [String]]
  /// What stands among its constants.
  package var text: String
}

extension PERecipe: Decodable {
  private enum Key: String, CodingKey, CaseIterable { case machine, exports, imports, text }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.allCases.map(\.rawValue))
    let recipe = try decoder.container(keyedBy: Key.self)
    machine = try recipe.decodeIfPresent(String.self, forKey: .machine) ?? "x86_64"
    exports = try recipe.decodeIfPresent([String].self, forKey: .exports) ?? []
    imports = try recipe.decodeIfPresent([String: [String]].self, forKey: .imports) ?? [:]
    text = try recipe.decodeIfPresent(String.self, forKey: .text) ?? ""
  }
}

extension PERecipe {
  private static let headers = 0x200
  private static let code = 0x1000
  private static let constants = 0x2000

  private var isWide: Bool { machine != "i686" }

  var bytes: [UInt8] {
    var data = ByteRoom()
    let exports = addExports(to: &data)
    let imports = addImports(to: &data)
    data.add(text: text)
    data.align(to: Self.headers)
    var file = ByteRoom()
    addHeaders(to: &file, exports: exports, imports: imports, size: data.count)
    file.pad(to: Self.headers)
    // `ret`, or what it is on another processor: nobody runs it.
    file.add([0xc3])
    file.pad(to: 2 * Self.headers)
    file.add(data.bytes)
    return file.bytes
  }

  /// Export directory: 40 bytes, then addresses, names and ordinals. Returns address and size.
  private func addExports(to data: inout ByteRoom) -> (Int, Int) {
    guard !exports.isEmpty else { return (0, 0) }
    let start = data.count
    let (functions, names) = (start + 40, start + 40 + 4 * exports.count)
    let ordinals = names + 4 * exports.count
    for word in [0, 0, 0, 0, 1, exports.count, exports.count] { data.add(word: word) }
    for place in [functions, names, ordinals] { data.add(word: Self.constants + place) }
    for _ in exports { data.add(word: Self.code) }
    for _ in exports { data.add(word: 0) }
    for index in exports.indices { data.add(half: index) }
    for (index, name) in exports.sorted().enumerated() {
      let place = data.add(text: name)
      data.set(word: Self.constants + place, at: names + 4 * index)
    }
    return (Self.constants + start, data.count - start)
  }

  /// Import directory: 20 bytes a DLL and as many zeros, then a table and the names for each.
  private func addImports(to data: inout ByteRoom) -> (Int, Int) {
    guard !imports.isEmpty else { return (0, 0) }
    data.align(to: 8)
    let start = data.count
    data.pad(to: start + 20 * (imports.count + 1))
    for (index, row) in imports.sorted(by: { $0.key < $1.key }).enumerated() {
      let name = data.add(text: row.key)
      let table = addNames(row.value, to: &data)
      for (place, value) in [(0, table), (12, name), (16, table)] {
        data.set(word: Self.constants + value, at: start + 20 * index + place)
      }
    }
    return (Self.constants + start, 20 * (imports.count + 1))
  }

  private func addNames(_ names: [String], to data: inout ByteRoom) -> Int {
    let width = isWide ? 8 : 4
    data.align(to: 8)
    let table = data.count
    data.pad(to: table + width * (names.count + 1))
    for (index, name) in names.enumerated() {
      data.set(word: Self.constants + data.count, at: table + width * index)
      data.add(half: 0)
      data.add(text: name)
    }
    return table
  }

  private var machineNumber: Int {
    switch machine {
    case "i686": 0x14c
    case "aarch64": 0xaa64
    default: 0x8664
    }
  }

  private func addHeaders(to file: inout ByteRoom, exports: (Int, Int), imports: (Int, Int), size: Int) {
    file.add("MZ", width: 0x3c)
    file.add(word: 0x40)
    file.add("PE", width: 4)
    for half in [machineNumber, 2] { file.add(half: half) }
    for word in [0, 0, 0] { file.add(word: word) }
    file.add(half: isWide ? 240 : 224)
    // IMAGE_FILE_EXECUTABLE_IMAGE and IMAGE_FILE_DLL.
    file.add(half: 0x2002)
    addOptionalHeader(to: &file, exports: exports, imports: imports)
    addSection(".text", Self.code, 1, Self.headers, flags: 0x6000_0020, to: &file)
    addSection(".rdata", Self.constants, size, 2 * Self.headers, flags: 0x4000_0040, to: &file)
  }

  private func addOptionalHeader(to file: inout ByteRoom, exports: (Int, Int), imports: (Int, Int)) {
    file.add(half: isWide ? 0x20b : 0x10b)
    file.add([14, 29])
    for word in [0x200, 0, 0, Self.code, Self.code] { file.add(word: word) }
    if isWide { file.add(long: 0x1_8000_0000) } else { for word in [0, 0x1000_0000] { file.add(word: word) } }
    for word in [0x1000, 0x200] { file.add(word: word) }
    for half in [6, 0, 0, 0, 6, 0] { file.add(half: half) }
    for word in [0, 0x10000, Self.headers, 0] { file.add(word: word) }
    // IMAGE_SUBSYSTEM_WINDOWS_GUI; DYNAMIC_BASE and NX_COMPAT.
    for half in [2, 0x140] { file.add(half: half) }
    for _ in 0..<4 { if isWide { file.add(long: 0) } else { file.add(word: 0) } }
    for word in [0, 16, exports.0, exports.1, imports.0, imports.1] { file.add(word: word) }
    for _ in 0..<14 { file.add(long: 0) }
  }

  private func addSection(
    _ name: String, _ address: Int, _ size: Int, _ offset: Int, flags: Int, to file: inout ByteRoom
  ) {
    file.add(name, width: 8)
    for word in [size, address, max(size, Self.headers), offset, 0, 0, 0, flags] { file.add(word: word) }
  }
}
