import Model

/// The stable ABI that a tag or a file name promises, against the symbols of Python's that are really imported.
///
/// PEP 384: an abi3 module uses only what the stable ABI has, so that any later Python loads it. A weak import may be
/// missing, and a symbol that the package defines itself isn't Python's.
struct StablePromise {
  let path: String
  let image: any NativeImage
  /// What promises it: `the wheel's tag cp39-abi3`, `its name`.
  let promise: String
  /// The oldest Python that is promised; nil where only a file name says abi3.
  let oldest: DottedVersion?
  let table: StableABI
  /// Symbols in Python's name space that the package defines.
  let own: Set<String>
  /// Not an error where nothing but one Python takes the file.
  let severity: Severity

  var defects: [Defect] {
    let names = Set(image.symbols.lazy.filter { !$0.isDefined && !$0.isWeak && $0.isPython }.map(\.name)).sorted()
    return notStable(names.filter { table.added($0) == nil && !own.contains($0) }) + newer(names)
  }

  private func notStable(_ names: [String]) -> [Defect] {
    guard !names.isEmpty else { return [] }
    let them = names.count == 1 ? "which is" : "which are"
    return [
      defect(
        "abi3-symbol-not-stable",
        "\(path) imports \(Self.list(names)), \(them) not in the stable ABI that \(promise) promises; a Python that "
          + "has changed or dropped \(names.count == 1 ? "it" : "them") fails to import the module, or crashes in it.",
        names)
    ]
  }

  private func newer(_ names: [String]) -> [Defect] {
    guard let oldest else { return [] }
    let newer = names.filter { table.added($0).map { $0 > oldest } ?? false }
    guard let newest = newer.compactMap(table.added).max() else { return [] }
    return [
      defect(
        "abi3-symbol-newer-than-tag",
        "\(path) imports \(Self.list(newer)), in the stable ABI from Python \(newest) on, and \(promise) promises that "
          + "\(oldest) is enough. There the import of the module fails.", newer)
    ]
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }

  private func defect(_ kind: String, _ message: String, _ names: [String]) -> Defect {
    Defect(
      kind: kind, severity: severity, message: message, member: path,
      facts: ["symbols": .array(names.prefix(1000).map { .string($0.printable) })])
  }
}

extension ELFFile.DynamicSymbol {
  /// CPython's C API: "All public names begin with Py", private ones with _Py (documentation, "Introduction").
  var isPython: Bool { name.hasPrefix("Py") || name.hasPrefix("_Py") }
}
