#if canImport(Glibc)
  import Glibc
#endif

/// The processor an ELF file was built for, by `e_machine`; the names are those of uname(2) and of platform tags.
package struct Machine: Sendable, Hashable, CustomStringConvertible {
  package var number: Int
  package var bits: Int

  package init(number: Int, bits: Int) {
    self.number = number
    self.bits = bits
  }

  /// Numbers: the System V gABI's registry of `e_machine` values. WebAssembly has none; 0x4157 is what LLVM had for it while it
  /// wrote it as ELF.
  private static let names: [(number: Int, bits: Int, name: String)] = [
    (62, 64, "x86_64"), (3, 32, "i686"), (183, 64, "aarch64"), (40, 32, "armv7l"), (21, 64, "ppc64"),
    (22, 64, "s390x"), (243, 64, "riscv64"), (258, 64, "loongarch64"), (0x4157, 32, "wasm32"), (0x4157, 64, "wasm64"),
  ]
  /// Platform tags and uname tell these apart; `e_machine` doesn't.
  private static let synonyms = ["ppc64le": "ppc64", "armv6l": "armv7l", "armv8l": "armv7l", "i386": "i686"]

  static let wasm32 = Machine(number: 0x4157, bits: 32)
  static let wasm64 = Machine(number: 0x4157, bits: 64)

  package init?(named name: String) {
    let name = Self.synonyms[name] ?? name
    guard let row = Self.names.first(where: { $0.name == name }) else { return nil }
    self.init(number: row.number, bits: row.bits)
  }

  package var description: String {
    Self.names.first { $0.number == number && $0.bits == bits }?.name ?? "e_machine \(number), \(bits) bits"
  }

  /// The name that uname(2) has for the machine this runs on.
  package static let hereName: String = {
    var identity = utsname()
    uname(&identity)
    return withUnsafeBytes(of: &identity.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }()
}
