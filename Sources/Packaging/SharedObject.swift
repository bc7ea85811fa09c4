import Model

/// The package probes' questions of a single shared object.
struct SharedObject {
  let path: String
  let elf: ELFFile

  /// The last component of its path.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  var figures: [Observation] {
    [
      .fact("machine", .string(elf.machine.description)),
      .fact("needed", .array(elf.needed.map { .string($0.printable) })),
    ]
  }

  /// `package/archive-sound`: a whole ELF shared object.
  var archiveSound: [Defect] {
    guard elf.type != .sharedObject else { return [] }
    return [
      Defect(
        kind: "not-a-shared-object", message: "\(name) is an ELF file and not a shared object; no host can load it.")
    ]
  }

  /// `package/tag-truth`: built for the machine that it is tried on.
  var tagTruth: [Defect] {
    guard let here = Machine(named: Machine.hereName), elf.machine != here else { return [] }
    return [
      Defect(kind: "machine-mismatch", message: "\(name) is built for \(elf.machine), and this machine is \(here).")
    ]
  }

  /// `package/entry-point`: there is something to call. The functions that every linker adds don't count.
  var entryPoint: [Defect] {
    let added: Set<String> = ["_init", "_fini"]
    guard !elf.symbols.contains(where: { $0.isDefined && !added.contains($0.name) }) else { return [] }
    return [
      Defect(
        kind: "no-exports",
        message:
          "\(name) exports no symbol, so that a host can call nothing in it; mark its functions #[no_mangle] pub "
          + "extern \"C\", or with default visibility.")
    ]
  }
}
