import CElf

/// The version tables of a dynamic object: LSB 5.0 Core, 10.7 (`.gnu.version_r`, `.gnu.version_d`).
struct SymbolVersions {
  /// Versions asked of each library.
  private(set) var required: [String: [ELFFile.RequiredVersion]] = [:]
  /// By the 15-bit index that `.gnu.version` holds for each symbol.
  private(set) var names: [UInt16: String] = [:]
  /// glibc itself defines under 100 versions; a hostile chain is long and overlaps itself.
  private var budget = 1 << 13

  init(_ dynamic: DynamicTable) {
    readRequired(dynamic)
    readDefined(dynamic)
  }

  private mutating func readRequired(_ dynamic: DynamicTable) {
    guard let address = dynamic.value(DT_VERNEED), let count = dynamic.value(DT_VERNEEDNUM),
      let data = dynamic.image.chunk(at: address, as: ELF_T_VNEED)
    else { return }
    var offset: Int32 = 0
    var need = GElf_Verneed()
    for _ in 0..<min(count, 1 << 13) {
      guard gelf_getverneed(data, offset, &need) != nil, spend() else { return }
      let library = dynamic.string(at: UInt64(need.vn_file)) ?? "?"
      readVersions(of: library, need, from: data, at: offset, dynamic)
      guard need.vn_next != 0, let next = Self.advance(offset, by: need.vn_next) else { return }
      offset = next
    }
  }

  private mutating func readVersions(
    of library: String, _ need: GElf_Verneed, from data: UnsafeMutablePointer<Elf_Data>, at start: Int32,
    _ dynamic: DynamicTable
  ) {
    var version = GElf_Vernaux()
    var offset = Self.advance(start, by: need.vn_aux)
    for _ in 0..<need.vn_cnt {
      guard let at = offset, gelf_getvernaux(data, at, &version) != nil, spend() else { return }
      if let name = dynamic.string(at: UInt64(version.vna_name)) {
        let isWeak = Int32(version.vna_flags) & VER_FLG_WEAK != 0
        required[library, default: []].append(ELFFile.RequiredVersion(name: name, isWeak: isWeak))
        names[version.vna_other & 0x7fff] = name
      }
      guard version.vna_next != 0 else { return }
      offset = Self.advance(at, by: version.vna_next)
    }
  }

  private mutating func readDefined(_ dynamic: DynamicTable) {
    guard let address = dynamic.value(DT_VERDEF), let count = dynamic.value(DT_VERDEFNUM),
      let data = dynamic.image.chunk(at: address, as: ELF_T_VDEF)
    else { return }
    var offset: Int32 = 0
    var definition = GElf_Verdef()
    var name = GElf_Verdaux()
    for _ in 0..<min(count, 1 << 13) {
      guard gelf_getverdef(data, offset, &definition) != nil, spend() else { return }
      if let at = Self.advance(offset, by: definition.vd_aux), gelf_getverdaux(data, at, &name) != nil {
        names[definition.vd_ndx & 0x7fff] = dynamic.string(at: UInt64(name.vda_name))
      }
      guard definition.vd_next != 0, let next = Self.advance(offset, by: definition.vd_next) else { return }
      offset = next
    }
  }

  private mutating func spend() -> Bool {
    budget -= 1
    return budget > 0
  }

  private static func advance(_ offset: Int32, by distance: UInt32) -> Int32? {
    Int32(exactly: Int64(offset) + Int64(distance))
  }
}
