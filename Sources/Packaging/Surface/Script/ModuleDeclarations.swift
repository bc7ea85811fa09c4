import Model

/// wasm-bindgen's `words_bg.wasm.d.ts` against `words_bg.wasm`: WebAssembly's "JavaScript Interface", "ToJSValue".
struct ModuleDeclarations {
  let file: String
  let declared: [Declaration]
  let module: NodePackage.Module

  var defects: [Defect] {
    let exports = Dictionary(module.wasm.exports.map { ($0.name, $0) }) { first, _ in first }
    return declared.filter { $0.isExported && $0.isValue }.compactMap { item in
      guard let export = exports[item.name] else { return missing(item) }
      guard let written = item.signature, let signature = export.signature,
        let expected = Self.parameters(signature), let stated = ScriptSignature(written), expected.isOther(stated)
      else { return nil }
      return Defect(
        kind: "signature-mismatch", severity: .warning,
        message:
          "\(file) declares \(item.name)\(written), and \(module.path) exports it as \(signature); the two are not of "
          + "one run of wasm-bindgen.", member: file, facts: ["name": .string(item.name.printable)])
    }
  }

  private func missing(_ item: Declaration) -> Defect {
    Defect(
      kind: "declared-not-exported",
      message:
        "\(file) declares the \(item.kind.rawValue) \(item.name), which \(module.path) doesn't export; the two are not "
        + "of one run of wasm-bindgen.", member: file, facts: ["name": .string(item.name.printable)])
  }

  /// What JavaScript passes for `(i32, i64)`.
  private static func parameters(_ signature: String) -> Expected? {
    guard let list = ParameterList(signature) else { return nil }
    return Expected(types: list.parts.map { names[$0] ?? "" })
  }

  private static let names = ["i32": "number", "f32": "number", "f64": "number", "i64": "bigint"]

  struct Expected {
    var types: [String]

    func isOther(_ stated: ScriptSignature) -> Bool {
      guard stated.parameters.count == types.count else { return !stated.parameters.contains(where: \.isRest) }
      return zip(stated.parameters, types).contains { parameter, type in
        !type.isEmpty && ["number", "bigint"].contains(parameter.type) && parameter.type != type
      }
    }
  }
}
