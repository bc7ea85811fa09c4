extension ForeignImage {
  /// Of each slice of a Mach-O file. Errors: `malformedBinary`.
  static func machO(_ bytes: UnsafeRawBufferPointer) throws(PackagingError) -> [ForeignImage] {
    var images: [ForeignImage] = []
    for slice in try MachOSlices.slices(FileBytes(bytes)) { images.append(try ForeignImage(machO: slice)) }
    return images
  }

  private init(machO file: FileBytes) throws(PackagingError) {
    let reader = try MachOReader(file)
    let told = try MachOSymbols(reader)
    self.init(machine: reader.machine, type: reader.type, system: .macOS(reader.loading))
    needed = reader.libraries
    symbols = told.symbols
    tellsSymbols = told.isTold
    isStripped = !told.hasLocals
    for section in reader.sections { take(section, reader) }
    notes.toolchain = reader.toolchain
    readDeclaredNodeAPI { address in
      guard let section = reader.section(of: address), let content = reader.content(of: section) else { return nil }
      let start = Int(address - section.address)
      return content.part(start, min(32, content.count - start))
    }
    notes.fileBytes = file.count
    allocators = strings.allocators(with: symbols)
  }

  /// Text of C is in `__cstring`, of Rust in `__const`; debugging information is mostly in a file of its own.
  private mutating func take(_ section: MachOReader.Section, _ reader: MachOReader) {
    guard let content = reader.content(of: section) else { return }
    if section.segment == "__DWARF" { notes.debugBytes += content.count }
    notes.take(
      section: section.name, content.bytes,
      isConstant: section.segment == "__TEXT" && ["__const", "__cstring"].contains(section.name))
  }
}

extension MachOReader {
  /// MH_DYLIB is 6, MH_BUNDLE 8, MH_EXECUTE 2.
  fileprivate var type: ELFFile.FileType {
    switch fileType {
    case 6, 8: .sharedObject
    case 2: .program
    default: .other
    }
  }
}

/// The slices of a universal file, or the file itself: <mach-o/fat.h>, whose numbers are big-endian.
enum MachOSlices {
  /// There are under 10 processors that macOS ever ran on.
  private static let most = 16

  static func slices(_ file: FileBytes) throws(PackagingError) -> [FileBytes] {
    guard let magic = file.word(0)?.byteSwapped32, magic == 0xcafe_babe || magic == 0xcafe_babf else { return [file] }
    let isWide = magic == 0xcafe_babf
    guard let count = file.word(4)?.byteSwapped32, (1...most).contains(count) else {
      throw .malformedBinary(format: "Mach-O", what: "list of slices", detail: "it has none, or more than \(most)")
    }
    var slices: [FileBytes] = []
    for index in 0..<count {
      let place = 8 + index * (isWide ? 32 : 20)
      guard let slice = slice(file, place, isWide: isWide) else {
        throw .malformedBinary(
          format: "Mach-O", what: "slice \(index + 1) of \(count)",
          detail: "it ends past the file's \(file.count) bytes")
      }
      slices.append(slice)
    }
    return slices
  }

  private static func slice(_ file: FileBytes, _ place: Int, isWide: Bool) -> FileBytes? {
    let offset =
      isWide ? file.long(place + 8).flatMap { Int(exactly: $0.byteSwapped) } : file.word(place + 8)?.byteSwapped32
    let size =
      isWide ? file.long(place + 16).flatMap { Int(exactly: $0.byteSwapped) } : file.word(place + 12)?.byteSwapped32
    guard let offset, let size else { return nil }
    return file.part(offset, size)
  }
}

extension Int {
  /// Of a number of 32 bits.
  fileprivate var byteSwapped32: Int { Int(UInt32(truncatingIfNeeded: self).byteSwapped) }
}
