import Model

/// Which binary of the new release is which of the old one.
struct BinaryPairs {
  private(set) var pairs: [(old: Inspection.Binary, new: Inspection.Binary)] = []

  init(_ old: Inspection, _ new: Inspection) {
    let isOne = !old.form.isPackage
    let before = Dictionary(grouping: old.binaries) { isOne ? "" : Self.stem($0.path) }
    for binary in new.binaries {
      guard let earlier = before[isOne ? "" : Self.stem(binary.path)] else { continue }
      // Of a universal file each slice has its own; a library that is for another processor now is still the same library.
      if let own = earlier.first(where: { $0.machine == binary.machine }) ?? earlier.first {
        pairs.append((own, binary))
      }
    }
  }

  /// A path without what changes with each build or Python: `words/_native.cpython-311-x86_64-linux-gnu.so` and auditwheel's
  /// `words.libs/libz-1a2b3c4d.so.1.3`.
  static func stem(_ path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    guard let file = parts.last else { return path }
    return (parts.dropLast() + [library(file)]).joined(separator: "/")
  }

  /// `libz-1a2b3c4d.so.1.3`.
  static func isRenamed(_ file: String) -> Bool { file.prefix { $0 != "." }.contains(/-[0-9a-f]{8}$/) }

  /// What a library is called wherever auditwheel has been: `libz` of `libz-1a2b3c4d.so.1.3`, any other as it is.
  static func plainName(_ file: String) -> String { isRenamed(file) ? library(file) : file }

  static func library(_ file: String) -> String {
    String(file.prefix { $0 != "." }.replacing(/-[0-9a-f]{8}$/, with: ""))
  }
}
