import Model

/// The package probes' questions of a single core module, which no script stands in front of.
package struct BareModule: Sendable, Equatable {
  package let name: String
  package let wasm: WasmModule

  var figures: [Observation] {
    [
      .fact("imports", .number(Double(wasm.imports.count))), .fact("exports", .number(Double(wasm.exports.count))),
      .fact("functions", .number(Double(wasm.functionCount))),
    ]
  }

  /// `package/entry-point`: a runtime can instantiate it, and there is something to call.
  var entryPoint: [Defect] { unprovided + nothingToCall + memory }

  /// One for each module that it imports from: they have one cause.
  private var unprovided: [Defect] {
    let missing = Dictionary(grouping: wasm.imports.filter { !Self.isProvided($0) }, by: \.module)
    return missing.sorted { $0.key < $1.key }.map { module, imports in
      let names = imports.prefix(3).map(\.name).joined(separator: ", ") + (imports.count > 3 ? " …" : "")
      return Defect(
        kind: "import-not-provided", severity: isForOneHost(module) ? .warning : .error,
        message: "\(name) imports \(names) (\(imports.count)) of \(module), which no WASI runtime provides"
          + "\(isForOneHost(module) ? "; only the host that it is made for can run it" : cause).",
        member: name, facts: ["module": .string(module.printable), "imports": .number(Double(imports.count))])
    }
  }

  /// A name of its own may be a host's, which has to be there where it is used; `env`, WASI's and wasm-bindgen's are not.
  private func isForOneHost(_ module: String) -> Bool {
    !WASIPreview1.modules.contains(module) && !["env", "wbg"].contains(module) && !module.hasPrefix("GOT.")
      && !module.hasPrefix("__wbindgen") && !module.hasPrefix("./")
  }

  private var cause: String {
    if wasm.isUnprocessedWasmBindgen { return "; run wasm-bindgen on it and ship the bundle" }
    if wasm.isSideModule { return "; it is a side module, to be linked into another one at run time" }
    if wasm.imports.contains(where: { $0.module == "env" }) { return "; link what env stands for into it" }
    return ""
  }

  private static func isProvided(_ wanted: WasmModule.Import) -> Bool {
    WASIPreview1.modules.contains(wanted.module) && wanted.kind == .function
      && WASIPreview1.functions.contains(wanted.name)
  }

  private var nothingToCall: [Defect] {
    guard !wasm.exports.contains(where: { $0.kind == .function }), wasm.startFunction == nil else { return [] }
    return [
      Defect(
        kind: "no-exports",
        message: "\(name) exports no function, not even _start, so that a host can call nothing in it; build it as a "
          + "cdylib with #[no_mangle] functions, or as a program for a WASI target.", member: name)
    ]
  }

  /// WASI's functions read and write the memory that is exported as `memory`: WASI "Application ABI".
  private var memory: [Defect] {
    guard wasm.isWASI, !wasm.exports("memory", .memory) else { return [] }
    return [
      Defect(
        kind: "memory-not-exported",
        message: "\(name) uses WASI and doesn't export its memory as 'memory', without which WASI's functions can't "
          + "reach it.", member: name)
    ]
  }
}
