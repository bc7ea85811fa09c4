import Model

/// One extension module against the implementation of Python that the tags name: PyPy's headers rename the C API, so that a
/// module which was built for one of the two finds nothing in the other.
struct Implementation {
  let module: LoadedModule
  let wheel: Wheel

  var defects: [Defect] {
    let tags = Set(wheel.tags.map(\.python)).sorted()
    guard !tags.isEmpty else { return [] }
    let imported = module.image.symbols.filter { !$0.isDefined && !$0.isWeak }
    let (theirs, ours) = (imported.first(where: \.isPyPy), imported.first { $0.isPython && !$0.isPyPy })
    if tags.allSatisfy({ $0.hasPrefix("cp") }), let theirs { return [mismatch(theirs, "PyPy", tags)] }
    if tags.allSatisfy({ $0.hasPrefix("pp") }), theirs == nil, let ours { return [mismatch(ours, "CPython", tags)] }
    return []
  }

  private func mismatch(_ symbol: ELFFile.DynamicSymbol, _ implementation: String, _ tags: [String]) -> Defect {
    Defect(
      kind: "other-implementation",
      message: "\(module.path) imports \(symbol.name), which only \(implementation) has, and the wheel's tags say "
        + "\(tags.joined(separator: ", ")). It can't be imported there.", member: module.path)
  }
}

extension ELFFile.DynamicSymbol {
  /// PyPy's cpyext has PyPyList_New for PyList_New and _PyPy_NoneStruct for _Py_NoneStruct (pypy/module/cpyext/api.py).
  fileprivate var isPyPy: Bool { name.hasPrefix("PyPy") || name.hasPrefix("_PyPy") }
}
