import CElf

/// A 64-bit little-endian ELF file as a loader maps it, with the pointers that it writes into the data.
struct MappedImage {
  private struct Segment {
    var start: UInt64
    var bytes: UnsafeRawBufferPointer
    var isCode: Bool
  }

  /// Linkers make under ten segments to be loaded; libtorch has under 600,000 relocations.
  private static let mostSegments = 64
  private static let mostPointers = 1 << 20

  private let segments: [Segment]
  /// Where the loader writes an address of this file, in rising order, and which.
  private(set) var pointers: [(place: UInt64, target: UInt64)] = []

  /// Nil for other files, and for those that no linker makes.
  init?(_ image: ELFImage, _ dynamic: DynamicTable, machine: Machine) {
    var size = 0
    guard gelf_getclass(image.elf) == ELFCLASS64, image.header.e_ident.5 == UInt8(ELFDATA2LSB),
      let start = elf_rawfile(image.elf, &size), let kinds = RelocationKinds(machine)
    else { return nil }
    let file = UnsafeRawBufferPointer(start: start, count: size)
    let loaded = image.segments.filter { $0.p_type == PT_LOAD && image.holds($0.p_offset, $0.p_filesz) }
    guard loaded.count <= Self.mostSegments else { return nil }
    segments = loaded.map {
      let bytes = UnsafeRawBufferPointer(rebasing: file[Int($0.p_offset)..<Int($0.p_offset + $0.p_filesz)])
      return Segment(start: $0.p_vaddr, bytes: bytes, isCode: $0.p_flags & UInt32(PF_X) != 0)
    }
    readRelocations(dynamic, kinds)
    readRelativeRelocations(dynamic)
    if !zip(pointers, pointers.dropFirst()).allSatisfy({ $0.place < $1.place }) { sort() }
  }

  private mutating func sort() {
    pointers.sort { $0.place < $1.place }
    var kept: [(place: UInt64, target: UInt64)] = []
    for pointer in pointers where kept.last?.place != pointer.place { kept.append(pointer) }
    pointers = kept
  }

  /// Elf64_Rela: r_offset, r_info, r_addend; gABI chapter 4, "Relocation".
  private mutating func readRelocations(_ dynamic: DynamicTable, _ kinds: RelocationKinds) {
    guard let table = dynamic.value(DT_RELA), let size = dynamic.value(DT_RELASZ), let bytes = bytes(at: table) else {
      return
    }
    let symbols = dynamic.value(DT_SYMTAB).flatMap { self.bytes(at: $0) }
    for offset in stride(from: 0, to: min(bytes.count, Int(clamping: size)) - 23, by: 24) {
      guard pointers.count < Self.mostPointers else { return }
      let place = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let kind = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      let addend = bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self)
      if UInt32(truncatingIfNeeded: kind) == kinds.relative {
        pointers.append((place, addend))
      } else if UInt32(truncatingIfNeeded: kind) == kinds.absolute, let symbols,
        let value = Self.value(ofSymbol: Int(kind >> 32), symbols)
      {
        pointers.append((place, value &+ addend))
      }
    }
  }

  /// Elf64_Sym: st_shndx is at 6 and st_value at 8; an imported symbol has no address here.
  private static func value(ofSymbol index: Int, _ symbols: UnsafeRawBufferPointer) -> UInt64? {
    let (start, overflow) = index.multipliedReportingOverflow(by: 24)
    guard !overflow, start <= symbols.count - 24,
      symbols.loadUnaligned(fromByteOffset: start + 6, as: UInt16.self) != 0
    else { return nil }
    return symbols.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)
  }

  /// DT_RELR: an even word is a place, an odd one has a bit for each of the 63 words behind it; gABI, "Relative Relocation
  /// Table". What is added to is in the place itself.
  private mutating func readRelativeRelocations(_ dynamic: DynamicTable) {
    guard let table = dynamic.value(DT_RELR), let size = dynamic.value(DT_RELRSZ), let bytes = bytes(at: table) else {
      return
    }
    var place: UInt64 = 0
    for offset in stride(from: 0, to: min(bytes.count, Int(clamping: size)) - 7, by: 8) {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if word & 1 == 0 {
        add(word)
        place = word &+ 8
      } else {
        for bit in 0..<63 where word >> UInt64(bit + 1) & 1 != 0 { add(place &+ UInt64(bit) &* 8) }
        place &+= 63 * 8
      }
    }
  }

  private mutating func add(_ place: UInt64) {
    guard pointers.count < Self.mostPointers, let target = word(at: place) else { return }
    pointers.append((place, target))
  }
}

extension MappedImage {
  private func segment(of address: UInt64) -> Segment? {
    segments.first { address >= $0.start && address - $0.start < UInt64($0.bytes.count) }
  }

  /// From the address to the end of its segment.
  func bytes(at address: UInt64) -> UnsafeRawBufferPointer? {
    segment(of: address).map { UnsafeRawBufferPointer(rebasing: $0.bytes[Int(address - $0.start)...]) }
  }

  func isCode(_ address: UInt64) -> Bool { segment(of: address)?.isCode == true }

  /// From the address to the end of its segment, where that may be run.
  func code(at address: UInt64) -> UnsafeRawBufferPointer? {
    segment(of: address).flatMap { segment in
      segment.isCode ? UnsafeRawBufferPointer(rebasing: segment.bytes[Int(address - segment.start)...]) : nil
    }
  }

  /// Of the segments that may be run, or of the others.
  func content(ofCode isCode: Bool) -> [UnsafeRawBufferPointer] { segments.filter { $0.isCode == isCode }.map(\.bytes) }

  /// Linkers before 2018 put constants beside the code.
  var contents: [UnsafeRawBufferPointer] { segments.map(\.bytes) }

  func word(at address: UInt64) -> UInt64? {
    bytes(at: address).flatMap { $0.count < 8 ? nil : $0.loadUnaligned(as: UInt64.self) }
  }

  func half(at address: UInt64) -> UInt32? {
    bytes(at: address).flatMap { $0.count < 4 ? nil : $0.loadUnaligned(as: UInt32.self) }
  }

  /// The pointer that the loader writes at a place.
  func pointer(at place: UInt64) -> UInt64? {
    var (low, high) = (0, pointers.count)
    while low < high {
      let middle = (low + high) / 2
      if pointers[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return low < pointers.count && pointers[low].place == place ? pointers[low].target : nil
  }

  /// The C string at an address, of at most `most` bytes; nil where it has no end there or is no UTF-8.
  func string(at address: UInt64, most: Int) -> String? {
    guard let bytes = bytes(at: address)?.prefix(most + 1), let end = bytes.firstIndex(of: 0) else { return nil }
    return String(validating: bytes[..<end], as: UTF8.self)
  }

  /// The same where it is a name, or names with dots between them; looked at before anything is copied.
  func name(at address: UInt64) -> String? {
    guard let bytes = bytes(at: address)?.prefix(256), let end = bytes.firstIndex(where: { !Self.isNamePart($0) }),
      bytes[end] == 0, end > 0, !(0x30...0x39).contains(bytes[0])
    else { return nil }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  static func isNamePart(_ byte: UInt8) -> Bool {
    isASCIIAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }
}

/// Numbers of the relocations that write an address: the processors' supplements of the ABI, "Relocation Types".
private struct RelocationKinds {
  var relative: UInt32
  var absolute: UInt32

  init?(_ machine: Machine) {
    switch machine.description {
    case "x86_64": (relative, absolute) = (8, 1)
    case "aarch64": (relative, absolute) = (1027, 257)
    case "riscv64": (relative, absolute) = (3, 2)
    default: return nil
    }
  }
}
