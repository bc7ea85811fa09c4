import Model

/// Drives one packager: one file under Packagers each.
protocol Driver: Sendable {
  /// Suffixes of files that it leaves beside the sources; they don't count for the content key.
  var leavings: [String] { get }
  /// Throws where the folder is nothing that this packager builds; asked before anything runs.
  func check(_ build: Build, target: String) throws(BuildingError)
  /// The Rust target that it compiles for; nil for this machine.
  func triple(of build: Build, target: String, in environment: BuildEnvironment) async throws(BuildingError) -> String?
  /// Commands that tell versions which the result depends on.
  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]]
  /// Runs the packager and finds what it made.
  func make(at site: Site) async throws(BuildingError) -> Product
}

extension Driver {
  var leavings: [String] { [] }
  func check(_ build: Build, target: String) throws(BuildingError) {}
  func triple(
    of build: Build, target: String, in environment: BuildEnvironment
  ) async throws(BuildingError) -> String? { nil }
}

extension Build.Packager {
  /// Nil where it is not supported yet.
  func driver(for kind: ArtifactKind) -> (any Driver)? {
    switch self {
    case .maturin: MaturinDriver()
    case .setuptoolsRust: SetuptoolsRustDriver()
    case .cargo where kind == .wasm: WasmCargoDriver()
    case .cargo: CargoDriver()
    case .napi: NapiDriver()
    case .wasmBindgen: WasmBindgenDriver()
    case .wasmPack: WasmPackDriver()
    case .command: CommandDriver()
    case .cmake: nil
    }
  }

  static var supported: [String] { allCases.filter { $0.driver(for: .cABI) != nil }.map(\.rawValue) }
}

extension ArtifactKind {
  /// An npm package's folder is packed, a wasm bundle is one.
  var mayBeFolder: Bool { self == .nodeAddon || self == .wasm }
}
