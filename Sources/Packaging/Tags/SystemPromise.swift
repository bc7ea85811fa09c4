import Model

/// What one ELF file needs of the system's libraries, against the oldest system that the wheel's tags promise.
struct SystemPromise {
  let binary: Wheel.Binary
  let system: OldestSystem

  var defects: [Defect] { glibc + privateGlibc + versions + forbidden }

  /// The tag that promises the oldest glibc is the one that has to hold.
  private var glibc: [Defect] {
    guard let promised = system.glibc,
      let needed = binary.elf.neededGlibc.filter({ !system.allowsGlibc($0) }).max()
    else { return [] }
    var defect = defect(
      "glibc-newer-than-tag",
      "\(binary.path) needs GLIBC_\(needed) (\(newest(needed))), and \(system.tag) promises that \(promised) is enough."
    )
    defect.facts = ["glibc-needed": .string("\(needed)"), "glibc-promised": .string("\(promised)")]
    return [defect]
  }

  /// The symbols that need the newest version: what to avoid, or what the build image has to be older than.
  private func newest(_ version: DottedVersion) -> String {
    let names = binary.elf.symbols.filter { $0.version == "GLIBC_\(version)" && !$0.isDefined }.map(\.name)
    return names.isEmpty ? "by no named symbol" : names.prefix(3).joined(separator: ", ")
  }

  private var privateGlibc: [Defect] {
    guard system.glibc != nil, let library = needed.first(where: { $0.version.description == "GLIBC_PRIVATE" })?.library
    else { return [] }
    return [
      defect(
        "private-glibc-symbol",
        "\(binary.path) needs GLIBC_PRIVATE of \(library): what glibc keeps for itself, which no policy has and which "
          + "may be gone in its next release.", severity: .warning)
    ]
  }

  /// GLIBCXX, CXXABI, GCC, ZLIB …: a library that the policy has may be as old as the policy.
  private var versions: [Defect] {
    guard let policy = system.policy else { return [] }
    let refused = needed.filter {
      $0.version.family != "GLIBC" && system.provides($0.library) && !policy.allows($0.version)
    }
    return Dictionary(grouping: refused, by: \.version.family).sorted { $0.key < $1.key }.compactMap {
      $0.value.max { $0.version.order.lexicographicallyPrecedes($1.version.order) }
    }.map { tooNew($0.library, $0.version, policy) }
  }

  private func tooNew(_ library: String, _ version: SymbolVersion, _ policy: PlatformPolicy) -> Defect {
    let promised = policy.newest(version.family)?.description ?? "none of that name"
    let since = system.policies.oldest(with: version, architecture: policy.architecture)
    var defect = defect(
      "symbol-version-newer-than-tag",
      "\(binary.path) needs \(version) of \(library), and \(system.tag) promises \(promised)"
        + "; on a system as old as that it can't be loaded."
        + (since.map { " The oldest policy that has it is \($0)." } ?? " No policy has it."))
    defect.facts = ["needed": .string("\(version)"), "library": .string(library), "promised": .string(promised)]
    return defect
  }

  private var forbidden: [Defect] {
    let names = (system.policy?.forbidden ?? [:]).filter {
      binary.elf.needed.contains($0.key) && system.provides($0.key)
    }
    return names.sorted { $0.key < $1.key }.compactMap { library, names in
      let used = binary.elf.symbols.filter { !$0.isDefined && !$0.isWeak && names.contains($0.name) }.map(\.name)
      guard !used.isEmpty else { return nil }
      return defect(
        "forbidden-symbol",
        "\(binary.path) uses \(used.prefix(3).joined(separator: ", ")) of \(library), which is not its public interface; "
          + "the policy of \(system.tag) forbids it, since another build of the library may not have it.",
        severity: .warning)
    }
  }

  private var needed: [(library: String, version: SymbolVersion)] {
    binary.elf.requiredVersions.flatMap { library, versions in
      versions.filter { !$0.isWeak }.compactMap { SymbolVersion($0.name) }.map { (library, $0) }
    }
  }

  private func defect(_ kind: String, _ message: String, severity: Severity = .error) -> Defect {
    Defect(kind: kind, severity: severity, message: message, member: binary.path)
  }
}
