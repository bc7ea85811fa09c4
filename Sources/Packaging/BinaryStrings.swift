import CElf
import Foundation

/// What the constant strings of a binary tell about what it was made of.
struct BinaryStrings {
  /// A second section of the name is no linker's work, and thousands of them would take hours to search.
  private(set) var isDone = false
  private(set) var frameworks: [String: String] = [:]
  private var allocators: Set<String> = []

  /// Crates whose panic paths (`…/pyo3-0.28.2/src/…`) name the binding framework and its version.
  private static let crates = ["pyo3", "napi", "uniffi_core", "cxx", "wasm-bindgen", "neon"]
  /// Texts that these allocators print when something is wrong with their settings.
  private static let allocatorTexts = ["jemalloc": "<jemalloc>", "mimalloc": "mimalloc: ", "tcmalloc": "tcmalloc: "]
  private static let allocatorSymbols = [
    ("_rjem_", "jemalloc"), ("je_malloc", "jemalloc"), ("mi_malloc", "mimalloc"), ("sn_malloc", "snmalloc"),
    ("tc_malloc", "tcmalloc"), ("rpmalloc", "rpmalloc"),
  ]

  mutating func search(_ data: Elf_Data) {
    isDone = true
    guard let start = data.d_buf else { return }
    let bytes = UnsafeRawBufferPointer(start: start, count: data.d_size)
    for crate in Self.crates where frameworks[crate] == nil {
      frameworks[crate] = Self.version(after: "/\(crate)-", in: bytes)
    }
    for (allocator, text) in Self.allocatorTexts where Self.find(text, in: bytes[...]) != nil {
      allocators.insert(allocator)
    }
  }

  func allocators(with symbols: [ELFFile.DynamicSymbol]) -> [String] {
    let named = Self.allocatorSymbols.filter { row in
      symbols.contains { $0.isDefined && $0.name.hasPrefix(row.0) }
    }
    return allocators.union(named.map(\.1)).sorted()
  }

  /// The `x.y.z` that follows the first `prefix` that is followed by one.
  private static func version(after prefix: String, in bytes: UnsafeRawBufferPointer) -> String? {
    var rest = bytes[...]
    while let end = find(prefix, in: rest) {
      rest = rest[end...]
      let text = String(decoding: rest.prefix(24).prefix { $0 == 0x2e || (0x30...0x39).contains($0) }, as: UTF8.self)
      if text.split(separator: ".", omittingEmptySubsequences: false).count == 3, !text.hasSuffix(".") { return text }
    }
    return nil
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
