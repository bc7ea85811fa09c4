import Model

/// What kind of file an artifact is; a node-addon comes as three of them and wasm as three.
enum ArtifactForm {
  case wheel, library, addon, module, package, unknown

  init(_ artifact: Artifact, kind: ArtifactKind) {
    switch kind {
    case .wheel: self = .wheel
    case .cABI, .cxx: self = .library
    case .uniffi: self = .unknown
    case .nodeAddon, .wasm: self = Self.form(of: artifact.path)
    }
  }

  /// By its name, as users of npm and Node know it: a file that is named otherwise is taken for an npm archive.
  private static func form(of path: String) -> ArtifactForm {
    if path.hasSuffix(".node") { return .addon }
    if path.hasSuffix(".wasm") { return .module }
    return .package
  }
}
