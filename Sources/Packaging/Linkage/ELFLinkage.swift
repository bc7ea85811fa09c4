import CElf

/// How the loader is told to map and bind a file: the dynamic section's flags and the program headers that aren't loaded.
///
/// Source: System V gABI chapter 5, and the GNU extensions in <elf.h>.
package struct ELFLinkage: Sendable, Equatable {
  /// PT_GNU_RELRO: what is relocated is made read-only afterwards.
  package var hasRelro = false
  /// DT_BIND_NOW, DF_BIND_NOW or DF_1_NOW: every function is bound while the file is loaded.
  package var bindsNow = false
  /// DT_TEXTREL or DF_TEXTREL: the loader writes into code.
  package var hasTextRelocations = false
  /// PT_GNU_STACK with PF_X; nil where there is none.
  package var declaredExecutableStack: Bool?
  /// DF_STATIC_TLS: some of its thread-local variables, or of what it needs, are reached at a fixed offset.
  package var usesStaticTLS = false
  /// Bytes of its own thread-local variables (PT_TLS).
  package var tlsBytes = 0

  /// All of what it binds is read-only once it is loaded.
  package var isFullRelro: Bool { hasRelro && bindsNow }
}

extension ELFLinkage {
  init(_ image: ELFImage, _ dynamic: DynamicTable) {
    let flags = dynamic.value(DT_FLAGS) ?? 0
    hasRelro = image.segments.contains { $0.p_type == PT_GNU_RELRO }
    bindsNow =
      dynamic.value(DT_BIND_NOW) != nil || flags & UInt64(DF_BIND_NOW) != 0
      || (dynamic.value(DT_FLAGS_1) ?? 0) & UInt64(DF_1_NOW) != 0
    hasTextRelocations = dynamic.value(DT_TEXTREL) != nil || flags & UInt64(DF_TEXTREL) != 0
    declaredExecutableStack = image.segments.first { $0.p_type == PT_GNU_STACK }.map { $0.p_flags & UInt32(PF_X) != 0 }
    usesStaticTLS = flags & UInt64(DF_STATIC_TLS) != 0
    tlsBytes = image.segments.first { $0.p_type == PT_TLS }.map { Int(clamping: $0.p_memsz) } ?? 0
  }
}

extension ELFFile {
  /// Whether loading it asks for a stack that code may run on: glibc takes a missing PT_GNU_STACK for yes on x86
  /// (DEFAULT_STACK_PERMS in sysdeps/x86*/stackinfo.h).
  package var wantsExecutableStack: Bool {
    linkage.declaredExecutableStack ?? ["x86_64", "i686"].contains(machine.description)
  }

  /// RPATH and RUNPATH, part by part; the loader passes over RPATH where there is RUNPATH (ld.so(8)).
  package var searchPaths: [String] {
    (runpath ?? rpath)?.split(separator: ":", omittingEmptySubsequences: false).map(String.init) ?? []
  }

  /// `__stack_chk_fail`: gcc's and clang's -fstack-protector.
  package var usesStackProtector: Bool { symbols.contains { $0.name == "__stack_chk_fail" } }

  /// `__memcpy_chk` and its like: glibc's _FORTIFY_SOURCE.
  package var usesFortify: Bool {
    symbols.contains { !$0.isDefined && $0.name.hasPrefix("__") && $0.name.hasSuffix("_chk") }
  }

  /// The newest version asked of each family of symbol versions: `["GLIBC": "2.17", "GLIBCXX": "3.4.21"]`.
  package var newestVersions: [String: String] {
    let asked = requiredVersions.values.joined().filter { !$0.isWeak }.compactMap { SymbolVersion($0.name) }
    return Dictionary(grouping: asked, by: \.family).compactMapValues { versions in
      versions.max { $0.order.lexicographicallyPrecedes($1.order) }?.version
    }
  }
}
