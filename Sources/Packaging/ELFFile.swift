/// What an ELF file says of itself: for whom it was built, what it needs, what it offers.
///
/// Source of the words: the System V gABI, chapters 4 and 5, and the GNU symbol-versioning extension (LSB 5.0, 10.7).
package struct ELFFile: Sendable, Equatable {
  package var machine: Machine
  /// 32 or 64.
  package var bits: Int
  package var isLittleEndian: Bool
  package var type: FileType
  package var soname: String?
  /// DT_NEEDED, in order.
  package var needed: [String]
  package var rpath: String?
  package var runpath: String?
  package var symbols: [DynamicSymbol]
  /// Versions asked of each library: `["libc.so.6": [GLIBC_2.2.5, GLIBC_2.34]]`.
  package var requiredVersions: [String: [RequiredVersion]]
  /// False where the section headers were stripped, so that `symbols` says nothing.
  package var hasSections: Bool
  package var hasSymbolTable: Bool
  package var hasDWARF: Bool
  /// What it tells of its making, and its constant strings.
  package var notes: ELFNotes
  /// Allocators that the file carries itself, so that the process's counting allocator doesn't see its blocks.
  package var allocators: [String]
  /// What `node_api_module_get_api_version_v1` returns, where it is there and returns a constant.
  package var declaredNodeAPI: Int?
  /// 3 where the file says that it runs on no processor below x86-64-v3; nil where it says nothing.
  package var x86Level: Int?
  /// An instruction that loading it runs and that not each x86-64 processor has; nil where none was met.
  package var processorDemand: ProcessorDemand?
  /// How the loader is told to map and bind it.
  package var linkage = ELFLinkage()
  /// What the functions return that UniFFI's bindings hold against their own numbers, where they return a constant.
  package var uniFFIConstants: [String: Int] = [:]
  /// Functions that it hands to Python.
  package var pythonMethods: [PythonMethod] = []
  /// Definitions of its modules, of a free-threaded build.
  package var moduleDefinitions: [ModuleDefinition] = []
  /// Of the texts that were sought in all of it, those that are nowhere; nil where it is too large to be searched.
  package var absentTexts: Set<String>?

  package enum FileType: String, Sendable { case sharedObject, program, other }

  package struct RequiredVersion: Sendable, Equatable {
    package var name: String
    /// VER_FLG_WEAK: only weak references need it, and the loader goes on without it.
    package var isWeak: Bool
  }

  package struct DynamicSymbol: Sendable, Equatable {
    package var name: String
    package var version: String?
    package var isDefined: Bool
    package var isFunction: Bool
    /// STB_WEAK: an import that may be missing.
    package var isWeak = false
    package var address: UInt64 = 0
  }
}

extension ELFFile {
  /// The newest glibc symbol version that has to be there when the file is loaded; nil where it needs none.
  ///
  /// Weak versions don't count: Rust's standard library asks for `statx@GLIBC_2.28` that way and runs without it.
  package var maximumGlibc: DottedVersion? { neededGlibc.max() }

  /// The glibc symbol versions that have to be there. libgcc has a GLIBC_2.0 of its own, also where the C library is musl
  /// (GCC, libgcc/config/libgcc-glibc.ver).
  var neededGlibc: [DottedVersion] {
    requiredVersions.filter { !$0.key.hasPrefix("libgcc_s") }.values.joined()
      .compactMap { $0.isWeak ? nil : Self.glibc(of: $0.name) }
  }

  /// DT_RELR relocations ask for a version that is no number and came with glibc 2.36 (its NEWS file).
  private static func glibc(of version: String) -> DottedVersion? {
    if version == "GLIBC_ABI_DT_RELR" { return DottedVersion(2, 36) }
    return version.hasPrefix("GLIBC_") ? DottedVersion(parsing: version.dropFirst(6)) : nil
  }

  package var needsGlibc: Bool { maximumGlibc != nil || needed.contains { $0.hasPrefix("libc.so.6") } }

  /// musl's libc is its dynamic loader's other name: `libc.musl-x86_64.so.1`.
  package var needsMusl: Bool { needed.contains { $0.hasPrefix("libc.musl-") } }
}
