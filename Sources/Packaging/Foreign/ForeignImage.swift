/// A binary of macOS, Windows or Emscripten, by its path in the package.
package struct ForeignBinary: Sendable, Equatable {
  package var path: String
  package var format: ArchiveMember.Format
  /// Of a universal Mach-O file, one for each processor; of another, one.
  package var images: [ForeignImage]
}

/// What the loaders of macOS, Windows and Emscripten are told by one file, or one slice of it.
package struct ForeignImage: NativeImage, Equatable {
  package var machine: Machine
  package var type: ELFFile.FileType
  /// Install names of libraries on macOS, file names of DLLs on Windows.
  package var needed: [String] = []
  package var symbols: [ELFFile.DynamicSymbol] = []
  package var tellsSymbols = false
  package var notes = ForeignNotes()
  /// Allocators that the file carries itself.
  package var allocators: [String] = []
  package var isStripped = true
  /// What `node_api_module_get_api_version_v1` returns, where it is there and returns a constant.
  package var declaredNodeAPI: Int?
  /// Of the texts that were sought in all of the file, those that are nowhere; nil where it is too large to be searched.
  package var absentTexts: Set<String>?
  /// The tables of functions are read of ELF alone.
  package var pythonMethods: [PythonMethod] { [] }
  package var system: System

  package enum System: Sendable, Equatable {
    case macOS(MachOLoading)
    case windows(PELoading)
    case emscripten(EmscriptenLoading)
  }

  package var strings: BinaryStrings { notes.strings }
  package var toolchain: [String] { notes.toolchain }
}

extension ForeignImage {
  /// `code` gives the bytes at a symbol's address.
  mutating func readDeclaredNodeAPI(_ code: (UInt64) -> FileBytes?) {
    let symbol = symbols.first { $0.isDefined && $0.name == "node_api_module_get_api_version_v1" }
    declaredNodeAPI = symbol.flatMap { code($0.address) }.flatMap {
      ConstantFunction.value(Array($0.bytes.prefix(32)), machine: machine)
    }
  }

  var macOS: MachOLoading? { if case .macOS(let loading) = system { loading } else { nil } }
  var windows: PELoading? { if case .windows(let loading) = system { loading } else { nil } }
}

/// What such a file tells of its making.
package struct ForeignNotes: Sendable, Equatable {
  package var strings = BinaryStrings()
  package var toolchain: [String] = []
  package var auditedCrates: [Crate]?
  package var hasDamagedAudit = false
  /// In its constant strings; without the file's path.
  package var secrets: [Secret] = []
  package var fileBytes = 0
  package var debugBytes = 0
  /// Sections that were read: a second one of a name is no linker's work.
  private var seen: Set<String> = []

  init() {}

  /// Constants, and what cargo-auditable leaves, which has one name in all formats.
  mutating func take(section name: String, _ bytes: UnsafeRawBufferPointer, isConstant: Bool) {
    let isAudit = name == AuditableSection.name
    guard isAudit || isConstant, seen.count < 16, seen.insert(name).inserted else { return }
    guard !isAudit else {
      auditedCrates = AuditableSection.crates(bytes)
      hasDamagedAudit = auditedCrates == nil
      return
    }
    strings.search(bytes)
    secrets += SecretSearch.secrets(in: bytes, member: "", isText: false)
  }
}

/// How macOS is told to load a file: <mach-o/loader.h>.
package struct MachOLoading: Sendable, Equatable {
  /// LC_ID_DYLIB: the name that others look for it by.
  package var installName: String?
  /// PLATFORM_MACOS is 1; nil where no command says.
  package var platform: Int?
  /// The oldest macOS that it says it runs on: LC_BUILD_VERSION, LC_VERSION_MIN_MACOSX.
  package var minimum: DottedVersion?
  /// LC_RPATH, in order.
  package var searchPaths: [String] = []
  /// Libraries without which it is loaded all the same (LC_LOAD_WEAK_DYLIB).
  package var weakLibraries: Set<String> = []
  /// LC_CODE_SIGNATURE.
  package var isSigned = false
}

/// How Windows is told to load a file: Microsoft's "PE Format".
package struct PELoading: Sendable, Equatable {
  /// DLLs that are loaded when something of them is called for the first time.
  package var delayed: Set<String> = []
  /// IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE, _NX_COMPAT and _GUARD_CF.
  package var isRelocated = false
  package var forbidsDataExecution = false
  package var guardsControlFlow = false
  /// The oldest Windows that its header asks for: 6.0 is Vista.
  package var minimum: DottedVersion?
  /// Code of .NET, which has no processor of its own.
  package var isManaged = false
  /// An Authenticode signature is at its end.
  package var isSigned = false
}
