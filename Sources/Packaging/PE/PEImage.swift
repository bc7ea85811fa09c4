extension ForeignImage {
  /// Of a PE file; nil where the bytes only begin like one.
  init?(pe bytes: UnsafeRawBufferPointer) throws(PackagingError) {
    guard let reader = try PEReader(FileBytes(bytes)) else { return nil }
    let imports = try reader.imports()
    self.init(
      machine: reader.machine, type: reader.isLibrary ? .sharedObject : .program,
      system: .windows(PELoading(reader, imports)))
    needed = imports.map(\.library)
    symbols =
      try reader.exports()
      + imports.flatMap(\.names).map { name in
        ELFFile.DynamicSymbol(name: name, isDefined: false, isFunction: true)
      }
    tellsSymbols = true
    isStripped = !reader.sections.contains { $0.name == ".debug_info" }
    for section in reader.sections { take(section, reader) }
    let (major, minor) = reader.linker
    // 2.x is GNU ld's, or rust-lld's MinGW form of it; Microsoft's has the version of Visual C++.
    if major >= 9 { notes.toolchain = ["Microsoft linker \(major).\(minor)"] }
    readDeclaredNodeAPI { address in
      Int(exactly: address).flatMap(reader.offset).flatMap { reader.file.part($0, min(32, reader.file.count - $0)) }
    }
    allocators = strings.allocators(with: symbols)
  }

  private mutating func take(_ section: PEReader.Section, _ reader: PEReader) {
    guard let content = reader.content(of: section) else { return }
    if section.name.hasPrefix(".debug_") { notes.debugBytes += content.count }
    notes.take(section: section.name, content.bytes, isConstant: section.name == ".rdata")
  }
}

extension PELoading {
  fileprivate init(_ reader: PEReader, _ imports: [PEReader.Import]) {
    delayed = Set(imports.filter(\.isDelayed).map(\.library))
    let flags = reader.characteristics
    (isRelocated, forbidsDataExecution, guardsControlFlow) = (
      flags & 0x40 != 0, flags & 0x100 != 0, flags & 0x4000 != 0
    )
    minimum = reader.subsystem
    isManaged = reader.directory(.managed) != nil
    isSigned = reader.directory(.certificates) != nil
  }
}

extension PEReader {
  /// "Machine Types": I386, AMD64, ARMNT, ARM64; ARM64EC files have AMD64's number.
  fileprivate var machine: Machine {
    let names = [0x14c: "i686", 0x8664: "x86_64", 0x1c4: "armv7l", 0xaa64: "aarch64"]
    return names[machineNumber].flatMap(Machine.init(named:)) ?? Machine(number: -machineNumber, bits: isWide ? 64 : 32)
  }
}
