import Model

/// One ELF file against the wheel's platform tags: its processor, and which C library it needs.
struct PlatformPromise {
  let binary: Wheel.Binary
  let wheel: Wheel

  private var tags: [String] { Set(wheel.tags.map(\.platform)).sorted() }

  var defects: [Defect] {
    guard !tags.contains("any") else { return [inPureWheel] }
    let machines = tags.compactMap(machineDefect)
    return (machines.count == tags.count ? Array(machines.prefix(1)) : []) + tags.compactMap(libraryDefect).prefix(1)
      + tags.compactMap(levelDefect).prefix(1)
  }

  private var inPureWheel: Defect {
    defect(
      "binary-in-pure-wheel",
      "\(binary.path) is built for \(binary.elf.machine), and the wheel's tag 'any' says it runs everywhere.")
  }

  private func machineDefect(_ tag: String) -> Defect? {
    let platform = PlatformTag(tag)
    guard let architecture = platform.architecture else {
      return defect("machine-mismatch", "\(binary.path) is an ELF file, which nothing that takes \(tag) can load.")
    }
    guard let promised = Machine(named: architecture), promised != binary.elf.machine else { return nil }
    return defect(
      "machine-mismatch", "\(binary.path) is built for \(binary.elf.machine), and the tag \(tag) says \(promised).")
  }

  private func libraryDefect(_ tag: String) -> Defect? {
    switch PlatformTag(tag) {
    case .musllinux where binary.elf.needsGlibc:
      defect("libc-mismatch", "\(binary.path) needs glibc, and the tag \(tag) says that musl is there.")
    case .manylinux where binary.elf.needsMusl:
      defect("libc-mismatch", "\(binary.path) needs musl, and the tag \(tag) says that glibc is there.")
    case .android where binary.elf.needsGlibc || binary.elf.needsMusl:
      defect(
        "libc-mismatch",
        "\(binary.path) needs \(binary.elf.needsGlibc ? "glibc" : "musl"), and the tag \(tag) is for Android, which has a C "
          + "library of its own.")
    default: nil
    }
  }

  /// Functions of Android's C library that joined it after the level that the tag names.
  private func levelDefect(_ tag: String) -> Defect? {
    guard case .android(let promised, _) = PlatformTag(tag), let (level, names) = binary.elf.neededAndroid,
      level > promised
    else { return nil }
    var defect = defect(
      "android-newer-than-tag",
      "\(binary.path) needs API level \(level) (\(names.prefix(3).joined(separator: ", "))), and the tag \(tag) promises that "
        + "\(promised) is enough: on an older one it isn't loaded.")
    defect.facts = ["android-needed": .number(Double(level)), "android-promised": .number(Double(promised))]
    return defect
  }

  private func defect(_ kind: String, _ message: String) -> Defect {
    Defect(kind: kind, message: message, member: binary.path)
  }
}
