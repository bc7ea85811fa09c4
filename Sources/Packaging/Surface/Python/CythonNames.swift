import Foundation

/// Full names that Cython's modules have of their functions, for tracebacks: `words._native.Counter.add`.
///
/// Since Cython 3 no table of a module or of a class that is written with `class` has its functions: each PyMethodDef lies
/// alone, and the module makes a function of it as it runs. What may raise hands its full name to `__Pyx_AddTraceback`
/// (Cython/Utility/Exceptions.c) as a C string, whether the module's other strings are compressed or not.
struct CythonNames {
  /// By their last part.
  private(set) var names: [String: Set<String>] = [:]

  /// A longer one is cut off by no compiler, and written by nobody.
  private static let longest = 255
  /// The largest modules have under 10,000.
  private static let most = 50_000
  /// Segments may be over one another; the largest modules have 20 MiB.
  private static let mostBytes = 512 << 20
  /// The module that every module of Cython's makes for its tracebacks.
  private static let mark = Array("cython_runtime".utf8)

  /// Of functions with these names; nil of what isn't Cython's.
  init?(_ image: MappedImage, of functions: Set<String>) {
    var isOfCython = false
    var count = 0
    var budget = Self.mostBytes
    for bytes in image.contents where bytes.count <= budget {
      budget -= bytes.count
      Self.forEachName(in: bytes) { name in
        if name.elementsEqual(Self.mark) { isOfCython = true }
        guard count < Self.most, let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return }
        let last = String(decoding: name[(dot + 1)...], as: UTF8.self)
        guard functions.contains(last) else { return }
        if names[last, default: []].insert(String(decoding: name, as: UTF8.self)).inserted { count += 1 }
      }
    }
    guard isOfCython else { return nil }
  }

  /// Each C string that is a name, or names with dots between them, from its zero backwards.
  private static func forEachName(
    in bytes: UnsafeRawBufferPointer, _ body: (Slice<UnsafeRawBufferPointer>) -> Void
  ) {
    guard let base = bytes.baseAddress else { return }
    var start = 0
    while start < bytes.count, let zero = memchr(base + start, 0, bytes.count - start) {
      let end = base.distance(to: UnsafeRawPointer(zero))
      if (3...longest).contains(end - start), bytes[start..<end].allSatisfy(MappedImage.isNamePart) {
        body(bytes[start..<end])
      }
      start = end + 1
    }
  }
}
