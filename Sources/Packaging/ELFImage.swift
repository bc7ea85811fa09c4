import CElf
import Foundation

/// An open libelf descriptor, and the bounded ways of looking into it; every offset in the file is taken for a lie.
struct ELFImage {
  let elf: OpaquePointer
  let header: GElf_Ehdr
  let size: UInt64
  let segments: [GElf_Phdr]

  /// No symbol, library or section that a loader accepts has a longer name; longer ones are cut off unread.
  static let longestName = 4096

  init(_ elf: OpaquePointer) throws(PackagingError) {
    var size = 0
    guard elf_kind(elf) == ELF_K_ELF, let bytes = elf_rawfile(elf, &size) else {
      let begins = elf_rawfile(elf, &size).map { hexadecimal(UnsafeRawBufferPointer(start: $0, count: min(size, 4))) }
      throw .notAnELF(begins: begins ?? "nothing")
    }
    var header = GElf_Ehdr()
    guard gelf_getehdr(elf, &header) != nil, bytes[0] == 0x7f else {
      throw .malformedELF(what: "header", detail: "its \(size) bytes hold less than a header")
    }
    self.elf = elf
    self.header = header
    self.size = UInt64(size)
    segments = try Self.segments(of: elf, header: header, size: UInt64(size))
    try checkExtent()
  }

  private static func segments(
    of elf: OpaquePointer, header: GElf_Ehdr, size: UInt64
  ) throws(PackagingError) -> [GElf_Phdr] {
    let (length, overflow) = UInt64(header.e_phnum).multipliedReportingOverflow(by: UInt64(header.e_phentsize))
    guard !overflow, header.e_phoff <= size, length <= size - header.e_phoff else {
      throw .malformedELF(what: "program header table", detail: "it ends past the file's \(size) bytes")
    }
    return (0..<Int32(header.e_phnum)).compactMap { index in
      var segment = GElf_Phdr()
      return gelf_getphdr(elf, index, &segment) == nil ? nil : segment
    }
  }

  private func checkExtent() throws(PackagingError) {
    for segment in segments where segment.p_type == PT_LOAD && !holds(segment.p_offset, segment.p_filesz) {
      throw .malformedELF(
        what: "segment at \(segment.p_offset)", detail: "its \(segment.p_filesz) bytes end past the file's \(size)")
    }
    let table = UInt64(header.e_shnum) * UInt64(header.e_shentsize)
    guard header.e_shoff == 0 || holds(header.e_shoff, table) else {
      throw .malformedELF(
        what: "section header table", detail: "it is at \(header.e_shoff), past the file's \(size) bytes")
    }
  }

  func holds(_ offset: UInt64, _ length: UInt64) -> Bool { offset <= size && length <= size - offset }

  /// The file's bytes at an address that a loader would map, to the end of their segment.
  func chunk(at address: UInt64, length: UInt64? = nil, as type: Elf_Type) -> UnsafeMutablePointer<Elf_Data>? {
    for segment in segments where segment.p_type == PT_LOAD && address >= segment.p_vaddr {
      let into = address - segment.p_vaddr
      guard into < segment.p_filesz else { continue }
      let length = min(length ?? .max, segment.p_filesz - into)
      return chunk(offset: segment.p_offset + into, length: length, as: type)
    }
    return nil
  }

  func chunk(offset: UInt64, length: UInt64, as type: Elf_Type) -> UnsafeMutablePointer<Elf_Data>? {
    guard length > 0, holds(offset, length) else { return nil }
    return elf_getdata_rawchunk(elf, Int64(offset), Int(length), type)
  }

  /// No linker makes a shared object of more sections.
  private static let mostSections = 1 << 16

  /// Calls `body` with each section that lies in the file, and its name.
  func forEachSection(_ body: (OpaquePointer, GElf_Shdr, String) -> Void) {
    var index = 0
    let names = elf_getshdrstrndx(elf, &index) == 0 ? elf_getscn(elf, index).flatMap { elf_rawdata($0, nil) } : nil
    var section = elf_nextscn(elf, nil)
    var count = 0
    while let current = section, count < Self.mostSections {
      count += 1
      var header = GElf_Shdr()
      if gelf_getshdr(current, &header) != nil, header.sh_type == SHT_NOBITS || holds(header.sh_offset, header.sh_size)
      {
        body(current, header, names.flatMap { string(in: $0, at: UInt64(header.sh_name)) } ?? "")
      }
      section = elf_nextscn(elf, current)
    }
  }

  /// The C string at `offset` of a string table; nil where it lies outside or is longer than `longestName`.
  ///
  /// elf_strptr(3) walks to the end of the table for each call, which a hostile table makes quadratic.
  func string(in table: UnsafeMutablePointer<Elf_Data>, at offset: UInt64) -> String? {
    guard let buffer = table.pointee.d_buf, offset < table.pointee.d_size else { return nil }
    let start = buffer + Int(offset)
    let limit = min(table.pointee.d_size - Int(offset), Self.longestName)
    guard let end = memchr(start, 0, limit) else { return nil }
    return String(
      decoding: UnsafeRawBufferPointer(start: start, count: end - UnsafeMutableRawPointer(start)), as: UTF8.self)
  }
}

/// `7f 45 4c 46`: the first bytes of something that is not what it should be.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef")
  return bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: " ")
}
