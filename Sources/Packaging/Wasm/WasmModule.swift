/// What a core WebAssembly module says of itself; none of it was compiled or run.
package struct WasmModule: Sendable, Equatable {
  /// Bytes of the file.
  package var size = 0
  package var imports: [Import] = []
  package var exports: [Export] = []
  /// Imported and own memories, in index order.
  package var memories: [Limits] = []
  /// Tags of exceptions, its own and imported ones.
  package var tagCount = 0
  package var startFunction: Int?
  /// Functions with a body here.
  package var functionCount = 0
  package var customSections: [String] = []
  /// The `producers` section: `["language": ["Rust 1.97.1"], "processed-by": ["rustc 1.97.1"]]`.
  package var producers: [String: [String]] = [:]
  /// The `target_features` section: `+simd128`.
  package var targetFeatures: [String] = []
  /// What was found in its data segments.
  package var strings = BinaryStrings()
  /// Of a module that is linked into another at run time; nil of one that stands by itself.
  package var linking: DynamicLinking?
  /// What looks like a secret in its data segments; without the file's path.
  package var secrets: [Secret] = []
  /// What cargo-auditable lists; nil where there is no such list.
  package var auditedCrates: [Crate]?

  /// External kinds: Core Specification, 5.5.5 "Import Section" and 5.5.10 "Export Section"; tag: 5.5.16.
  package enum Kind: UInt8, Sendable, CaseIterable {
    case function = 0, table, memory, global, tag

    var name: String { "\(self)" }
  }

  package struct Import: Sendable, Equatable {
    package var module: String
    package var name: String
    package var kind: Kind
  }

  package struct Export: Sendable, Equatable {
    package var name: String
    package var kind: Kind
    package var index: Int
    /// `(i32, i32) -> (i32)` of a function.
    package var signature: String?
  }

  /// Sizes in pages, of 64 KiB where the module doesn't say otherwise.
  package struct Limits: Sendable, Equatable {
    package var minimum: UInt64
    package var maximum: UInt64?
    package var isShared: Bool
    package var is64: Bool
  }
}

extension WasmModule {
  package func exports(_ name: String, _ kind: Kind) -> Bool { exports.contains { $0.name == name && $0.kind == kind } }

  /// Languages, compilers and what they are packed in, as the `producers` section has them.
  var toolchain: [String] { ["language", "processed-by", "sdk"].flatMap { producers[$0] ?? [] }.map(\.printable) }

  package var importedModules: [String] { Set(imports.map(\.module)).sorted() }

  /// A command has `_start`, a reactor `_initialize`: WASI "Application ABI".
  package var isWASI: Bool { imports.contains { WASIPreview1.modules.contains($0.module) } }

  /// wasm-bindgen's own notes in the file, which its command line program takes out.
  package var isUnprocessedWasmBindgen: Bool { customSections.contains("__wasm_bindgen_unstable") }

  /// The module is to be linked into another at run time: WebAssembly tool conventions, "Dynamic Linking".
  package var isSideModule: Bool { customSections.contains("dylink.0") || customSections.contains("dylink") }
}

/// The functions of `wasi_snapshot_preview1`: WebAssembly/WASI, `phases/snapshot/docs.md`, read on 2026-11-22.
enum WASIPreview1 {
  static let modules: Set<String> = ["wasi_snapshot_preview1", "wasi_unstable"]

  static let functions: Set<String> = [
    "args_get", "args_sizes_get", "environ_get", "environ_sizes_get", "clock_res_get", "clock_time_get", "fd_advise",
    "fd_allocate", "fd_close", "fd_datasync", "fd_fdstat_get", "fd_fdstat_set_flags", "fd_fdstat_set_rights",
    "fd_filestat_get", "fd_filestat_set_size", "fd_filestat_set_times", "fd_pread", "fd_prestat_get",
    "fd_prestat_dir_name", "fd_pwrite", "fd_read", "fd_readdir", "fd_renumber", "fd_seek", "fd_sync", "fd_tell",
    "fd_write", "path_create_directory", "path_filestat_get", "path_filestat_set_times", "path_link", "path_open",
    "path_readlink", "path_remove_directory", "path_rename", "path_symlink", "path_unlink_file", "poll_oneoff",
    "proc_exit", "proc_raise", "sched_yield", "random_get", "sock_accept", "sock_recv", "sock_send", "sock_shutdown",
  ]
}
