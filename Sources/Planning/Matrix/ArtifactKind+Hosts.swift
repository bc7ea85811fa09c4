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

extension Target {
  /// The kinds of host that can load this artifact: a wasm module runs in wasm runtimes, a bundle with its glue in Node.
  ///
  /// Where `hosts` names runtimes, they decide: Node runs a bare module, too, with exercises in JavaScript.
  package var loadingHosts: [HostKind] {
    guard kind == .wasm, hosts.isEmpty else { return kind.hosts }
    switch source {
    case .set: return []
    case .file(let path): return path.hasSuffix(".wasm") ? [.wasm] : [.node]
    case .build(let build):
      switch build.packager {
      case .wasmBindgen, .wasmPack: return [.node]
      case .cargo: return [.wasm]
      default: return kind.hosts
      }
    }
  }
}
