/// What one slice exports and imports: the symbol table, the trie of exports and, where the first was stripped, the imports of
/// chained fixups. Sources: <mach-o/nlist.h>, <mach-o/loader.h>, <mach-o/fixup-chains.h>.
struct MachOSymbols {
  private(set) var symbols: [ELFFile.DynamicSymbol] = []
  private(set) var isTold = false
  /// There are symbols that no loader needs.
  private(set) var hasLocals = false
  private let reader: MachOReader
  private var budget: NameBudget
  private var names: Set<String> = []

  /// Errors: `malformedBinary`.
  init(_ reader: MachOReader) throws(PackagingError) {
    self.reader = reader
    budget = NameBudget(reader.file.count)
    try readTable()
    if let trie = reader.exportTrie {
      isTold = true
      try readTrie(trie)
    }
    if !symbols.contains(where: { !$0.isDefined }), let fixups = reader.fixups { try readImports(fixups) }
  }

  /// nlist: n_strx, n_type, n_sect, n_desc, n_value. N_STAB is 0xe0, N_TYPE 0x0e, N_EXT 1, N_PEXT 0x10.
  private mutating func readTable() throws(PackagingError) {
    guard let table = reader.symbolTable, table.count > 0 else { return }
    let width = reader.isWide ? 16 : 12
    guard let entries = reader.file.part(table.offset, table.count * width),
      let texts = reader.file.part(table.names, table.nameBytes)
    else {
      throw .malformedBinary(
        format: "Mach-O", what: "symbol table", detail: "it ends past the file's \(reader.file.count) bytes")
    }
    isTold = true
    for index in 0..<table.count { try take(entries, index * width, texts) }
  }

  private mutating func take(_ entries: FileBytes, _ place: Int, _ texts: FileBytes) throws(PackagingError) {
    guard let kind = entries.byte(place + 4), kind & 0xe0 == 0 else {
      hasLocals = true
      return
    }
    guard kind & 0x01 != 0, kind & 0x10 == 0 else {
      hasLocals = true
      return
    }
    guard let start = entries.word(place), let description = entries.half(place + 6),
      let section = entries.byte(place + 5),
      let name = texts.string(start)
    else { return }
    try budget.count("symbol table")
    try budget.spend(name, "symbol table")
    let isDefined = kind & 0x0e != 0
    let address = reader.isWide ? entries.long(place + 8) : entries.word(place + 8).map(UInt64.init)
    add(
      name, isDefined: isDefined, isFunction: isDefined ? isCode(Int(section) - 1) : true,
      // N_WEAK_REF of an import, N_WEAK_DEF of an export.
      isWeak: description & (isDefined ? 0x80 : 0x40) != 0, address ?? 0)
  }

  private func isCode(_ section: Int) -> Bool {
    reader.sections.indices.contains(section) && reader.sections[section].isCode
  }

  private mutating func add(_ name: String, isDefined: Bool, isFunction: Bool, isWeak: Bool, _ address: UInt64) {
    let name = name.hasPrefix("_") ? String(name.dropFirst()) : name
    guard !isDefined || names.insert(name).inserted else { return }
    symbols.append(
      ELFFile.DynamicSymbol(
        name: name, isDefined: isDefined, isFunction: isFunction, isWeak: isWeak, address: address))
  }

  /// A node: the size of what it says of a symbol that ends here, that, the number of edges, and for each its text and the
  /// place of the next node. Each node is looked at once, however many edges lead to it.
  private mutating func readTrie(_ trie: FileBytes) throws(PackagingError) {
    var open: [(node: Int, name: String)] = [(0, "")]
    var seen: Set<Int> = [0]
    while let (node, name) = open.popLast() {
      try budget.count("export trie")
      var place = node
      guard let size = trie.uleb(&place).flatMap(Int.init(exactly:)), size <= trie.count else { continue }
      if size > 0 { takeExport(trie, place, name) }
      place += size
      guard let edges = trie.byte(place) else { continue }
      place += 1
      for _ in 0..<edges {
        guard let text = trie.string(place) else { break }
        place += text.utf8.count + 1
        guard let next = trie.uleb(&place).flatMap(Int.init(exactly:)) else { break }
        try budget.spend(text, "export trie")
        guard name.utf8.count + text.utf8.count <= ELFImage.longestName, seen.insert(next).inserted else { continue }
        try budget.spend(name, "export trie")
        open.append((next, name + text))
      }
    }
  }

  /// Flags: EXPORT_SYMBOL_FLAGS_WEAK_DEFINITION is 4, _REEXPORT 8; behind them the offset from the image's start.
  private mutating func takeExport(_ trie: FileBytes, _ start: Int, _ name: String) {
    var place = start
    guard let flags = trie.uleb(&place) else { return }
    let offset = flags & 8 == 0 ? trie.uleb(&place) ?? 0 : 0
    let address = reader.imageStart &+ offset
    let isFunction = flags & 8 != 0 || reader.section(of: address)?.isCode == true
    add(
      name, isDefined: true, isFunction: isFunction, isWeak: flags & 4 != 0, address)
  }

  /// dyld_chained_fixups_header: imports_offset at 8, symbols_offset at 12, imports_count at 16, imports_format at 20. An
  /// import has its library in the lowest 8 bits, then whether it is weak, then the place of its name; form 3 has twice the bits.
  private mutating func readImports(_ fixups: FileBytes) throws(PackagingError) {
    guard let imports = fixups.word(8), let texts = fixups.word(12), let count = fixups.word(16),
      let format = fixups.word(20), let width = [1: 4, 2: 8, 3: 16][format]
    else { return }
    isTold = true
    for index in 0..<count {
      let place = imports + index * width
      guard let low = fixups.word(place), let high = format == 3 ? fixups.word(place + 4) : 0 else { return }
      try budget.count("imports")
      guard let name = fixups.string(texts + (format == 3 ? high : low >> 9)) else { continue }
      try budget.spend(name, "imports")
      add(
        name, isDefined: false, isFunction: true, isWeak: low & (format == 3 ? 0x1_0000 : 0x100) != 0, 0)
    }
  }
}
