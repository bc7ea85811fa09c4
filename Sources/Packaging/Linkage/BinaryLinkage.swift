import Model

/// How one ELF file is linked, whatever package it is in: what the loader maps, binds and searches.
struct BinaryLinkage {
  let binary: Wheel.Binary

  private var linkage: ELFLinkage { binary.elf.linkage }

  /// What nothing is loaded from, such as an object file, is not judged.
  private var isLoaded: Bool { binary.elf.type == .sharedObject || !binary.elf.needed.isEmpty }

  var defects: [Defect] {
    isLoaded ? stack + textRelocations + relro + binding + staticTLS + SearchPaths(binary: binary).defects : []
  }

  /// "dlopen and dlmopen no longer make the stack executable if a shared library requires it": NEWS of glibc 2.41.
  private var stack: [Defect] {
    guard binary.elf.wantsExecutableStack, !binary.elf.needsMusl else { return [] }
    let isDeclared = linkage.declaredExecutableStack != nil
    return [
      defect(
        "executable-stack",
        "\(binary.path) asks for an executable stack"
          + (isDeclared ? "" : " (it has no PT_GNU_STACK, as code from an assembler without .note.GNU-stack)")
          + "; glibc from 2.41 on refuses to load it, and older ones make every stack of the process executable.",
        severity: .error)
    ]
  }

  private var textRelocations: [Defect] {
    guard linkage.hasTextRelocations else { return [] }
    return [
      defect(
        "text-relocations",
        "\(binary.path) has relocations in its code (DT_TEXTREL), so that its pages are written to and shared with no "
          + "other process; under SELinux it isn't loaded. Compile all of it with -fPIC.")
    ]
  }

  private var relro: [Defect] {
    guard !linkage.hasRelro else { return [] }
    return [
      defect(
        "no-relro",
        "\(binary.path) has no PT_GNU_RELRO: its tables of function pointers stay writable. Link it with -Wl,-z,relro, "
          + "which is the default of ld and lld.")
    ]
  }

  /// Binding lazily is gcc's default and no finding; it is one where the toolchain's own default was taken away.
  private var binding: [Defect] {
    guard linkage.hasRelro, !linkage.bindsNow, binary.elf.strings.has(.rustc) else { return [] }
    return [
      defect(
        "lazy-binding",
        "\(binary.path) is of Rust and binds lazily, though rustc links with -z now: its function pointers stay writable. "
          + "Look for -C relro-level=partial or -Wl,-z,lazy among its flags.")
    ]
  }

  /// What glibc keeps for all objects that are loaded later, unless its tunables say otherwise: 1,664 bytes, before 2.32 as
  /// 64 + 16 * 100 and since as TLS_STATIC_SURPLUS of three name spaces and 512 optional ones (elf/dl-tls.c). Rounding up to
  /// the alignment of a cache line may leave up to 63 more: 1,712 were measured with 2.36.
  private static let surplus = 1664
  private static let rounding = 64

  private var staticTLS: [Defect] {
    guard linkage.usesStaticTLS, linkage.tlsBytes > 0, binary.elf.type == .sharedObject, !binary.elf.needsMusl else {
      return []
    }
    let never = linkage.tlsBytes > Self.surplus + Self.rounding
    var defect = defect(
      "static-tls",
      "\(binary.path) takes \(linkage.tlsBytes) bytes of static TLS (DF_STATIC_TLS), and glibc keeps \(Self.surplus) for "
        + "all libraries that are loaded later: "
        + (never ? "it can't be imported" : "beside others like it, it can't be imported")
        + " (\"cannot allocate memory in static TLS block\"). Compile it without -ftls-model=initial-exec.",
      severity: never ? .error : .warning)
    defect.facts = ["static-tls-bytes": .number(Double(linkage.tlsBytes))]
    return [defect]
  }

  private func defect(_ kind: String, _ message: String, severity: Severity = .warning) -> Defect {
    Defect(kind: kind, severity: severity, message: message, member: binary.path)
  }
}
