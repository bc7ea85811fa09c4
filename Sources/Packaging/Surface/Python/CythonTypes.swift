/// Types that Cython puts into a module for itself, as its code needs them: nobody's to use, and not in every build.
enum CythonTypes {
  private static let names: Set<Substring> = [
    "memoryview", "coroutine", "coroutine_wrapper", "generator", "async_generator", "cython_function_or_method",
    "fused_cython_function",
  ]

  /// `lxml.etree.memoryview.copy`.
  static func own(_ name: String) -> Bool { name.split(separator: ".").dropFirst().contains { names.contains($0) } }
}
