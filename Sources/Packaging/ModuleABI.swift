import Model

/// One extension module against the wheel's Python and ABI tags: would the interpreters that install it import it?
///
/// Suffixes: PEP 3149 (SOABI), PEP 384 (`abi3`); tags: PEP 425 and PyPA "Platform compatibility tags".
struct ModuleABI {
  let module: LoadedModule
  let wheel: Wheel

  var defects: [Defect] { suffix + pythonLibrary }

  private var suffix: [Defect] {
    guard let soabi = module.name.soabi, !wheel.tags.isEmpty, !wheel.tags.contains(where: { imports(soabi, $0) }) else {
      return []
    }
    let tags = Set(wheel.tags.map { "\($0.python)-\($0.abi)" }).sorted().joined(separator: ", ")
    return [
      Defect(
        kind: "abi-mismatch",
        message: "\(module.path) has the suffix \(soabi), which no interpreter of the wheel's tags (\(tags)) imports.",
        member: module.path)
    ]
  }

  /// True where an interpreter that takes the tag looks for files with this suffix.
  private func imports(_ soabi: String, _ tag: WheelTag) -> Bool {
    let parts = soabi.split(separator: "-", maxSplits: 2).map(String.init)
    guard let implementation = parts.first else { return false }
    if module.isPYD { return importsPYD(implementation, parts.dropFirst().first, tag) }
    switch implementation {
    // Free-threaded builds don't look for .abi3.so: Python/dynload_shlib.c, `#ifndef Py_GIL_DISABLED`.
    case "abi3": return tag.abi == "abi3" || (tag.python.hasPrefix("cp") && !tag.abi.hasSuffix("t")) || isGeneric(tag)
    case "abi3t": return tag.abi == "abi3t"
    case "cpython":
      return parts.count > 1 && importsCPython(parts[1], tag) && platformFits(parts.dropFirst(2).last, tag)
    case let name where name.hasPrefix("pypy"):
      return tag.python == "pp" + name.dropFirst(4) || isGeneric(tag)
    // Another implementation's suffix, or a word of the packager's own: nothing known is against it.
    default: return true
    }
  }

  /// `.cp311-win_amd64.pyd`, `.cp37-win32.pyd` of the ABI cp37m; no Python on Windows looks for `.abi3.pyd`
  /// (Python/dynload_win.c).
  private func importsPYD(_ implementation: String, _ platform: String?, _ tag: WheelTag) -> Bool {
    if implementation == "abi3" || implementation == "abi3t" { return false }
    guard implementation.hasPrefix("cp3") else { return true }
    let abi = tag.abi.hasSuffix("m") ? String(tag.abi.dropLast()) : tag.abi
    return
      (abi == implementation
      || (abi == "none" && [implementation, "py" + implementation.dropFirst(2)].contains(tag.python)))
      && platform.map { $0 == tag.platform } ?? true
  }

  private func isGeneric(_ tag: WheelTag) -> Bool { tag.abi == "none" && tag.python.hasPrefix("py") }

  private func importsCPython(_ version: String, _ tag: WheelTag) -> Bool {
    tag.abi == "cp\(version)" || (tag.abi == "none" && tag.python == "cp\(version)")
      || (tag.abi == "none" && tag.python == "py\(version)")
  }

  /// The suffix ends in the platform triplet; that musl's CPython has `-gnu` in it before 3.11 is no defect.
  private func platformFits(_ triplet: String?, _ tag: WheelTag) -> Bool {
    guard let triplet, let architecture = triplet.split(separator: "-").first else { return true }
    let platform = PlatformTag(tag.platform)
    if let named = Machine(named: String(architecture)),
      let promised = platform.architecture.flatMap(Machine.init(named:)),
      named != promised
    {
      return false
    }
    if case .manylinux = platform, triplet.hasSuffix("-musl") { return false }
    return true
  }

  /// The stable ABI promises any later Python; libpython3.11 is there with 3.11 only (libpython3.so is the stable one).
  private var pythonLibrary: [Defect] {
    guard wheel.tags.contains(where: { $0.abi == "abi3" || $0.abi == "abi3t" }),
      let library = module.image.needed.first(where: { $0.hasPrefix("libpython3.") && !$0.hasPrefix("libpython3.so") })
    else { return [] }
    return [
      Defect(
        kind: "abi3-needs-one-python",
        message: "\(module.path) needs \(library), and the wheel's abi3 tag says that it runs on later Pythons too.",
        member: module.path)
    ]
  }
}
