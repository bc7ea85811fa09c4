/// A compiler or linker, as it names itself in `.comment`: `GCC 10.2.1`, `rustc 1.90.0`, `LLD 20.1.8`, `clang 21.1.6`.
struct ToolchainNote: Sendable, Hashable {
  var text: String

  /// Nil for text that names no version.
  ///
  /// GCC writes `GCC: (Debian 12.2.0-14) 12.2.0`, clang `Debian clang version 14.0.6`, rustc `rustc version 1.90.0 (1159e78c4
  /// 2025-09-14)`, LLD `Linker: LLD 20.1.8 (…)`, mold `mold 2.3.1 (…)`.
  init?(_ note: String) {
    if note.hasPrefix("GCC: ") {
      guard let version = Self.version(in: note.split(separator: ")").last.map(String.init) ?? "") else { return nil }
      text = "GCC \(version)"
      return
    }
    for name in ["clang", "rustc", "LLD", "mold", "zig", "flang", "Swift"] {
      guard let place = note.firstRange(of: "\(name) ") else { continue }
      let rest = note[place.upperBound...]
      guard let version = Self.version(in: rest.hasPrefix("version ") ? String(rest.dropFirst(8)) : String(rest)) else {
        continue
      }
      text = "\(name) \(version)"
      return
    }
    return nil
  }

  /// The first word, where it begins with a digit and has a dot.
  private static func version(in text: String) -> String? {
    guard let word = text.split(separator: " ").first, word.first?.isNumber == true, word.contains("."),
      word.utf8.count <= 40
    else { return nil }
    return String(word)
  }
}
