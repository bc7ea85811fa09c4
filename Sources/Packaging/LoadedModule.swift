import Model

/// An extension module, or one slice of a universal one, whatever its format: what the rules of Python rest on.
struct LoadedModule {
  var path: String
  var name: ModuleName
  var image: any NativeImage

  /// Windows' Pythons look for other suffixes than those of macOS and Linux.
  var isPYD: Bool { path.hasSuffix(".pyd") }
  var hasStableSuffix: Bool { name.soabi == "abi3" || name.soabi == "abi3t" }
}

/// Any file of native code in a package, or one slice of it.
struct NativeBinary {
  var path: String
  var image: any NativeImage

  init(path: String, image: any NativeImage) { (self.path, self.image) = (path, image) }

  init(_ binary: Wheel.Binary) { self.init(path: binary.path, image: binary.elf) }
}

extension ForeignBinary {
  /// Nil for a library, and for what has nothing of Python's among its symbols.
  var moduleName: ModuleName? {
    let name = ModuleName(path, ending: format == .windows ? ".pyd" : ".so")
    // A .pyd is Python's by its name.
    let isPythons = format == .windows || images.contains { $0.importsPython || $0.offersModule }
    return isPythons ? name : nil
  }

  /// One that was copied into the package beside its modules: delocate's and delvewheel's folders.
  var isBundled: Bool {
    path.split(separator: "/").dropLast().contains { $0 == ".dylibs" || $0.hasSuffix(".libs") }
  }

  var natives: [NativeBinary] { images.map { NativeBinary(path: path, image: $0) } }
}

extension Wheel {
  var loadedModules: [LoadedModule] {
    extensionModules.map { LoadedModule(path: $0.path, name: $0.moduleName, image: $0.elf) }
      + foreign.flatMap { binary in
        binary.moduleName.map { name in
          binary.images.map { LoadedModule(path: binary.path, name: name, image: $0) }
        } ?? []
      }
  }

  var natives: [NativeBinary] { binaries.map { NativeBinary($0) } + foreign.flatMap(\.natives) }
}

extension NodePackage {
  var natives: [NativeBinary] { binaries.map { NativeBinary($0) } + foreign.flatMap(\.natives) }
}

/// Both slices of a universal file mostly have one fault: it is told once.
func once(_ defects: [Defect]) -> [Defect] {
  var messages: Set<String> = []
  return defects.filter { messages.insert($0.message).inserted }
}
