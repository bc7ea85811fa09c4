import Model

/// The libraries that a module for Emscripten names: its loader looks for them beside it and in its search paths.
struct EmscriptenLinkage {
  let path: String
  let image: ForeignImage
  let places: PackagePlaces

  init?(_ path: String, _ image: ForeignImage, _ places: PackagePlaces) {
    guard image.emscripten != nil else { return nil }
    (self.path, self.image, self.places) = (path, image, places)
  }

  var defects: [Defect] { image.needed.compactMap(library) }

  /// The running Python has the C and C++ libraries in itself: none of them is named.
  private func library(_ name: String) -> Defect? {
    let file = name.split(separator: "/").last ?? ""
    guard !places.has(named: file) else { return nil }
    let mayBeThere = places.hasOthers
    return Defect(
      kind: "library-not-bundled", severity: mayBeThere ? .warning : .error,
      message: "\(path) needs \(name), which is not in the package"
        + (mayBeThere
          ? "; unless another package brings it, it isn't loaded."
          : ": it isn't loaded. Bundle it (pyodide auditwheel repair), or link it statically."),
      member: path, facts: ["library": .string(name)])
  }
}
