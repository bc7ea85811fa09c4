import CElf

/// The dynamic section as the loader sees it: through the program headers, which survive stripping.
struct DynamicTable {
  /// Real tables have under 200 entries; each of a hostile one's could name a library of 4 KiB.
  private static let mostEntries: Int32 = 4096

  let image: ELFImage
  private var entries: [(tag: Int64, value: UInt64)] = []
  private var strings: UnsafeMutablePointer<Elf_Data>?

  init(_ image: ELFImage) {
    self.image = image
    guard let segment = image.segments.first(where: { $0.p_type == PT_DYNAMIC }),
      let data = image.chunk(offset: segment.p_offset, length: segment.p_filesz, as: ELF_T_DYN)
    else { return }
    var entry = GElf_Dyn()
    var index: Int32 = 0
    while index < Self.mostEntries, gelf_getdyn(data, index, &entry) != nil, entry.d_tag != DT_NULL {
      entries.append((entry.d_tag, entry.d_un.d_val))
      index += 1
    }
    strings = value(DT_STRTAB).flatMap { image.chunk(at: $0, length: value(DT_STRSZ), as: ELF_T_BYTE) }
  }

  func value(_ tag: Int32) -> UInt64? { entries.first { $0.tag == Int64(tag) }?.value }

  func string(_ tag: Int32) -> String? { value(tag).flatMap(string(at:)) }

  func strings(_ tag: Int32) -> [String] { entries.filter { $0.tag == Int64(tag) }.compactMap { string(at: $0.value) } }

  func string(at offset: UInt64) -> String? { strings.flatMap { image.string(in: $0, at: offset) } }

  /// DF_1_PIE: a position-independent program, not a library (Solaris and GNU extension to DT_FLAGS_1).
  var isProgram: Bool { (value(DT_FLAGS_1) ?? 0) & UInt64(DF_1_PIE) != 0 }
}
