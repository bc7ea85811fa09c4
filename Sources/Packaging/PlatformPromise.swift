import Model

/// One ELF file against the wheel's platform tags: processor, C library, and how new a C library it needs.
struct PlatformPromise {
  let binary: Wheel.Binary
  let wheel: Wheel

  private var tags: [String] { Set(wheel.tags.map(\.platform)).sorted() }

  var defects: [Defect] {
    guard !tags.contains("any") else { return [inPureWheel] }
    let machines = tags.compactMap(machineDefect)
    return (machines.count == tags.count ? Array(machines.prefix(1)) : []) + tags.compactMap(libraryDefect).prefix(1)
      + glibc
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
    default: nil
    }
  }

  /// The tag that promises the oldest glibc is the one that has to hold.
  private var glibc: [Defect] {
    let promises = tags.compactMap { tag -> (tag: String, glibc: DottedVersion)? in
      if case .manylinux(let glibc, _) = PlatformTag(tag) { (tag, glibc) } else { nil }
    }
    guard let oldest = promises.min(by: { $0.glibc < $1.glibc }), let needed = binary.elf.maximumGlibc,
      needed > oldest.glibc
    else { return [] }
    var defect = defect(
      "glibc-newer-than-tag",
      "\(binary.path) needs GLIBC_\(needed) (\(newest(needed))), "
        + "and \(oldest.tag) promises that \(oldest.glibc) is enough."
    )
    defect.facts = ["glibc-needed": .string("\(needed)"), "glibc-promised": .string("\(oldest.glibc)")]
    return [defect]
  }

  /// The symbols that need the newest version: what to avoid, or what the build image has to be older than.
  private func newest(_ version: DottedVersion) -> String {
    let names = binary.elf.symbols.filter { $0.version == "GLIBC_\(version)" && !$0.isDefined }.map(\.name)
    return names.isEmpty ? "by no named symbol" : names.prefix(3).joined(separator: ", ")
  }

  private func defect(_ kind: String, _ message: String) -> Defect {
    Defect(kind: kind, message: message, member: binary.path)
  }
}
