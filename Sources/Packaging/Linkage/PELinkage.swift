import Model

/// The DLLs that a PE file names: those that come with Windows, with the host, with the package, and the rest.
struct PELinkage {
  let path: String
  let image: ForeignImage
  let loading: PELoading
  let places: PackagePlaces
  let table: WindowsLibraries
  /// Python's installers bring the C runtime's DLL; Node is linked with a runtime of its own.
  let isForPython: Bool

  init?(_ path: String, _ image: ForeignImage, _ places: PackagePlaces, _ table: WindowsLibraries, isForPython: Bool) {
    guard let loading = image.windows else { return nil }
    (self.path, self.image, self.loading) = (path, image, loading)
    (self.places, self.table, self.isForPython) = (places, table, isForPython)
  }

  var defects: [Defect] {
    var seen: Set<String> = []
    return image.needed.filter { seen.insert($0.lowercased()).inserted }.compactMap(library)
  }

  private func library(_ given: String) -> Defect? {
    let name = given.lowercased()
    if places.has(named: name) { return nil }
    if Self.isDebug(name) { return debug(given) }
    if Self.isHost(name) || table.has(name, image.machine) { return nil }
    if WindowsLibraries.isOfPython(name), isForPython { return nil }
    if WindowsLibraries.isRuntime(name) { return runtime(given) }
    let mayBeThere = loading.delayed.contains(given) || places.hasOthers
    return defect(
      "library-not-bundled", mayBeThere ? .warning : .error,
      "\(path) needs \(given), which is neither in the package nor part of Windows"
        + (mayBeThere
          ? "; unless another package has loaded it before, it fails where that is called for."
          : ": it isn't loaded (\"DLL load failed\") where that isn't installed by chance. Bundle it (delvewheel repair), or link "
            + "it statically."),
      ["library": .string(given)])
  }

  /// python311.dll, python3t.dll, PyPy's and GraalPy's, and what Node's addons name.
  private static func isHost(_ name: String) -> Bool {
    name == "node.exe" || name == "node.dll" || name == "libnode.dll" || name == "python-native.dll"
      || (name.hasPrefix("python") && name.hasSuffix(".dll")) || (name.hasPrefix("libpypy") && name.hasSuffix("-c.dll"))
  }

  /// Microsoft's debug runtimes, which may not be handed on, and a debug build of Python.
  private static func isDebug(_ name: String) -> Bool {
    let stem = name.dropLast(".dll".count)
    if name.hasPrefix("python") { return stem.hasSuffix("_d") }
    return name == "ucrtbased.dll"
      || (["vcruntime", "msvcp", "msvcr", "concrt", "vccorlib"].contains(where: name.hasPrefix) && stem.hasSuffix("d")
        && stem.dropLast().last?.isNumber == true)
  }

  private func debug(_ name: String) -> Defect {
    defect(
      "debug-library", .error,
      "\(path) needs \(name), which only a machine with Visual Studio, or a debug build of Python, has: it was built as Debug. "
        + "Build it as Release.")
  }

  /// Of those whom it fails, most don't know what to install.
  private func runtime(_ name: String) -> Defect {
    defect(
      "library-not-bundled", .warning,
      "\(path) needs \(name) of the Visual C++ redistributable, which comes neither with Windows nor with "
        + "\(isForPython ? "Python" : "Node"): where no other program has brought it, loading fails. Bundle it"
        + (isForPython ? " (delvewheel repair)" : "")
        + ", or link the runtime statically (/MT; Rust: -C target-feature=+crt-static).",
      ["library": .string(name)])
  }

  private func defect(_ kind: String, _ severity: Severity, _ message: String, _ facts: [String: Value] = [:]) -> Defect
  {
    Defect(kind: kind, severity: severity, message: message, member: path, facts: facts)
  }
}

/// DLLs that are on every Windows: the table `windows-libraries`.
struct WindowsLibraries: Decodable {
  /// By processor, `x86_64`: names in small letters.
  private var libraries: [String: Set<String>]

  private enum Key: String, CodingKey { case libraries }

  init(from decoder: any Decoder) throws {
    let lists = try decoder.container(keyedBy: Key.self).decode([String: String].self, forKey: .libraries)
    libraries = lists.mapValues { Set($0.split(separator: " ").map(String.init)) }
  }

  /// API sets are resolved by Windows itself; combase.dll is there from 8 on (delvewheel's list of patterns). Of a processor that the table lacks nothing is known to be missing.
  func has(_ name: String, _ machine: Machine) -> Bool {
    name.hasPrefix("api-ms-") || name == "combase.dll" || name.hasPrefix("ext-ms-")
      || libraries[machine.description]?.contains(name) ?? true
  }

  /// What Python's own files need from 3.5 on, so that it is there: vcruntime140.dll, from 3.8 on with `_1`, and the universal runtime.
  static func isOfPython(_ name: String) -> Bool {
    ["vcruntime140.dll", "vcruntime140_1.dll", "ucrtbase.dll"].contains(name)
  }

  /// Visual C++'s redistributable files.
  static func isRuntime(_ name: String) -> Bool {
    ["vcruntime", "vccorlib", "msvcp", "msvcr", "concrt", "vcamp", "vcomp", "ucrtbase"].contains(where: name.hasPrefix)
      || (name.hasPrefix("mfc") && name.dropFirst(3).first?.isNumber == true)
  }
}

extension Tables {
  func windowsLibraries() throws(PackagingError) -> WindowsLibraries { try load("windows-libraries") }
}
