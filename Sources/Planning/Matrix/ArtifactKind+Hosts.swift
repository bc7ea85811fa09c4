import Model

extension ArtifactKind {
  /// The kinds of host that can load such an artifact.
  package var hosts: [HostKind] {
    switch self {
    case .wheel: [.python]
    case .nodeAddon: [.node]
    case .cABI, .cxx: [.native]
    case .wasm: [.wasm, .node]
    case .uniffi: [.python, .swift, .kotlin]
    }
  }
}
