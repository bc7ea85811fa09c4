import CElf
import Foundation

/// What was found of the needles in a binary's constant strings.
package struct BinaryStrings: Sendable, Equatable {
  private var present: Set<Needle> = []
  private var kept: [Needle: Set<String>] = [:]
  /// Bytes that may still be looked at around occurrences: a hostile file is nothing but occurrences.
  private var budget = 64 << 20
  /// Different texts that are kept for one needle.
  private static let mostTexts = 20_000

  private static let needles = Needle.allCases
  private static let search = TextSearch(needles.map(\.rawValue))

  init() {}

  func has(_ needle: Needle) -> Bool { present.contains(needle) }

  /// The different texts that were kept for it, in no order; bytes that aren't UTF-8 read U+FFFD.
  subscript(_ needle: Needle) -> Set<String> { kept[needle] ?? [] }

  /// `.rodata` and the like, or the names in debugging information, which tell folders but nothing of what is in use.
  enum Origin { case constants, debugging }

  mutating func search(_ bytes: UnsafeRawBufferPointer, of origin: Origin = .constants) {
    Self.search.forEachMatch(in: bytes) { index, start in
      let needle = Self.needles[index]
      if case .buildFolder = needle.keeps {
        keepFolder(needle, at: start, in: bytes, origin)
      } else if origin == .constants {
        present.insert(needle)
        keep(needle, at: start, in: bytes)
      }
    }
  }

  private mutating func keepFolder(
    _ needle: Needle, at start: Int, in bytes: UnsafeRawBufferPointer, _ origin: Origin
  ) {
    let end = start + needle.rawValue.utf8.count
    let isWhole = start == 0 || bytes[start - 1] == 0
    // Only where a path begins is the place sure; but Rust's strings begin right behind others.
    guard budget > 0, isWhole || needle.mayFollow, needle != .windowsUsers || (start > 0 && bytes[start - 1] == 0x43)
    else { return }
    let rest = bytes[end..<min(bytes.count, end + BuildPath.most)]
    budget -= 64
    guard let folder = BuildPath.folder(of: needle, followed: rest, isWhole: isWhole && origin == .debugging),
      kept[needle, default: []].count < Self.mostTexts
    else { return }
    present.insert(needle)
    kept[needle, default: []].insert(folder)
  }

  private mutating func keep(_ needle: Needle, at start: Int, in bytes: UnsafeRawBufferPointer) {
    guard budget > 0 else { return }
    let end = start + needle.rawValue.utf8.count
    let text: Slice<UnsafeRawBufferPointer>
    switch needle.keeps {
    case .presence, .buildFolder: return
    case .word: text = bytes[end..<min(bytes.count, end + 80)].prefix { isASCIIAlphanumeric($0) || $0 == 0x5f }
    case .components(let count): text = Self.components(count, of: bytes[end..<min(bytes.count, end + 200)])
    case .cString: text = Self.cString(around: start..<end, in: bytes)
    }
    budget -= text.count
    guard kept[needle, default: []].count < Self.mostTexts else { return }
    kept[needle, default: []].insert(String(decoding: text, as: UTF8.self))
  }

  private static func components(
    _ count: Int, of path: Slice<UnsafeRawBufferPointer>
  ) -> Slice<UnsafeRawBufferPointer> {
    var slashes = 0
    return path.prefix { byte in
      if byte == 0x2f || byte == 0x5c { slashes += 1 }
      return slashes < count && (0x20..<0x7f).contains(byte)
    }
  }

  private static func cString(around place: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Slice<
    UnsafeRawBufferPointer
  > {
    let most = 4096
    let before = bytes[max(0, place.lowerBound - most)..<place.lowerBound]
    let start = before.lastIndex(of: 0).map { $0 + 1 } ?? before.startIndex
    let after = bytes[place.upperBound..<min(bytes.count, place.upperBound + most)]
    return bytes[start..<(after.firstIndex(of: 0) ?? after.endIndex)]
  }
}

extension BinaryStrings {
  /// Crates whose panic paths name the binding framework and its version.
  static let bindings: Set<String> = ["pyo3", "napi", "uniffi_core", "cxx", "wasm-bindgen", "neon"]
  private static let allocatorTexts: [(Needle, String)] = [
    (.jemalloc, "jemalloc"), (.mimalloc, "mimalloc"), (.tcmalloc, "tcmalloc"),
  ]
  private static let allocatorSymbols = [
    ("_rjem_", "jemalloc"), ("je_malloc", "jemalloc"), ("mi_malloc", "mimalloc"), ("sn_malloc", "snmalloc"),
    ("tc_malloc", "tcmalloc"), ("rpmalloc", "rpmalloc"),
  ]

  /// Crates whose source files are named by panics, each once for each version.
  var crates: Set<Crate> {
    Set(
      self[.registry].compactMap { Crate(behindRegistry: $0) }
        + self[.windowsRegistry].compactMap { Crate(behindRegistry: $0.replacing("\\", with: "/")) })
  }

  /// `["pyo3": "0.28.2"]`; `internals 11` where only the version of what its modules share is told.
  var frameworks: [String: String] {
    var found = Dictionary(crates.filter { Self.bindings.contains($0.name) }.map { ($0.name, $0.version) }) {
      max($0, $1)
    }
    // Cython's own functions have a digit behind the underscore, too, but letters in it: `_cython_5evaluate`.
    found["cython"] = self[.cython].filter(Self.isVersion).max()?.replacing("_", with: ".")
    found["pybind11"] = number(behind: .pybind11).map { "internals \($0)" }
    found["nanobind"] = number(behind: .nanobind).map { "internals \($0)" }
    found["swig"] = number(behind: .swig).map { "runtime \($0)" }
    if has(.cffi) { found["cffi"] = "(version not told)" }
    return found
  }

  /// `3_2_9`, `3_1_0a1`
  private static func isVersion(_ text: String) -> Bool {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    return parts.count == 3 && parts.allSatisfy { $0.first?.isNumber == true } && parts[0].allSatisfy(\.isNumber)
  }

  private func number(behind needle: Needle) -> String? {
    self[needle].map { String($0.prefix { $0.isNumber }) }.filter { !$0.isEmpty }.max()
  }

  /// `/home/runner`, `/root`: where it was built.
  var buildFolders: Set<String> {
    Needle.allCases.reduce(into: []) { folders, needle in
      if case .buildFolder = needle.keeps { folders.formUnion(self[needle]) }
    }
  }

  /// The commits of the compilers whose standard library is in it.
  var rustcCommits: Set<String> {
    self[.rustc].filter { $0.count == 40 && $0.allSatisfy(\.isHexDigit) }
  }

  func allocators(with symbols: [ELFFile.DynamicSymbol]) -> [String] {
    let told = Self.allocatorTexts.filter { has($0.0) }.map(\.1)
    let named = Self.allocatorSymbols.filter { row in symbols.contains { $0.isDefined && $0.name.hasPrefix(row.0) } }
    return Set(told + named.map(\.1)).sorted()
  }

  /// The index after the first occurrence of `text`.
  static func find(_ text: String, in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
    var start = bytes.startIndex
    let length = text.utf8.count
    guard let base = bytes.base.baseAddress, let first = text.utf8.first else { return nil }
    while start + length <= bytes.endIndex, let found = memchr(base + start, Int32(first), bytes.endIndex - start) {
      let index = UnsafeRawPointer(found) - base
      if index + length <= bytes.endIndex, memcmp(found, text, length) == 0 { return index + length }
      start = index + 1
    }
    return nil
  }
}
