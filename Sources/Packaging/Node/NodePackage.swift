import Model

/// What an npm package or a bundle folder has in it; nothing of it was run or written to disk.
package struct NodePackage: Sendable, Equatable {
  /// The last component of its path.
  package var fileName: String
  /// Bytes of the archive; of a folder, of its files.
  package var size = 0
  package var isFolder: Bool
  /// As stored: those of an archive begin with a folder, mostly `package/`, that npm takes away.
  package var members: [ArchiveMember] = []
  /// Paths of the files as installed, below the package's folder.
  package var files: Set<String> = []
  package var manifest: PackageManifest?
  /// Where package.json is no JSON object.
  package var manifestDefect: Defect?
  /// ELF files, by installed path.
  package var binaries: [Wheel.Binary] = []
  /// Files of macOS and Windows, by installed path.
  package var foreign: [ForeignBinary] = []
  package var modules: [Module] = []
  package var glues: [Glue] = []
  package var notes = PackageNotes()
  /// What the scripts export, and what the declaration files declare, by installed path.
  package var scripts: [String: ScriptExports] = [:]
  package var declarations: [String: DeclarationFile] = [:]
  /// Of the names that its addons have to have, those that are nowhere; nil where that was not looked for, or can't be.
  package var absentNames: Set<String>?
  /// What was found wrong while the package was being read.
  package var damage: [Defect] = []

  /// A core module in the package.
  package struct Module: Sendable, Equatable {
    package var path: String
    package var wasm: WasmModule
  }

  /// A script that reads a `.wasm` file.
  package struct Glue: Sendable, Equatable {
    package var path: String
    package var source: GlueSource

    private var stem: String { String(GlueAgreement.fileName(path).dropLast(".js".count)) }

    /// The `.wasm` files that it names; wasm-bindgen's `no-modules` target puts `_bg.wasm` behind its own name.
    package var namedFiles: [String] { source.wasmFiles.map { $0 == "_bg.wasm" ? stem + $0 : $0 } }

    /// Those, or the one that it is handed: `x_bg.js` of the `bundler` target gets `x_bg.wasm` from `x.js`.
    package var wasmFiles: [String] {
      namedFiles.isEmpty && path.hasSuffix("_bg.js") ? ["\(stem).wasm"] : namedFiles
    }
  }
}

extension NodePackage {
  /// How npm installs a member: without its first folder; nil for what it leaves out (node-tar's `strip: 1`).
  static func installedPath(_ path: String) -> String? {
    let parts = path.pathComponents(omittingEmpty: false).dropFirst()
    guard !parts.isEmpty, parts.last != "" else { return nil }
    // Almost all of them are whole already; there may be 64 MiB of them.
    guard parts.contains(where: { $0.isEmpty || $0 == "." }) else {
      return parts.first.map { String(path[$0.startIndex...]) }
    }
    return parts.filter { $0 != "." && !$0.isEmpty }.joined(separator: "/")
  }

  /// Members that were never read can't be missed.
  package var isWhole: Bool {
    !damage.contains {
      ["damaged-archive", "truncated", "compression-bomb", "too-many-members", "name-too-long"].contains($0.kind)
    }
  }

  /// The files of Node's own kind; of a universal one, each slice.
  package var addons: [Addon] {
    binaries.filter { $0.path.hasSuffix(".node") }.map { Addon($0) }
      + foreign.filter { $0.path.hasSuffix(".node") }.flatMap(\.addons)
  }

  /// Those of Linux, whose names are sought.
  var elfAddons: [Wheel.Binary] { binaries.filter { $0.path.hasSuffix(".node") } }

  /// A folder as wasm-bindgen writes it: without package.json, or with one that says `type` and nothing else.
  package var isBareBundle: Bool {
    isFolder && mainGlue != nil && manifestDefect == nil
      && (manifest.map { $0.name == nil && $0.version == nil && $0.main == nil && $0.exports == nil } ?? true)
  }

  /// The name to install it under: package.json's, or that of the script that a bundle is loaded by.
  package var name: String? {
    isBareBundle ? mainGlue.map { String($0.path.prefix { $0 != "." }) } : manifest?.name
  }

  /// The file that is loaded, below the package's folder; nil where neither `require` nor `import` finds one.
  package var entry: String? {
    if isBareBundle { return mainGlue?.path }
    let resolution = EntryResolution(manifest: manifest, files: files)
    return resolution.file(.require) ?? resolution.file(.import)
  }

  /// Of the scripts at the top of a bundle without package.json, the one that is imported: not the `_bg.js` of
  /// wasm-bindgen, which it imports itself.
  package var mainGlue: Glue? {
    let glues = glues.filter { !$0.path.contains("/") }.sorted { $0.path < $1.path }
    return glues.first { !$0.path.hasSuffix("_bg.js") } ?? glues.first
  }
}
