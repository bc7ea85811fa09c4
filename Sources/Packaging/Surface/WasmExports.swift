import Model

/// The surface that a module's exports are, functions with what they take and give.
struct WasmExports {
  let path: String
  let wasm: WasmModule
  /// A script stands between it and users, who never see its exports.
  var isInner = false

  var items: [Inspection.SurfaceItem] {
    wasm.exports.prefix(ExportedNames.most).map { export in
      Inspection.SurfaceItem(
        kind: .export, name: export.name.printable,
        signature: export.signature ?? (export.kind == .function ? nil : ": \(export.kind.name)"),
        source: "\(path.printable):\(isInner ? "inner" : "binary")")
    }
  }
}
