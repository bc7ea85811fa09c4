import Model

/// `package/surface-agrees` for an npm package or a bundle: its declarations against the scripts that are loaded, and
/// wasm-bindgen's declarations of a module against the module.
struct DeclarationAgreement {
  let package: NodePackage
  private typealias Pair = DeclaredScript
  private let pairs: [Pair]

  init(package: NodePackage) {
    self.package = package
    pairs = DeclaredScript.all(package)
  }

  /// What would have to be compared, too; it is too long, or there is too much of its kind.
  var unread: [String] { ScriptEntries(package: package).unread }

  /// What is compared, in words; empty where there is nothing.
  var subjects: [String] { pairs.map(\.file) + modules.map(\.file) }

  var defects: [Defect] {
    let files = Set(pairs.map(\.file)).sorted()
    return files.flatMap(duplicates) + pairs.flatMap { missing($0) + conflicts($0) + whole($0) + undeclared($0) }
      + modules.flatMap(\.defects) + AddonAgreement(package: package).defects
  }

  /// Why names that an addon has to have were not sought; nil where they were, or there are none.
  var unsought: String? { AddonAgreement(package: package).unmeasured }

  /// `words_bg.wasm.d.ts` says what `words_bg.wasm` exports.
  private var modules: [ModuleDeclarations] {
    package.modules.compactMap { module in
      package.declarations["\(module.path).d.ts"].map {
        ModuleDeclarations(file: "\(module.path).d.ts", declared: $0.scope.declared, module: module)
      }
    }
  }

  private func duplicates(_ file: String) -> [Defect] {
    let items = package.declarations[file]?.scope.declared ?? []
    let single = items.filter { $0.isExported && [.type, .constant].contains($0.kind) && !$0.isRepeatable }
    let counts = Dictionary(single.map { ($0.name, 1) }, uniquingKeysWith: +)
    return counts.filter { $0.value > 1 }.keys.sorted().map { name in
      Defect(
        kind: "declared-twice",
        message:
          "\(file) declares \(name) \(counts[name] ?? 2) times as a class or a constant; TypeScript "
          + "refuses a program that imports it (TS2300, TS2451) unless it skips the check of libraries.",
        member: file, facts: ["name": .string(name.printable)])
    }
  }

  private func missing(_ pair: Pair) -> [Defect] {
    guard !pair.loaded.isOpen, !pair.loaded.handsAddon else { return [] }
    return pair.declared.names.sorted { $0.key < $1.key }.compactMap { name, items in
      guard let item = items.first(where: \.isValue), pair.loaded.exports[name] == nil,
        !pair.loaded.words.contains(name)
      else { return nil }
      // What is the default of CommonJS is the compiler's affair: `esModuleInterop`.
      if name == "default", !pair.loaded.isESM { return nil }
      return Defect(
        kind: "declared-not-exported",
        message:
          "\(pair.file) declares the \(item.kind.rawValue) \(name), which \(pair.entry.script) doesn't export; a program "
          + "that TypeScript accepts \(pair.loaded.isESM ? "can't be loaded" : "finds undefined there"). Generate both by one "
          + "build.", member: pair.file, facts: ["name": .string(name.printable)])
    }
  }

  private func conflicts(_ pair: Pair) -> [Defect] {
    pair.declared.names.sorted { $0.key < $1.key }.compactMap { name, items in
      guard let export = pair.loaded.exports[name], export.isCertain else { return nil }
      return defect(ShapeConflict(name: name, declarations: items, shape: export.shape), pair)
    }
  }

  /// `export =` against `module.exports =`.
  private func whole(_ pair: Pair) -> [Defect] {
    guard !pair.declared.whole.isEmpty, let shape = pair.loaded.whole else { return [] }
    let name = pair.declared.whole[0].name
    return [defect(ShapeConflict(name: name, declarations: pair.declared.whole, shape: shape), pair)].compactMap(\.self)
  }

  private func defect(_ conflict: ShapeConflict, _ pair: Pair) -> Defect? {
    conflict.told.map { told in
      Defect(
        kind: told.kind, severity: told.severity,
        message: "\(pair.file) \(told.message.replacing("the script", with: pair.entry.script, maxReplacements: 1))",
        member: pair.file, facts: ["name": .string(conflict.name.printable)])
    }
  }

  private func undeclared(_ pair: Pair) -> [Defect] {
    guard !pair.declared.isOpen, pair.declared.whole.isEmpty else { return [] }
    let names = pair.loaded.exports.filter { name, export in
      export.isCertain && !name.hasPrefix("_") && name != "default" && name != "module.exports"
        && pair.declared.names[name] == nil && !pair.declared.further.contains(name)
    }.keys.sorted()
    guard !names.isEmpty else { return [] }
    return [
      Defect(
        kind: "exported-not-declared", severity: .warning,
        message: "\(pair.entry.script) exports \(counted(names.count, "name")) that \(pair.file) doesn't declare: "
          + "\(names.listed(5)). TypeScript refuses programs that use \(names.count == 1 ? "it" : "them").",
        member: pair.file, facts: ["names": .number(Double(names.count))])
    ]
  }
}
