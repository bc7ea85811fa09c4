import Foundation

/// A small module: functions that do nothing, of no arguments where nothing else is said, under the names that a control
/// needs.
package struct WasmRecipe: Sendable, Equatable {
  /// Sections, in the order that they are written in.
  package enum Section: String, Sendable, Codable, CaseIterable {
    case linking, types, imports, functions, memory, tags, exports, start, code, data, custom
  }

  /// WebAssembly Core Specification, 5.3.1.
  package enum Number: String, Sendable, Codable, CaseIterable { case i32, i64, f32, f64 }

  /// Functions, each `module#name`.
  package var imports: [String]
  /// Functions, but for `memory`, which is the memory.
  package var exports: [String]
  package var memory: Bool
  package var start: Bool
  /// Names of empty custom sections.
  package var custom: [String]
  /// What `target_features` lists: `+simd128`.
  package var features: [String] = []
  /// Languages that the `producers` section lists.
  package var languages: [String] = []
  /// Libraries that it names for the loader of Emscripten; nil where it isn't to be linked into a running program.
  package var needs: [String]?
  /// What stands in its data.
  package var text = ""
  /// Whether it has a tag of its own.
  package var tag = false
  /// What its own functions take and give back.
  package var takes: [Number] = []
  package var gives: [Number] = []
  package var order: [Section]
}

extension WasmRecipe {
  /// The binary form: WebAssembly Core Specification, 5.5.
  var bytes: [UInt8] { [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0] + order.flatMap(section) }

  private func section(_ section: Section) -> [UInt8] {
    switch section {
    case .linking: linking
    // No parameters and no results, and what its own functions have.
    case .types: Self.section(1, [[0x60, 0, 0], [0x60] + Self.list(takes) + Self.list(gives)])
    case .imports: imports.isEmpty ? [] : Self.section(2, imports.map { Self.imported($0) + [0, 0] })
    case .functions: Self.section(3, [[start ? 0 : 1]])
    // At least one page, no maximum.
    case .memory: memory ? Self.section(5, [[0, 1]]) : []
    // One tag: an exception of type 0.
    case .tags: tag ? Self.section(13, [[0, 0]]) : []
    case .exports: exports.isEmpty ? [] : Self.section(7, exports.map(exported))
    case .start: start ? [8, 1, UInt8(imports.count)] : []
    // No locals, a nought for each result, `end`.
    case .code: Self.section(10, [Self.sized([0] + gives.flatMap(\.nought) + [0x0b])])
    // A passive segment: 5.5.14.
    case .data: text.isEmpty ? [] : Self.section(11, [[1] + Self.name(text)])
    case .custom: custom.flatMap { [0] + Self.sized(Self.name($0)) } + targetFeatures + producers
    }
  }

  /// WebAssembly tool conventions, "DynamicLinking.md": no memory and no table of its own, and the libraries.
  private var linking: [UInt8] {
    guard let needs else { return [] }
    let libraries = Self.number(needs.count) + needs.flatMap(Self.name)
    return [0] + Self.sized(Self.name("dylink.0") + [1] + Self.sized([0, 0, 0, 0]) + [2] + Self.sized(libraries))
  }

  /// WebAssembly tool conventions, "Target Features Section": a sign and a name each.
  private var targetFeatures: [UInt8] {
    guard !features.isEmpty else { return [] }
    let entries = features.flatMap { Array($0.utf8.prefix(1)) + Self.name($0.dropFirst()) }
    return [0] + Self.sized(Self.name("target_features") + Self.number(features.count) + entries)
  }

  /// WebAssembly tool conventions, "ProducersSection.md": one field, with a name and a version for each language.
  private var producers: [UInt8] {
    guard !languages.isEmpty else { return [] }
    let values = languages.flatMap { Self.name($0) + Self.name("") }
    return [0]
      + Self.sized(Self.name("producers") + [1] + Self.name("language") + Self.number(languages.count) + values)
  }

  private static func section(_ id: UInt8, _ entries: [[UInt8]]) -> [UInt8] {
    [id] + sized(number(entries.count) + entries.joined())
  }

  private static func list(_ numbers: [Number]) -> [UInt8] { number(numbers.count) + numbers.map(\.code) }

  private static func sized(_ bytes: [UInt8]) -> [UInt8] { number(bytes.count) + bytes }

  private static func name(_ text: some StringProtocol) -> [UInt8] { sized(Array(text.utf8)) }

  private static func imported(_ text: String) -> [UInt8] {
    let cut = text.range(of: "#", options: .backwards)
    return cut.map { name(text[..<$0.lowerBound]) + name(text[$0.upperBound...]) } ?? name("") + name(text)
  }

  private func exported(_ text: String) -> [UInt8] {
    Self.name(text) + (text == "memory" && memory ? [2, 0] : [0, UInt8(imports.count)])
  }

  /// LEB128: 5.2.2.
  private static func number(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + number(value >> 7)
  }
}

extension WasmRecipe.Number {
  fileprivate var code: UInt8 {
    switch self {
    case .i32: 0x7f
    case .i64: 0x7e
    case .f32: 0x7d
    case .f64: 0x7c
    }
  }

  /// `const 0`: 5.4.7.
  fileprivate var nought: [UInt8] {
    switch self {
    case .i32: [0x41, 0]
    case .i64: [0x42, 0]
    case .f32: [0x43, 0, 0, 0, 0]
    case .f64: [0x44, 0, 0, 0, 0, 0, 0, 0, 0]
    }
  }
}
