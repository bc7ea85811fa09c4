/// Reads a PE file's headers, imports and exports. Source of all numbers: Microsoft, "PE Format".
struct PEReader {
  /// No linker makes more sections; the loader takes 96.
  private static let mostSections = 256
  /// The largest in published wheels import and export under 100,000.
  static let mostSymbols = 1 << 20
  private static let mostLibraries = 4096

  let file: FileBytes
  private let coff: Int
  private let optional: Int
  let isWide: Bool
  let sections: [Section]

  struct Section {
    var name: String
    var address: Int
    var size: Int
    var offset: Int
    var rawSize: Int
    var isCode: Bool
  }

  /// Nil where it only begins like one: a text of `MZ…`, or a program of DOS.
  init?(_ file: FileBytes) throws(PackagingError) {
    guard let start = file.word(0x3c), file.word(start) == 0x4550 else { return nil }
    self.file = file
    coff = start + 4
    optional = coff + 20
    guard let count = file.half(coff + 2), let size = file.half(coff + 16), let magic = file.half(optional),
      magic == 0x10b || magic == 0x20b, size >= (magic == 0x20b ? 112 : 96)
    else {
      throw .malformedBinary(format: "PE", what: "optional header", detail: "it is cut off or of an unknown kind")
    }
    isWide = magic == 0x20b
    sections = try Self.sections(file, at: optional + size, count, strings: Self.longNames(file, coff))
  }

  /// Behind the COFF symbol table, of 18 bytes a symbol: names of more than 8 bytes, which MinGW's debugging sections have.
  private static func longNames(_ file: FileBytes, _ coff: Int) -> Int {
    (file.word(coff + 8) ?? 0) + 18 * (file.word(coff + 12) ?? 0)
  }

  private static func sections(
    _ file: FileBytes, at start: Int, _ count: Int, strings: Int
  ) throws(PackagingError) -> [Section] {
    var sections: [Section] = []
    for index in 0..<min(count, mostSections) {
      let place = start + 40 * index
      guard let short = file.field(place, 8), let size = file.word(place + 8), let address = file.word(place + 12),
        let rawSize = file.word(place + 16), let offset = file.word(place + 20), let flags = file.word(place + 36)
      else {
        throw .malformedBinary(
          format: "PE", what: "section table", detail: "it ends past the file's \(file.count) bytes")
      }
      guard offset == 0 || rawSize == 0 || file.part(offset, rawSize) != nil else {
        throw .malformedBinary(
          format: "PE", what: "section \(short.printable)",
          detail: "its \(rawSize) bytes at \(offset) end past the file's \(file.count)")
      }
      let long = short.first == "/" ? Int(short.dropFirst()).flatMap { file.string(strings + $0) } : nil
      sections.append(
        Section(
          name: long ?? short, address: address, size: max(size, rawSize), offset: offset, rawSize: rawSize,
          isCode: flags & 0x2000_0020 != 0))
    }
    return sections
  }

  var machineNumber: Int { file.half(coff) ?? 0 }
  var isLibrary: Bool { (file.half(coff + 18) ?? 0) & 0x2000 != 0 }
  var characteristics: Int { file.half(optional + 70) ?? 0 }
  var linker: (Int, Int) { (Int(file.byte(optional + 2) ?? 0), Int(file.byte(optional + 3) ?? 0)) }
  var subsystem: DottedVersion? {
    guard let major = file.half(optional + 48), let minor = file.half(optional + 50) else { return nil }
    return DottedVersion(major, minor)
  }

  enum Directory: Int { case exports = 0, imports = 1, certificates = 4, debug = 6, delayed = 13, managed = 14 }

  /// Address and size; nil where the file has none.
  func directory(_ directory: Directory) -> (address: Int, size: Int)? {
    guard let count = file.word(optional + (isWide ? 108 : 92)), directory.rawValue < count else { return nil }
    let place = optional + (isWide ? 112 : 96) + 8 * directory.rawValue
    guard let address = file.word(place), let size = file.word(place + 4), address != 0, size != 0 else { return nil }
    return (address, size)
  }

  /// Where an address of the mapped file lies on disk.
  func offset(of address: Int) -> Int? {
    guard let section = section(of: address), address - section.address < section.rawSize else { return nil }
    return section.offset + (address - section.address)
  }

  func section(of address: Int) -> Section? {
    sections.first { address >= $0.address && address - $0.address < $0.size }
  }

  func content(of section: Section) -> FileBytes? { file.part(section.offset, section.rawSize) }
}

extension PEReader {
  /// A DLL, and the names that are taken from it; those by number have none.
  struct Import {
    var library: String
    var names: [String]
    var isDelayed: Bool
  }

  /// Import directory entries have 20 bytes, delay-load ones 32; each ends with one of zeros.
  func imports() throws(PackagingError) -> [Import] {
    var budget = NameBudget(file.count)
    return try imports(.imports, 20, name: 12, tables: [0, 16], &budget)
      + (try imports(.delayed, 32, name: 4, tables: [16], &budget))
  }

  private func imports(
    _ directory: Directory, _ width: Int, name: Int, tables: [Int], _ budget: inout NameBudget
  ) throws(PackagingError) -> [Import] {
    guard let start = self.directory(directory).flatMap({ offset(of: $0.address) }) else { return [] }
    var found: [Import] = []
    for index in 0..<Self.mostLibraries {
      let entry = start + index * width
      guard let address = file.word(entry + name), address != 0, let place = offset(of: address),
        let library = file.string(place)
      else { break }
      let table = tables.lazy.compactMap { self.file.word(entry + $0) }.first { $0 != 0 }
      found.append(
        Import(
          library: library.printable, names: try names(in: table.flatMap(offset), &budget),
          isDelayed: directory == .delayed))
    }
    return found
  }

  /// A word for each function: its highest bit says that it is asked for by number; else a hint of two bytes and the name.
  private func names(in table: Int?, _ budget: inout NameBudget) throws(PackagingError) -> [String] {
    guard var place = table else { return [] }
    var names: [String] = []
    while let value = isWide ? file.long(place) : file.word(place).map(UInt64.init), value != 0 {
      place += isWide ? 8 : 4
      try budget.count("import table")
      guard value >> (isWide ? 63 : 31) == 0, let offset = Int(exactly: value).flatMap(offset),
        let name = file.string(offset + 2)
      else { continue }
      try budget.spend(name, "import table")
      names.append(name)
    }
    return names
  }

  /// What is exported by name. A forwarder, whose address is in the directory itself, is another DLL's function.
  func exports() throws(PackagingError) -> [ELFFile.DynamicSymbol] {
    guard let directory = directory(.exports), let start = offset(of: directory.address),
      let count = file.word(start + 24), let functions = file.word(start + 28).flatMap(offset),
      let names = file.word(start + 32).flatMap(offset), let ordinals = file.word(start + 36).flatMap(offset)
    else { return [] }
    var budget = NameBudget(file.count)
    var found: [ELFFile.DynamicSymbol] = []
    for index in 0..<count {
      guard let place = file.word(names + 4 * index).flatMap(offset), let name = file.string(place),
        let ordinal = file.half(ordinals + 2 * index), let address = file.word(functions + 4 * ordinal)
      else { break }
      try budget.count("export table")
      try budget.spend(name, "export table")
      let isForwarder = address >= directory.address && address - directory.address < directory.size
      found.append(
        ELFFile.DynamicSymbol(
          name: name, isDefined: true, isFunction: isForwarder || section(of: address)?.isCode == true,
          address: UInt64(address)))
    }
    return found
  }
}

/// Names may overlap in a hostile file, each the whole of it: what all of them have together is bounded, and their number.
struct NameBudget {
  private var bytes: Int
  private var names = PEReader.mostSymbols

  init(_ fileBytes: Int) { bytes = min(2 * fileBytes, 256 << 20) }

  mutating func count(_ what: String) throws(PackagingError) {
    names -= 1
    guard names > 0 else { throw tooMuch(what) }
  }

  mutating func spend(_ name: String, _ what: String) throws(PackagingError) {
    bytes -= name.utf8.count
    guard bytes >= 0 else { throw tooMuch(what) }
  }

  private func tooMuch(_ what: String) -> PackagingError {
    .malformedBinary(format: "binary", what: what, detail: "its names are longer than the file has room for")
  }
}
