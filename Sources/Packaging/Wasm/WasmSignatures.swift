/// Which type each function of a module has; kept as places in the file, since a module may have a million types.
struct WasmSignatures {
  /// Where the parameters of each defined type begin; 0 where it is no function's.
  var types: [Int] = []
  /// The type of each function, imported ones first: Core Specification, 2.5.1 "Indices".
  var functions: [Int] = []

  /// A module exports under 1,000 functions, and none of them takes 100 values.
  private static let mostExports = 10_000
  private static let mostValues = 100

  /// Writes `(i32, i32) -> (i32)` to the exports that are functions.
  func write(to module: inout WasmModule, from file: WasmCursor) {
    for index in module.exports.indices.prefix(Self.mostExports) where module.exports[index].kind == .function {
      module.exports[index].signature = signature(module.exports[index].index, file)
    }
  }

  private func signature(_ function: Int, _ file: WasmCursor) -> String? {
    guard functions.indices.contains(function), types.indices.contains(functions[function]) else { return nil }
    let place = types[functions[function]]
    guard place > 0, var cursor = try? file.from(place), let parameters = try? Self.values(&cursor),
      let results = try? Self.values(&cursor)
    else { return nil }
    return "(\(parameters.joined(separator: ", "))) -> (\(results.joined(separator: ", ")))"
  }

  private static func values(_ cursor: inout WasmCursor) throws(PackagingError) -> [String] {
    let count = try cursor.count("type section")
    guard count <= mostValues else { throw cursor.malformed("type", "it has \(count) values, too many to be told") }
    var words: [String] = []
    for _ in 0..<count { words.append(try cursor.valueTypeName()) }
    return words
  }
}

extension WasmCursor {
  /// Names of the text format: Core Specification, 6.4 "Types".
  private static let names: [UInt8: String] = [
    0x7f: "i32", 0x7e: "i64", 0x7d: "f32", 0x7c: "f64", 0x7b: "v128", 0x70: "funcref", 0x6f: "externref",
    0x69: "exnref", 0x63: "ref null", 0x64: "ref",
  ]

  fileprivate mutating func valueTypeName() throws(PackagingError) -> String {
    var ahead = self
    let byte = try ahead.byte("value type")
    try valueType()
    return Self.names[byte] ?? "ref"
  }
}
