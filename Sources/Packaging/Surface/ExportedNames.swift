import CDemangle
import Foundation
import Model

/// The surface that an ELF file's exports are: C names as they are, C++'s and Rust's as their authors wrote them.
struct ExportedNames {
  /// More than that nobody reads; `Inspection.Binary.exports` has the count of them all.
  static let most = 1000
  /// What every linker adds.
  static let added: Set<String> = ["_init", "_fini", "__bss_start", "_edata", "_end"]

  let path: String
  let elf: ELFFile
  /// By the function's name, where a header says it.
  var signatures: [String: String] = [:]

  var items: [Inspection.SurfaceItem] {
    // A version of symbols is a symbol without an address.
    elf.symbols.lazy.filter { $0.isDefined && $0.address != 0 && !Self.added.contains($0.name) }.prefix(Self.most).map {
      symbol in
      Inspection.SurfaceItem(
        kind: .export, name: Self.readable(symbol.name), signature: signatures[symbol.name],
        source: "\(path.printable):\(signatures[symbol.name] == nil ? "binary" : "header")")
    }
  }

  /// Demangled where it is a name of C++ or Rust.
  static func readable(_ name: String) -> String {
    guard name.hasPrefix("_"), let demangled = harness_demangle(name) else { return name.printable }
    defer { free(demangled) }
    return String(cString: demangled).printable
  }
}
