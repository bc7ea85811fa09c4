import Model

/// What kind of file an artifact is; a node-addon comes as three of them and wasm as three.
enum ArtifactForm {
  case wheel, library, addon, module, package, unknown

  init(_ artifact: Artifact, kind: ArtifactKind) {
    switch kind {
    case .wheel: self = .wheel
    case .cABI, .cxx: self = .library
    case .uniffi: self = Self.bound(artifact.path)
    case .nodeAddon, .wasm: self = Self.form(of: artifact.path)
    }
  }

  /// UniFFI's Python bindings come as a wheel, those for other languages beside a shared library.
  private static func bound(_ path: String) -> ArtifactForm {
    if path.hasSuffix(".whl") { return .wheel }
    return path.hasSuffix(".so") ? .library : .unknown
  }

  /// By its name, as users of npm and Node know it: a file that is named otherwise is taken for an npm archive.
  private static func form(of path: String) -> ArtifactForm {
    if path.hasSuffix(".node") { return .addon }
    if path.hasSuffix(".wasm") { return .module }
    return .package
  }
}
