import Model

extension Inspector {
  func surface(of content: PackageContent) -> [Inspection.SurfaceItem] {
    switch content {
    case .wheel(let wheel): PythonSurface(wheel: wheel).items
    case .package(let package): Array(ScriptSurface(package: package).items.prefix(PythonSurface.most))
    case .library(let object), .addon(_, let object): surface(of: object)
    case .foreign: []
    case .module(let module): WasmExports(path: module.name, wasm: module.wasm).items
    }
  }

  /// Of a library its exports, with the signatures that its header has for them.
  private func surface(of object: SharedObject) -> [Inspection.SurfaceItem] {
    var names = ExportedNames(path: object.name, elf: object.elf)
    if let header = circumstances.artifact.header, circumstances.kind != .cxx {
      let folder = HeaderFolder(header)
      let functions = HeaderReader(folder.name, open: folder.content).functions
      names.signatures = Dictionary(functions.map { ($0.name, $0.signature.printable) }) { first, _ in first }
    }
    return names.items
  }
}
