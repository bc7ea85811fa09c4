import Model

/// Drives one packager: one file under Packagers each.
protocol Driver: Sendable {
  /// Commands that tell versions which the result depends on.
  func versions(of build: Build, python: String) -> [[String]]
  /// Runs the packager and finds what it made.
  func make(at site: Site) async throws(BuildingError) -> Product
}

extension Build.Packager {
  /// Nil where it is not supported yet.
  var driver: (any Driver)? {
    switch self {
    case .maturin: MaturinDriver()
    case .setuptoolsRust: SetuptoolsRustDriver()
    case .cargo: CargoDriver()
    case .command: CommandDriver()
    case .napi, .wasmBindgen, .wasmPack, .cmake: nil
    }
  }

  static var supported: [String] { allCases.filter { $0.driver != nil }.map(\.rawValue) }
}
