/// How a module is to be linked into one that runs already: the `dylink.0` section.
///
/// Source: WebAssembly tool conventions, "DynamicLinking.md".
package struct DynamicLinking: Sendable, Equatable {
  static let section = "dylink.0"

  /// WASM_DYLINK_NEEDED: libraries to be loaded before it, in order.
  package var needed: [String] = []
  /// WASM_DYLINK_RUNTIME_PATH: folders to look for them in, `$ORIGIN/../words.libs`.
  package var searchPaths: [String] = []
  /// WASM_DYLINK_EXPORT_INFO: exports in whose place another's of the same name may be taken.
  package var weakExports: Set<String> = []
}

extension DynamicLinking {
  private enum Part: UInt8 { case needed = 2, exports = 3, searchPaths = 5 }

  /// WASM_SYM_BINDING_WEAK, of the symbol flags in "Linking.md".
  private static let weak: UInt32 = 1

  /// Errors: `malformedWasm`, since the loader gives up on what it can't read, too.
  init(_ section: inout WasmCursor) throws(PackagingError) {
    while !section.isAtEnd {
      let kind = try section.byte(Self.section)
      var content = try section.part(Int(try section.u32(Self.section)), Self.section)
      switch Part(rawValue: kind) {
      case .needed: needed += try Self.names(&content)
      case .exports: weakExports.formUnion(try Self.weakNames(&content))
      case .searchPaths: searchPaths += try Self.names(&content)
      // Sizes of memory and table, what is known of imports, and parts that a later linker adds.
      case nil: break
      }
    }
  }

  private static func names(_ content: inout WasmCursor) throws(PackagingError) -> [String] {
    var names: [String] = []
    for _ in 0..<(try content.count(section)) { names.append(try content.name(section)) }
    return names
  }

  private static func weakNames(_ content: inout WasmCursor) throws(PackagingError) -> [String] {
    var names: [String] = []
    for _ in 0..<(try content.count(section)) {
      let name = try content.name(section)
      if try content.u32(section) & weak != 0 { names.append(name) }
    }
    return names
  }
}
