import Model

/// A platform in a file's, folder's or package's name against the ELF file under it.
struct PlatformName {
  let name: String
  let platform: NodePlatform

  /// One of macOS or Windows.
  func defect(_ binary: ForeignBinary) -> Defect? {
    let system = binary.format == .machO ? "darwin" : "win32"
    if platform.system != system { return defect("os-mismatch", binary.path, "is a \(binary.format.rawValue) file") }
    guard let machine = platform.machine, !binary.isManaged, !binary.images.contains(where: { $0.machine == machine })
    else { return nil }
    return defect("machine-mismatch", binary.path, "is built for \(binary.machines)")
  }

  func defect(_ binary: Wheel.Binary) -> Defect? {
    let elf = binary.elf
    if !NodePlatform.elfSystems.contains(platform.system) {
      return defect("os-mismatch", binary.path, "is an ELF file, which \(platform.system) doesn't load")
    }
    if let machine = platform.machine, machine != elf.machine {
      return defect("machine-mismatch", binary.path, "is built for \(elf.machine)")
    }
    if platform.wantsMusl, elf.needsGlibc { return defect("libc-mismatch", binary.path, "needs glibc") }
    if platform.wantsGlibc, elf.needsMusl { return defect("libc-mismatch", binary.path, "needs musl") }
    return nil
  }

  private func defect(_ kind: String, _ path: String, _ what: String) -> Defect {
    Defect(kind: kind, message: "\(path) \(what), and the name \(name) promises another platform.", member: path)
  }
}

extension SharedObject {
  /// The platform in a bare file's name, `words.linux-x64-gnu.node`.
  var nameDefect: Defect? {
    NodePlatform(suffixOf: name.dropLast(".node".count)).flatMap {
      PlatformName(name: name, platform: $0).defect(Wheel.Binary(path: name, elf: elf))
    }
  }
}
