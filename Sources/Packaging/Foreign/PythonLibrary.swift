import Model

/// The DLL of Python's that a module of Windows takes its functions from, against the wheel's tags.
///
/// Source: Python's "Using Python on Windows" and "C API Stability": `python3.dll` has the stable ABI, `python311.dll` that of 3.11.
struct PythonLibrary {
  let module: LoadedModule
  let wheel: Wheel

  var defects: [Defect] {
    guard let library = Self.name(in: module.image.needed), let found = Self.version(library) else { return [] }
    let tags = wheel.tags.filter { $0.python.hasPrefix("cp") }
    guard !tags.isEmpty, tags.count == wheel.tags.count else { return [] }
    if tags.allSatisfy(\.isStable) { return [stable(library, tags[0])] }
    // `cp37m` was the ABI of python37.dll.
    let fits = tags.contains { $0.isStable || $0.abi == "none" || $0.abi == "cp\(found)" || $0.abi == "cp\(found)m" }
    return fits ? [] : [other(library, tags[0])]
  }

  /// Of all DLLs that are named.
  private static func name(in needed: [String]) -> String? {
    needed.first { version($0.lowercased()) != nil }
  }

  /// `311` and `313t` of python311.dll and python313t.dll; nil of python3.dll, and of debug ones, which linkage tells.
  private static func version(_ library: String) -> String? {
    let name = library.lowercased()
    guard name.hasPrefix("python"), name.hasSuffix(".dll") else { return nil }
    let version = name.dropFirst(6).dropLast(4)
    let digits = version.hasSuffix("t") ? version.dropLast() : version
    return digits.count > 1 && digits.first == "3" && digits.allSatisfy(\.isNumber) ? String(version) : nil
  }

  private func stable(_ library: String, _ tag: WheelTag) -> Defect {
    Defect(
      kind: "abi3-needs-one-python",
      message:
        "\(module.path) takes Python's functions from \(library), and the wheel's tag \(tag.python)-\(tag.abi) says that "
        + "it runs on later Pythons too, which have it under another name.", member: module.path)
  }

  private func other(_ library: String, _ tag: WheelTag) -> Defect {
    Defect(
      kind: "abi-mismatch",
      message: "\(module.path) takes Python's functions from \(library), which no interpreter of the tag "
        + "\(tag.python)-\(tag.abi) has.", member: module.path)
  }
}
