/// Reads one slice of a Mach-O file: its load commands. Source of all numbers: <mach-o/loader.h>.
struct MachOReader {
  /// No linker writes more: the largest applications have under 200 commands and 100 sections.
  private static let mostCommands = 10_000
  private static let mostSections = 255

  let file: FileBytes
  let isWide: Bool
  let machine: Machine
  let fileType: Int
  private(set) var sections: [Section] = []
  private(set) var loading = MachOLoading()
  private(set) var libraries: [String] = []
  private(set) var toolchain: [String] = []
  private(set) var symbolTable: (offset: Int, count: Int, names: Int, nameBytes: Int)?
  private(set) var exportTrie: FileBytes?
  private(set) var fixups: FileBytes?
  private(set) var imageStart: UInt64 = 0

  struct Section {
    var name: String
    var segment: String
    var address: UInt64
    var size: UInt64
    var offset: Int
    var isCode: Bool
  }

  /// Errors: `malformedBinary`.
  init(_ file: FileBytes) throws(PackagingError) {
    guard let magic = file.word(0), magic == 0xfeed_face || magic == 0xfeed_facf, let processor = file.word(4),
      let type = file.word(12), let count = file.word(16), let size = file.word(20)
    else {
      throw .malformedBinary(format: "Mach-O", what: "header", detail: "its \(file.count) bytes hold less than one")
    }
    self.file = file
    isWide = magic == 0xfeed_facf
    machine = Self.machine(processor)
    fileType = type
    guard let commands = file.part(isWide ? 32 : 28, size) else {
      throw .malformedBinary(
        format: "Mach-O", what: "load commands", detail: "their \(size) bytes end past the file's \(file.count)")
    }
    try readCommands(commands, min(count, Self.mostCommands))
  }

  /// <mach/machine.h>: CPU_TYPE_X86, _ARM, _POWERPC; 0x01000000 is their 64-bit form.
  static func machine(_ processor: Int) -> Machine {
    let names = [7: "i686", 0x0100_0007: "x86_64", 12: "armv7l", 0x0100_000c: "aarch64"]
    return names[processor].flatMap(Machine.init(named:))
      ?? Machine(number: -processor, bits: processor & 0x0100_0000 != 0 ? 64 : 32)
  }

  private mutating func readCommands(_ commands: FileBytes, _ count: Int) throws(PackagingError) {
    var place = 0
    for _ in 0..<count {
      guard let kind = commands.word(place), let size = commands.word(place + 4), size >= 8,
        let command = commands.part(place, size)
      else { throw .malformedBinary(format: "Mach-O", what: "load commands", detail: "one ends past all of them") }
      try read(kind, command)
      place += size
    }
  }

  private mutating func read(_ kind: Int, _ command: FileBytes) throws(PackagingError) {
    switch kind {
    case 0x1: try readSegment(command, isWide: false)
    case 0x19: try readSegment(command, isWide: true)
    case 0x2: readSymbolTable(command)
    // LC_LOAD_DYLIB, _WEAK_, _REEXPORT_, _LAZY_ and _UPWARD_.
    case 0xc, 0x8000_0018, 0x8000_001f, 0x20, 0x8000_0023: readLibrary(command, isWeak: kind == 0x8000_0018)
    case 0xd: loading.installName = Self.text(command)
    case 0x8000_001c:
      if let path = Self.text(command), loading.searchPaths.count < 1000 { loading.searchPaths.append(path) }
    case 0x24: (loading.platform, loading.minimum) = (1, command.word(8).map(DottedVersion.init(machO:)))
    case 0x32: readBuildVersion(command)
    case 0x1d: loading.isSigned = command.word(8).flatMap { file.part($0, command.word(12) ?? 0) } != nil
    case 0x22, 0x8000_0022: exportTrie = part(command, 40) ?? exportTrie
    case 0x8000_0033: exportTrie = part(command, 8) ?? exportTrie
    case 0x8000_0034: fixups = part(command, 8) ?? fixups
    default: break
    }
  }

  /// A place in the file and a size; nil where there is nothing, or it lies outside.
  private func part(_ command: FileBytes, _ field: Int) -> FileBytes? {
    guard let offset = command.word(field), let size = command.word(field + 4), size > 0 else { return nil }
    return file.part(offset, size)
  }

  /// An lc_str: where in the command the text begins, at 8.
  private static func text(_ command: FileBytes) -> String? {
    command.word(8).flatMap { offset in
      // The command may end with the text, without a zero byte.
      command.string(offset) ?? command.field(offset, max(0, command.count - offset))
    }?.printable
  }

  private mutating func readLibrary(_ command: FileBytes, isWeak: Bool) {
    guard let name = Self.text(command), libraries.count < 4096 else { return }
    libraries.append(name)
    if isWeak { loading.weakLibraries.insert(name) }
  }

  /// build_version_command: the platform, two versions, and the tools that made it: 1 is clang, 2 swift, 3 ld, 4 lld.
  private mutating func readBuildVersion(_ command: FileBytes) {
    loading.platform = command.word(8)
    loading.minimum = command.word(12).map(DottedVersion.init(machO:))
    let names = [1: "Apple clang", 2: "Swift", 3: "ld64", 4: "lld"]
    for index in 0..<min(command.word(20) ?? 0, 16) {
      guard let tool = command.word(24 + 8 * index), let version = command.word(28 + 8 * index), let name = names[tool]
      else { continue }
      toolchain.append("\(name) \(version >> 16).\(version >> 8 & 0xff)")
    }
  }

  private mutating func readSymbolTable(_ command: FileBytes) {
    guard let offset = command.word(8), let count = command.word(12), let names = command.word(16),
      let bytes = command.word(20)
    else { return }
    symbolTable = (offset, count, names, bytes)
  }

  private mutating func readSegment(_ command: FileBytes, isWide: Bool) throws(PackagingError) {
    guard let name = command.field(8, 16),
      let start = isWide ? command.long(24) : command.word(24).map(UInt64.init),
      let offset = isWide ? command.place(40) : command.word(32),
      let size = isWide ? command.place(48) : command.word(36),
      let count = command.word(isWide ? 64 : 48)
    else { return }
    guard size == 0 || file.part(offset, size) != nil else {
      throw .malformedBinary(
        format: "Mach-O", what: "segment \(name.printable)",
        detail: "its \(size) bytes at \(offset) end past the file's \(file.count)")
    }
    if name == "__TEXT" { imageStart = start }
    for index in 0..<min(count, Self.mostSections) where sections.count < Self.mostSections {
      if let section = Self.section(command, (isWide ? 72 : 56) + (isWide ? 80 : 68) * index, isWide: isWide) {
        sections.append(section)
      }
    }
  }

  /// S_ATTR_PURE_INSTRUCTIONS and S_ATTR_SOME_INSTRUCTIONS. S_ZEROFILL, 1, and its forms for threads and of 4 GB have nothing
  /// in the file.
  private static func section(_ command: FileBytes, _ place: Int, isWide: Bool) -> Section? {
    guard let name = command.field(place, 16), let segment = command.field(place + 16, 16),
      let address = isWide ? command.long(place + 32) : command.word(place + 32).map(UInt64.init),
      let size = isWide ? command.long(place + 40) : command.word(place + 36).map(UInt64.init),
      let offset = command.word(place + (isWide ? 48 : 40)), let flags = command.word(place + (isWide ? 64 : 56))
    else { return nil }
    let isEmpty = [1, 12, 18].contains(flags & 0xff)
    return Section(
      name: name, segment: segment, address: address, size: size, offset: isEmpty ? 0 : offset,
      isCode: flags & 0x8000_0400 != 0)
  }

  func section(of address: UInt64) -> Section? {
    sections.first { address >= $0.address && address - $0.address < $0.size }
  }

  /// Nil of one that has nothing in the file.
  func content(of section: Section) -> FileBytes? {
    guard section.offset > 0, let size = Int(exactly: section.size) else { return nil }
    return file.part(section.offset, size)
  }
}

extension DottedVersion {
  /// `xxxx.yy.zz` in nibbles; the third number is let go.
  init(machO number: Int) { self.init(number >> 16, number >> 8 & 0xff) }
}
