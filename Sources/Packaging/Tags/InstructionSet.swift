import CElf

/// The x86-64 level that an ELF file says it can't run below: GNU_PROPERTY_X86_ISA_1_NEEDED, which `ld -z x86-64-v3` writes.
///
/// x86-64 psABI, "Program Property"; from 2.33 on glibc refuses to load the file on a processor that hasn't the level.
struct InstructionSet {
  private static let programProperty: UInt32 = 5
  private static let needed: UInt32 = 0xc000_8002
  /// A file has one such note of under 100 bytes.
  private static let mostBytes: UInt64 = 1 << 16

  private let image: ELFImage
  private let alignment: Int

  init(_ image: ELFImage) {
    self.image = image
    alignment = gelf_getclass(image.elf) == ELFCLASS64 ? 8 : 4
  }

  /// 2 of x86-64-v2; nil where the file says nothing of it, or only that it is for any x86-64.
  var level: Int? {
    guard Int32(image.header.e_machine) == EM_X86_64 else { return nil }
    // The few first: a file may have as many segments as there is room for.
    let notes = image.segments.filter { $0.p_type == PT_NOTE }.prefix(16)
    return notes.compactMap { level(in: $0) }.max()
  }

  private func level(in segment: GElf_Phdr) -> Int? {
    guard
      let data = image.chunk(
        offset: segment.p_offset, length: min(segment.p_filesz, Self.mostBytes), as: ELF_T_BYTE)?.pointee,
      let start = data.d_buf
    else { return nil }
    return level(inNotes: UnsafeRawBufferPointer(start: start, count: data.d_size))
  }

  /// Elf64_Nhdr: sizes of the name and of the description, the type; gABI chapter 5, "Note Section".
  private func level(inNotes bytes: UnsafeRawBufferPointer) -> Int? {
    var offset = 0
    while let name = word(bytes, offset), let size = word(bytes, offset + 4), let type = word(bytes, offset + 8) {
      let start = offset + 12 + Self.aligned(Int(name), 4)
      guard start <= bytes.count, Int(size) <= bytes.count - start else { return nil }
      if type == Self.programProperty, name == 4, bytes[(offset + 12)..<(offset + 16)].elementsEqual("GNU\0".utf8) {
        return level(inProperties: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + Int(size))]))
      }
      offset = start + Self.aligned(Int(size), alignment)
    }
    return nil
  }

  private func level(inProperties bytes: UnsafeRawBufferPointer) -> Int? {
    var offset = 0
    while let type = word(bytes, offset), let size = word(bytes, offset + 4) {
      if type == Self.needed, size == 4, let levels = word(bytes, offset + 8) {
        return [(8, 4), (4, 3), (2, 2)].first { levels & $0.0 != 0 }?.1
      }
      offset += 8 + Self.aligned(Int(size), alignment)
    }
    return nil
  }

  private func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32? {
    guard offset >= 0, offset <= bytes.count - 4 else { return nil }
    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private static func aligned(_ size: Int, _ alignment: Int) -> Int { (size + alignment - 1) / alignment * alignment }
}
