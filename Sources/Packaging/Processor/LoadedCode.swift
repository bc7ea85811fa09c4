import CDecode
import CElf

/// The x86-64 code of a shared object, and what its calls into other libraries are called.
struct LoadedCode {
  /// Where a call or a jump ends up.
  enum Destination: Equatable {
    case inside(UInt64)
    /// Another library's, by its symbol.
    case imported(String)
    /// By an address that only a run would tell.
    case unknown
  }

  private enum Slot {
    case inside(UInt64)
    case imported(name: UInt64)
  }

  /// R_X86_64_64, GLOB_DAT, JUMP_SLOT and IRELATIVE: x86-64 psABI, table 4.9.
  private static let (absolute, data, function, resolved): (UInt32, UInt32, UInt32, UInt32) = (1, 6, 7, 37)
  private static let mostSlots = 1 << 16

  let image: MappedImage
  private let symbols: UnsafeRawBufferPointer?
  private let names: UInt64?
  private var slots: [UInt64: Slot] = [:]
  /// The loader calls functions of it that choose others by the processor (STT_GNU_IFUNC).
  private(set) var hasResolvers = false

  init(_ image: MappedImage, _ dynamic: DynamicTable) {
    self.image = image
    symbols = dynamic.value(DT_SYMTAB).flatMap { image.bytes(at: $0) }
    names = dynamic.value(DT_STRTAB)
    // The relative ones come first (DT_RELACOUNT) and have no names.
    read(dynamic.value(DT_RELA), dynamic.value(DT_RELASZ), from: dynamic.value(DT_RELACOUNT) ?? 0)
    read(dynamic.value(DT_JMPREL), dynamic.value(DT_PLTRELSZ), from: 0)
  }

  /// Elf64_Rela: r_offset, r_info, r_addend; gABI chapter 4, "Relocation".
  private mutating func read(_ table: UInt64?, _ size: UInt64?, from first: UInt64) {
    guard let table, let size, let bytes = image.bytes(at: table) else { return }
    let end = min(bytes.count, Int(clamping: size)) - 23
    let (start, overflow) = Int(clamping: first).multipliedReportingOverflow(by: 24)
    guard !overflow, start < end else { return }
    for offset in stride(from: start, to: end, by: 24) where slots.count < Self.mostSlots {
      let place = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let kind = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      switch UInt32(truncatingIfNeeded: kind) {
      case Self.resolved: hasResolvers = true
      case Self.absolute, Self.data, Self.function: take(symbol: Int(kind >> 32), at: place)
      default: break
      }
    }
  }

  /// Elf64_Sym: st_name, st_info at 4, st_shndx at 6, st_value at 8.
  private mutating func take(symbol index: Int, at place: UInt64) {
    let start = index * 24
    guard let symbols, start <= symbols.count - 24, let names else { return }
    let name = symbols.loadUnaligned(fromByteOffset: start, as: UInt32.self)
    if Int32(symbols[start + 4] & 15) == STT_GNU_IFUNC { hasResolvers = true }
    if symbols.loadUnaligned(fromByteOffset: start + 6, as: UInt16.self) == 0 {
      slots[place] = .imported(name: names &+ UInt64(name))
    } else {
      slots[place] = .inside(symbols.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self))
    }
  }
}

extension LoadedCode {
  /// Longer ones are C++'s, of which no rule speaks.
  private static let longestName = 255

  /// What the loader writes at a place: the address of something here, or of something in another library.
  func destination(at place: UInt64) -> Destination {
    switch slots[place] {
    case .inside(let address): .inside(address)
    case .imported(let name): image.string(at: name, most: Self.longestName).map(Destination.imported) ?? .unknown
    case nil: .unknown
    }
  }

  /// Nil where there is no code.
  func instruction(at address: UInt64) -> harness_instruction? {
    guard let bytes = image.code(at: address), let start = bytes.baseAddress else { return nil }
    let instruction = harness_decode(start.assumingMemoryBound(to: UInt8.self), min(bytes.count, 15))
    return instruction.length == 0 ? nil : instruction
  }
}
