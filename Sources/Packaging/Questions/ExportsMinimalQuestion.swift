import Model

/// `package/exports-minimal`: is the ABI surface small and deliberate?
struct ExportsMinimalQuestion: PackageQuestion {
  static let probe = "package/exports-minimal"
  private let tables: Tables

  init(_ circumstances: Circumstances) { tables = circumstances.tables }

  func answer(_ wheel: Wheel) -> [Observation] {
    let modules = eachFile(wheel.loadedModules.map { NativeBinary(path: $0.path, image: $0.image) })
    guard !modules.isEmpty else {
      return wheel.figures + [.skip("there is no extension module in the wheel that could export too much")]
    }
    return wheel.figures + exports(wheel.natives, modules) { $0.hasPrefix("PyInit") || $0.hasPrefix("PyModExport") }
  }

  func answer(_ package: NodePackage) -> [Observation] {
    let addons = eachFile(package.addons.map { NativeBinary(path: $0.path, image: $0.image) })
    let unused = bounded(UnusedExports(package: package).defects)
    if addons.isEmpty {
      guard UnusedExports(package: package).hasReadScript else { return package.figures + [Self.nothing] }
      return package.figures + unused
    }
    return package.figures + exports(package.natives, addons, isEntry: Self.isRegistration) + unused
  }

  private static let nothing = Observation.skip(
    "there is no addon, and no module behind a script of wasm-bindgen's, in it")

  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    let binary = NativeBinary(path: addon.path, image: addon.image)
    return object.figures + exports([binary], [binary], isEntry: Self.isRegistration)
  }

  func answer(_ addon: ForeignBinary) -> [Observation] {
    addon.figures + exports(addon.natives, eachFile(addon.natives), isEntry: Self.isRegistration)
  }

  /// Slices of a universal file export the same.
  private func eachFile(_ binaries: [NativeBinary]) -> [NativeBinary] {
    var seen: Set<String> = []
    return binaries.filter { seen.insert($0.path).inserted }
  }

  /// A library's exports are what it is for; what none may be meant to export is told.
  func answer(_ library: SharedObject) -> [Observation] {
    guard library.elf.hasSections else { return [Self.stripped] }
    return library.figures + bounded(library.internals)
  }

  func answer(_ module: BareModule) -> [Observation] {
    [.skip("a module's exports are its interface, and nothing beside it says which are meant")]
  }

  private static let stripped = Observation.unmeasured(
    "the section headers are stripped, and with them the table of exports")

  /// Node's "C++ addons" and "Node-API" pages.
  private static func isRegistration(_ name: String) -> Bool {
    name == "napi_register_module_v1" || name == "node_api_module_get_api_version_v1"
      || name.hasPrefix("node_register_module_v") || name.hasPrefix("_register_")
  }

  private func exports(
    _ binaries: [NativeBinary], _ loaded: [NativeBinary], isEntry: (String) -> Bool
  ) -> [Observation] {
    guard loaded.contains(where: \.image.tellsSymbols) else { return [Self.stripped] }
    return withoutActuallyEscaping(isEntry) { isEntry in
      do throws(PackagingError) {
        return bounded(
          UnneededExports(
            binaries: binaries, loaded: loaded, isEntry: isEntry, libraries: try tables.bundledLibraries()
          ).defects)
      } catch { return [.unmeasured(error.description)] }
    }
  }
}

extension SharedObject {
  fileprivate var internals: [Defect] { rustInternals + cPlusPlusRuntime }

  private var strongFunctions: [String] {
    elf.symbols.filter { $0.isDefined && $0.isFunction && !$0.isWeak }.map(\.name)
  }

  /// Functions of Rust's standard library that were linked in and stayed visible.
  private var rustInternals: [Defect] {
    let prefixes = ["_ZN4core", "_ZN3std", "_ZN5alloc", "_RNvNt"]
    let names = strongFunctions.filter { name in prefixes.contains(where: name.hasPrefix) }
    guard !names.isEmpty else { return [] }
    let shown = names.prefix(3).map(ExportedNames.readable).joined(separator: ", ")
    return [
      Defect(
        kind: "exports-internals", severity: .warning,
        message:
          "\(name) exports \(names.count) of Rust's own functions (\(shown)), whose names change with each compiler; "
          + "link it as a cdylib, not as a dylib.", member: name)
    ]
  }

  /// What only the runtime of C++ defines: Itanium C++ ABI, "Exception Handling"; libstdc++'s <iostream> and <functexcept.h>.
  private static let runtime: Set<String> = [
    "__cxa_throw", "__cxa_begin_catch", "__cxa_rethrow", "__gxx_personality_v0", "_ZNSt8ios_base4InitC1Ev",
    "_ZSt9terminatev", "_ZSt20__throw_length_errorPKc",
  ]

  /// A static libstdc++ whose functions stayed visible; a program that has one of its own then has two that get mixed up.
  private var cPlusPlusRuntime: [Defect] {
    let names = strongFunctions.filter(Self.runtime.contains)
    guard !names.isEmpty, !isCPlusPlusRuntime else { return [] }
    let shown = names.prefix(3).map(ExportedNames.readable).joined(separator: ", ")
    return [
      Defect(
        kind: "exports-internals", severity: .warning,
        message:
          "\(name) exports functions of the C++ runtime that is linked into it (\(shown)): exceptions and streams of a program "
          + "may come to this copy. Link it with -Wl,--exclude-libs,ALL, or with the shared runtime.", member: name)
    ]
  }

  private var isCPlusPlusRuntime: Bool {
    ["libstdc++", "libc++", "libsupc++", "libcxxrt"].contains(where: (elf.soname ?? name).hasPrefix)
  }
}
