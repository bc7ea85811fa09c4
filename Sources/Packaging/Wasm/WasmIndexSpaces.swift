/// How many of each kind a module has, so that an index that names none is found; Core Specification, 5.5 and 3.4.
struct WasmIndexSpaces {
  /// Imported and own, by kind; without the functions of `bodiless`.
  var counts: [WasmModule.Kind: Int] = [:]
  /// Functions of the function section, whose bodies the code section has.
  var bodiless = 0
  var announcedSegments: UInt32?
  private var segments = 0

  /// Tables may have initialisers, which are code: only their number is read.
  mutating func readTables(_ section: inout WasmCursor) throws(PackagingError) {
    counts[.table, default: 0] += try section.count("table section")
    _ = try section.take(section.remaining, "table section")
  }

  mutating func readTags(_ section: inout WasmCursor, below types: Int) throws(PackagingError) {
    for _ in 0..<(try section.count("tag section")) {
      try section.tagType(below: types)
      counts[.tag, default: 0] += 1
    }
  }

  /// Globals, elements and data: their number, since what follows has code in it.
  mutating func skip(_ id: UInt8, _ section: inout WasmCursor, _ what: String) throws(PackagingError) {
    let number = try section.count(what)
    if id == 6 { counts[.global, default: 0] += number }
    if id == 11 { segments = number }
    _ = try section.take(section.remaining, what)
  }

  func check(_ module: WasmModule, at end: WasmCursor) throws(PackagingError) {
    guard module.functionCount == bodiless else {
      throw end.malformed("code section", "it has \(module.functionCount) bodies for \(bodiless) functions")
    }
    if let announcedSegments, Int(announcedSegments) != segments {
      throw end.malformed("data count section", "it says \(announcedSegments) segments, and there are \(segments)")
    }
    try checkExports(module, at: end)
    if let start = module.startFunction, start >= functions {
      throw end.malformed("start section", "it is function \(start), and there are \(functions)")
    }
  }

  private var functions: Int { counts[.function, default: 0] + bodiless }

  private func checkExports(_ module: WasmModule, at end: WasmCursor) throws(PackagingError) {
    var names: Set<[UInt8]> = []
    for export in module.exports {
      let count = export.kind == .function ? functions : counts[export.kind, default: 0]
      let shown = export.name.prefix(80)
      guard export.index < count else {
        throw end.malformed("export '\(shown)'", "it is \(export.kind.name) \(export.index), and there are \(count)")
      }
      guard names.insert(Array(export.name.utf8)).inserted else {
        throw end.malformed("export '\(shown)'", "there are two of the name")
      }
    }
  }
}
