import CElf

/// What an ELF file tells of its making: its compilers, the crates in it, its constant strings, how much of it is
/// debugging information.
package struct ELFNotes: Sendable, Equatable {
  package private(set) var strings = BinaryStrings()
  /// `GCC 10.2.1`, in the order of `.comment`.
  package private(set) var toolchain: [String] = []
  /// What cargo-auditable lists; nil where there is no such list.
  package private(set) var auditedCrates: [Crate]?
  package private(set) var hasDamagedAudit = false
  /// Of the file.
  package var fileBytes = 0
  /// In its constant strings; without the file's path.
  package private(set) var secrets: [Secret] = []
  /// Bytes in the file of all `.debug_` sections.
  package private(set) var debugBytes = 0
  /// Sections that were read: a second one of a name is no linker's work, and thousands would take hours.
  private var seen: Set<String> = []

  /// Sections whose names and folders debugging information refers to, uncompressed.
  private static let debugStrings: Set<String> = [".debug_str", ".debug_line_str"]

  init() {}

  mutating func take(_ section: OpaquePointer, _ header: GElf_Shdr, _ name: String) {
    if name.hasPrefix(".debug_") || name.hasPrefix(".zdebug_"), header.sh_type != SHT_NOBITS {
      debugBytes = debugBytes.addingReportingOverflow(Int(clamping: header.sh_size)).partialValue
    }
    let isWanted = [".rodata", ".comment", AuditableSection.name].contains(name) || Self.debugStrings.contains(name)
    guard isWanted, header.sh_type != SHT_NOBITS, header.sh_flags & UInt64(SHF_COMPRESSED) == 0,
      seen.insert(name).inserted, let data = elf_rawdata(section, nil)?.pointee, let start = data.d_buf
    else { return }
    read(name, UnsafeRawBufferPointer(start: start, count: data.d_size))
  }

  private mutating func read(_ name: String, _ bytes: UnsafeRawBufferPointer) {
    switch name {
    case ".comment": toolchain = Self.toolchain(bytes)
    case AuditableSection.name:
      auditedCrates = AuditableSection.crates(bytes)
      hasDamagedAudit = auditedCrates == nil
    case ".rodata":
      strings.search(bytes)
      secrets = SecretSearch.secrets(in: bytes, member: "", isText: false)
    default: strings.search(bytes, of: .debugging)
    }
  }

  /// C strings, one for each compiler and linker; a link of thousands of objects has each once.
  private static func toolchain(_ bytes: UnsafeRawBufferPointer) -> [String] {
    var found: [String] = []
    for note in bytes.prefix(1 << 16).split(separator: 0).prefix(1000) {
      let text = ToolchainNote(String(decoding: note.prefix(200), as: UTF8.self))?.text.printable
      if let text, !found.contains(text) { found.append(text) }
    }
    return found
  }
}
