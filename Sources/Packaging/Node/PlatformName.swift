import Model

/// A platform in a file's, folder's or package's name against the ELF file under it.
struct PlatformName {
  let name: String
  let platform: NodePlatform

  func defect(_ binary: Wheel.Binary) -> Defect? {
    let elf = binary.elf
    if !NodePlatform.elfSystems.contains(platform.system) {
      return defect("os-mismatch", binary, "is an ELF file, which \(platform.system) doesn't load")
    }
    if let machine = platform.machine, machine != elf.machine {
      return defect("machine-mismatch", binary, "is built for \(elf.machine)")
    }
    if platform.wantsMusl, elf.needsGlibc { return defect("libc-mismatch", binary, "needs glibc") }
    if platform.wantsGlibc, elf.needsMusl { return defect("libc-mismatch", binary, "needs musl") }
    return nil
  }

  private func defect(_ kind: String, _ binary: Wheel.Binary, _ what: String) -> Defect {
    Defect(
      kind: kind, message: "\(binary.path) \(what), and the name \(name) promises another platform.",
      member: binary.path)
  }
}

extension Addon {
  /// The platform in a bare file's name, `words.linux-x64-gnu.node`.
  var nameDefect: Defect? {
    NodePlatform(suffixOf: path.dropLast(".node".count)).flatMap {
      PlatformName(name: path, platform: $0).defect(Wheel.Binary(path: path, elf: elf))
    }
  }
}
