import Model

/// What a wheel says of itself, and what is in it; nothing of it was run or written to disk.
package struct Wheel: Sendable, Equatable {
  /// The last component of its path.
  package var fileName: String
  /// Nil where the file name isn't a wheel's.
  package var file: WheelFile?
  /// Bytes of the archive.
  package var size: Int
  package var members: [ArchiveMember]
  /// The `.dist-info` folders at the top, without a slash.
  package var distInfos: [String]
  /// METADATA, WHEEL and RECORD of the first `.dist-info`; nil where there is none.
  package var metadata: HeaderBlock?
  package var wheel: HeaderBlock?
  package var record: RecordFile?
  package var binaries: [Binary]
  /// Files of macOS and Windows, and modules that Emscripten links into Python.
  package var foreign: [ForeignBinary] = []
  /// WebAssembly that stands by itself, which Python doesn't load: for an engine that some package brings.
  package var modules: [BareModule] = []
  package var notes: PackageNotes
  /// What was found wrong while the archive was being read: damage, encryption, a bomb.
  package var damage: [Defect]
  /// What its stubs say of its extension modules.
  package var stubs: [ExtensionStubs] = []
  /// Generated modules that load one of its libraries by UniFFI's rules.
  package var uniFFI: [UniFFIBindings] = []

  /// An ELF file in the wheel.
  package struct Binary: Sendable, Equatable {
    package var path: String
    package var elf: ELFFile
  }
}

/// One member of an archive, read to its end but not kept.
package struct ArchiveMember: Sendable, Equatable {
  package enum Kind: String, Sendable { case file, directory, symlink, hardlink, special }
  /// What its first bytes say it is.
  package enum Format: String, Sendable { case elf, machO = "Mach-O", windows = "Windows PE", wasm, other }

  /// As stored; bytes that aren't UTF-8 read U+FFFD.
  package var path: String
  package var isUTF8: Bool
  package var kind: Kind
  package var mode: UInt32
  package var isEncrypted: Bool
  package var size: Int
  /// 64 hexadecimal digits; nil where the content could not be read to its end.
  package var sha256: String?
  package var format: Format
}

extension Wheel {
  /// The tags of the file name, or of WHEEL where the file name has none.
  package var tags: [WheelTag] {
    file?.tags ?? wheel?.values("Tag").compactMap { WheelTag.expand($0) }.flatMap(\.self) ?? []
  }

  /// Extension modules: shared objects that Python imports by name.
  package var extensionModules: [ExtensionModule] { binaries.compactMap(ExtensionModule.init) }
}
