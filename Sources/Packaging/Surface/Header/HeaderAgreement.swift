import Model

/// `package/surface-agrees` for a C library: what the header declares is exported, and the other way round.
struct HeaderAgreement {
  let object: SharedObject
  let header: HeaderReader
  /// Words of the headers beside it; nil where they could not all be read.
  let neighbours: Set<String>?

  init(object: SharedObject, folder: HeaderFolder) {
    self.object = object
    header = HeaderReader(folder.name, open: folder.content)
    neighbours = folder.neighbouringWords
  }

  var defects: [Defect] { missing + undeclared }

  private var exported: Set<String> { Set(object.elf.symbols.filter(\.isDefined).map(\.name)) }

  /// A file that is included and of which nothing is exported is another library's.
  private var missing: [Defect] {
    let exported = exported
    let own = Set(header.functions.filter { exported.contains($0.name) }.map(\.file)).union([header.name])
    var told: Set<String> = []
    return header.functions.filter { $0.isCertain && own.contains($0.file) && !exported.contains($0.name) }.compactMap {
      function in
      guard told.insert(function.name).inserted else { return nil }
      return Defect(
        kind: "declared-not-exported",
        message:
          "\(function.file) declares \(function.name), which \(object.name) doesn't export; a program that calls it "
          + "can't be linked. Export it, or take it out of the header.", member: function.file,
        facts: ["name": .string(function.name.printable)])
    }
  }

  /// Functions that a toolchain adds to what it links, and C++'s and Rust's mangled names, are no C interface.
  private static func isForC(_ name: String) -> Bool {
    !name.hasPrefix("_") && !name.hasPrefix("rust_") && name.utf8.allSatisfy { isASCIIAlphanumeric($0) || $0 == 0x5f }
  }

  private var undeclared: [Defect] {
    // What could not be read may declare them.
    guard header.unread.isEmpty, let neighbours else { return [] }
    let names = object.elf.symbols.filter { $0.isDefined && $0.isFunction && Self.isForC($0.name) }.map(\.name)
      .filter { !header.identifiers.contains($0) && !neighbours.contains($0) }
    guard !names.isEmpty else { return [] }
    let shown = Set(names).sorted().prefix(5).joined(separator: ", ")
    return [
      Defect(
        kind: "exported-not-declared", severity: .warning,
        message:
          "\(object.name) exports \(counted(Set(names).count, "function")) that its header doesn't declare: \(shown)"
          + "\(names.count > 5 ? " …" : ""). Declare them, or keep them inside the library.", member: header.name,
        facts: ["functions": .number(Double(Set(names).count))])
    ]
  }
}

/// `1 function`, `2 functions`
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
