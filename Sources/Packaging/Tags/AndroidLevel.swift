extension ELFFile {
  /// Versions of bionic's symbols, each with the API level that brought it: bionic's `libc/libc.map.txt`, read on 2026-11-26.
  private static let levels = [
    "LIBC_N": 24, "LIBC_O": 26, "LIBC_P": 28, "LIBC_Q": 29, "LIBC_R": 30, "LIBC_S": 31, "LIBC_T": 33, "LIBC_U": 34,
    "LIBC_V": 35,
  ]

  /// The newest API level of Android whose functions have to be there, and those functions; nil where none asks for more than
  /// the oldest. What is weak may be missing.
  var neededAndroid: (level: Int, names: [String])? {
    let needed = symbols.filter { !$0.isDefined && !$0.isWeak }
    let levels = needed.compactMap { symbol in symbol.version.flatMap { Self.levels[$0] } }
    guard let level = levels.max() else { return nil }
    return (level, needed.filter { $0.version.flatMap { Self.levels[$0] } == level }.map(\.name))
  }
}
