import Foundation

/// Reads a core module on disk.
///
/// Errors: `unreadable`, `notWasm`, `componentNotModule`, `malformedWasm`, `truncatedWasm`, and `tooLarge` past `limits.module`.
package func readWasm(at path: String, limits: ArchiveLimits = ArchiveLimits()) throws(PackagingError) -> WasmModule {
  try readWasm(bytes: try readFile(path, atMost: limits.module))
}

/// Reads a core module in memory; the same errors without those of the disk.
package func readWasm(bytes: [UInt8]) throws(PackagingError) -> WasmModule { try WasmReader(bytes).read() }

/// The sections of a core module, in their order and each to its end.
///
/// Source: WebAssembly Core Specification 3.0, 5.5 "Modules". Bodies, initialisers and segments are passed over: whether
/// the code is valid is the engines' to say.
struct WasmReader {
  /// Section ids in the order that they have to come in: 5.5.2 "Sections" and 5.5.17 "Modules".
  private static let order: [UInt8] = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11]
  private static let names = [
    "custom section", "type section", "import section", "function section", "table section", "memory section",
    "global section", "export section", "start section", "element section", "code section", "data section",
    "data count section", "tag section",
  ]

  private let start: [UInt8]
  private var cursor: WasmCursor
  private var module = WasmModule()
  private var last = -1
  private var spaces = WasmIndexSpaces()
  private var signatures = WasmSignatures()

  init(_ bytes: [UInt8]) {
    start = Array(bytes.prefix(4))
    cursor = WasmCursor(bytes)
    module.size = bytes.count
  }

  func read() throws(PackagingError) -> WasmModule {
    var reader = self
    try reader.readHeader()
    while !reader.cursor.isAtEnd { try reader.readSection() }
    try reader.spaces.check(reader.module, at: reader.cursor)
    reader.signatures.write(to: &reader.module, from: reader.cursor)
    reader.module.tagCount = reader.spaces.counts[.tag] ?? 0
    return reader.module
  }

  /// The version field is a version and a layer, 16 bits each: layer 1 is a component (component-model, "Binary.md").
  private mutating func readHeader() throws(PackagingError) {
    guard start == [0x00, 0x61, 0x73, 0x6d] else {
      throw .notWasm(begins: start.isEmpty ? "nothing" : hexadecimal(start))
    }
    _ = try cursor.take(4, "header")
    let version = Array(try cursor.take(4, "version"))
    if version[2...] == [1, 0] { throw .componentNotModule(version: hexadecimal(version)) }
    guard version == [1, 0, 0, 0] else {
      throw .malformedWasm(what: "version", offset: 4, detail: "it is \(hexadecimal(version)), a module's 01 00 00 00")
    }
  }

  private mutating func readSection() throws(PackagingError) {
    let id = try cursor.byte("section id")
    guard id < Self.names.count else { throw cursor.malformed("section id", "there is no section \(id)") }
    let what = Self.names[Int(id)]
    let length = Int(try cursor.u32(what))
    if id != 0 { try keepOrder(id, what) }
    guard length <= cursor.remaining else { throw .truncatedWasm(what: what, size: module.size) }
    var section = try cursor.part(length, what)
    try readContent(id, &section, what)
    guard section.isAtEnd else { throw section.malformed(what, "\(section.remaining) bytes are left over at its end") }
  }

  private mutating func keepOrder(_ id: UInt8, _ what: String) throws(PackagingError) {
    guard let place = Self.order.firstIndex(of: id), place > last else {
      throw cursor.malformed(what, "it comes twice, or after a section that it has to come before")
    }
    last = place
  }

  private mutating func readContent(
    _ id: UInt8, _ section: inout WasmCursor, _ what: String
  ) throws(PackagingError) {
    switch id {
    case 0: try module.readCustom(&section)
    case 1: signatures.types = try section.types()
    case 2: try readImports(&section)
    case 3:
      let types = try section.indexes(below: signatures.types.count, what)
      spaces.bodiless = types.count
      signatures.functions += types
    case 4: try spaces.readTables(&section)
    case 5: try readMemories(&section)
    case 7: try readExports(&section)
    case 8: module.startFunction = Int(try section.u32(what))
    case 10: try readBodies(&section)
    case 12: spaces.announcedSegments = try section.u32(what)
    case 13: try spaces.readTags(&section, below: signatures.types.count)
    case 11:
      var copy = section
      try copy.take(copy.remaining, what).withUnsafeBytes { data in
        module.strings.search(data)
        module.secrets += SecretSearch.secrets(in: data, member: "", isText: false)
      }
      try spaces.skip(id, &section, what)
    case 6, 9: try spaces.skip(id, &section, what)
    default: break
    }
  }

  private mutating func readImports(_ section: inout WasmCursor) throws(PackagingError) {
    for _ in 0..<(try section.count("import section")) {
      let module = try section.name("import's module")
      let name = try section.name("import's name")
      let kind = try section.kind("import")
      switch kind {
      case .function: signatures.functions.append(try section.index(below: signatures.types.count, "import's type"))
      case .table: try section.tableType()
      case .memory: self.module.memories.append(try section.limits())
      case .global: try section.globalType()
      case .tag: try section.tagType(below: signatures.types.count)
      }
      spaces.counts[kind, default: 0] += 1
      self.module.imports.append(WasmModule.Import(module: module, name: name, kind: kind))
    }
  }

  private mutating func readMemories(_ section: inout WasmCursor) throws(PackagingError) {
    for _ in 0..<(try section.count("memory section")) {
      module.memories.append(try section.limits())
      spaces.counts[.memory, default: 0] += 1
    }
  }

  private mutating func readExports(_ section: inout WasmCursor) throws(PackagingError) {
    for _ in 0..<(try section.count("export section")) {
      let name = try section.name("export's name")
      let kind = try section.kind("export")
      module.exports.append(WasmModule.Export(name: name, kind: kind, index: Int(try section.u32("export's index"))))
    }
  }

  private mutating func readBodies(_ section: inout WasmCursor) throws(PackagingError) {
    module.functionCount = try section.count("code section")
    for _ in 0..<module.functionCount { _ = try section.take(Int(try section.u32("function body")), "function body") }
  }
}
