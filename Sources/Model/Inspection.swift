/// What is in an artifact's file, told without running any of it; encoded, it is what `harness inspect --json` prints,
/// schema `harness-inspection/1`.
package struct Inspection: Sendable, Equatable, Codable {
  package static let schemaName = "harness-inspection/1"

  package enum Form: String, Sendable, Codable, CaseIterable {
    case wheel, library, addon
    case npmPackage = "npm-package"
    case wasmBundle = "wasm-bundle"
    case wasmModule = "wasm-module"
    case unreadable
  }

  package var schema: String
  package var artifact: Artifact
  package var form: Form
  /// Of the archive or the file; of a folder, of its files.
  package var bytes: Int
  package var identity: Identity
  package var members: Members
  package var binaries: [Binary]
  package var modules: [WasmUnit]
  package var surface: [SurfaceItem]
  package var provenance: Provenance
  /// Modules of a wheel that stubs tell of; nil where it has none.
  package var stubs: [StubbedModule]?
  /// Why some of it could not be read, in sentences.
  package var unread: [String]

  package init(artifact: Artifact, form: Form, bytes: Int = 0) {
    schema = Self.schemaName
    self.artifact = artifact
    self.form = form
    self.bytes = bytes
    identity = Identity()
    members = Members()
    (binaries, modules, surface, unread) = ([], [], [], [])
    provenance = Provenance()
  }

  package struct Identity: Sendable, Equatable, Codable {
    package var name: String?
    package var version: String?
    /// `cp311-abi3-manylinux_2_17_x86_64` of a wheel; `linux-x64-glibc` of an npm package.
    package var tags: [String] = []
    /// `>=3.9` of a wheel, engines.node of an npm package.
    package var requires: String?
    /// What packed it: `maturin (1.9.4)`.
    package var generator: String?
    /// An SPDX expression where the package has one, else the words that it says.
    package var licence: String?
    /// What is installed with it, as written: `numpy>=1.26; extra == "fast"` of a wheel, `tslib@^2.0.0` of an npm package.
    package var requirements: [String] = []
    package init() {}
  }

  package struct Members: Sendable, Equatable, Codable {
    package var count = 0
    package var unpackedBytes = 0
    /// The ten largest, largest first.
    package var largest: [Member] = []
    package init() {}
  }

  package struct Member: Sendable, Equatable, Codable {
    package var path: String
    package var bytes: Int
    package init(path: String, bytes: Int) { (self.path, self.bytes) = (path, bytes) }
  }

  /// An ELF file, or a file of another system.
  package struct Binary: Sendable, Equatable, Codable {
    package var path: String
    package var bytes: Int
    package var machine: String
    /// `Mach-O`, `Windows PE`; nil of ELF.
    package var format: String?
    package var soname: String?
    package var needed: [String]
    /// Of those, what neither the package brings nor the system has; nil of ELF, where the system is the tag's affair, and
    /// where nothing says what the system has.
    package var missingLibraries: [String]?
    /// `PyInit_words`, `napi_register_module_v1`; nil where what tells them was stripped.
    package var entryPoints: [String]?
    /// The newest version asked of each family of symbol versions, `GLIBC: 2.17`, `GLIBCXX: 3.4.21`: the oldest system
    /// that it runs on; `macOS: 11.0`, `Windows: 6.0`.
    package var versions: [String: String]
    /// `unwind`, `abort`; nil where nothing in it panics.
    package var panic: String?
    package var allocators: [String]
    /// `pyo3: 0.28.2`.
    package var frameworks: [String: String]
    /// Compilers and linkers that name themselves in it.
    package var toolchain: [String]
    /// Of ELF alone.
    package var hardening: Hardening?
    /// `ASLR`, `DEP`, `CFG`, `signed`; nil of ELF.
    package var protections: [String]?
    /// LC_RPATH of Mach-O, as written; nil of others.
    package var searchPaths: [String]?
    package var exports: Int
    package var isStripped: Bool
    package var hasDebugInformation: Bool
    package init(path: String, bytes: Int, machine: String) {
      (self.path, self.bytes, self.machine) = (path, bytes, machine)
      (needed, versions, allocators, frameworks, toolchain) = ([], [:], [], [:], [])
      hardening = Hardening()
      exports = 0
      (isStripped, hasDebugInformation) = (false, false)
    }
  }

  package struct Hardening: Sendable, Equatable, Codable {
    package enum Relro: String, Sendable, Codable { case full, partial, none }
    package var relro = Relro.none
    package var bindsNow = false
    package var hasExecutableStack = false
    package var hasTextRelocations = false
    package var usesStackProtector = false
    package var usesFortify = false
    /// Bytes of static TLS that it takes where it was built so (DF_STATIC_TLS); nil where not.
    package var staticTLSBytes: Int?
    /// RPATH and RUNPATH, as written.
    package var searchPaths: [String] = []
    package init() {}
  }

  /// A core wasm module.
  package struct WasmUnit: Sendable, Equatable, Codable {
    package var path: String
    package var bytes: Int
    package var imports: Int
    package var exports: Int
    package var functions: Int
    package var features: [String]
    /// What a host has to give it: `env#now`, sorted; the first 1,000.
    package var importedNames: [String]
    package var producers: [String: [String]]
    package var minimumMemoryBytes: Int?
    package var maximumMemoryBytes: Int?
    package init(path: String, bytes: Int) {
      (self.path, self.bytes) = (path, bytes)
      (imports, exports, functions, features, importedNames, producers) = (0, 0, 0, [], [], [:])
    }
  }

  /// One name that a user of the artifact can reach.
  package struct SurfaceItem: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable { case module, function, type, method, constant, export }
    package var kind: Kind
    /// Dotted from the top: `words.Counter.add`.
    package var name: String
    /// As the declaring language writes it: `(text, /, *, limit=None)`, `(text: string): number`, `(i32, i32) -> (i32)`.
    package var signature: String?
    /// Where it was read: the member's path and, behind a colon, how: `binary`, `stub`, `declaration`, `header`, `metadata`;
    /// of Cython's functions `code`, and `unplaced` where nothing says what they are a part of.
    package var source: String
    package init(kind: Kind, name: String, signature: String? = nil, source: String) {
      (self.kind, self.name, self.signature, self.source) = (kind, name, signature, source)
    }
  }

  /// What a stub leaves untold of its module, so that a name that isn't among the surface may be there.
  package struct StubbedModule: Sendable, Hashable, Codable {
    package var name: String
    /// It takes names from elsewhere, or has any that it is asked for.
    package var isOpen: Bool
    /// Names that it imports, or has on a condition; `Counter.*` of a class that may have more from its bases.
    package var further: [String]
    package init(name: String, isOpen: Bool, further: [String]) {
      (self.name, self.isOpen, self.further) = (name, isOpen, further)
    }
  }

  /// Of what, where and by what it was made, as far as the file tells.
  package struct Provenance: Sendable, Equatable, Codable {
    package var toolchain: [String] = []
    package var frameworks: [String: String] = [:]
    /// Crates and other components with their versions, and what said so.
    package var components: [Component] = []
    /// Paths of SBOMs in the package.
    package var sboms: [String] = []
    /// Folders of the machine that it was built on.
    package var buildPaths: [String] = []
    package var knownBugs: [KnownBug] = []
    package init() {}
  }

  package struct Component: Sendable, Hashable, Codable {
    /// `panic-path`, `auditable`, `sbom`.
    package var source: String
    package var name: String
    package var version: String
    package init(name: String, version: String, source: String) {
      (self.name, self.version, self.source) = (name, version, source)
    }
  }

  package struct KnownBug: Sendable, Hashable, Codable {
    /// `RUSTSEC-2025-0020`, `pyo3#6223`.
    package var id: String
    package var component: String
    package var version: String
    package var link: String
    package var summary: String
    package init(id: String, component: String, version: String, link: String, summary: String) {
      (self.id, self.component, self.version, self.link, self.summary) = (id, component, version, link, summary)
    }
  }
}
