import Model

/// What the loaders of macOS and Windows are told otherwise than before: libraries, oldest system, protections, search paths.
/// Held against each other are binaries of one format alone.
struct ForeignComparison {
  let old: Inspection
  let new: Inspection
  private let pairs: [(old: Inspection.Binary, new: Inspection.Binary)]

  init(_ old: Inspection, _ new: Inspection) {
    (self.old, self.new) = (old, new)
    // A slice for another processor has a history of its own.
    pairs = BinaryPairs(old, new).pairs.filter {
      $0.old.format != nil && $0.old.format == $0.new.format && $0.old.machine == $0.new.machine
    }
  }

  var changes: [Change] {
    libraries
      + pairs.flatMap { old, new in oldestSystem(old, new) + Self.protections(old, new) + Self.searchPaths(old, new) }
  }

  /// What was asked and has no answer, in sentences.
  var unmeasured: [String] {
    let untold = pairs.filter { $0.old.missingLibraries == nil || $0.new.missingLibraries == nil }
    return untold.isEmpty
      ? []
      : [
        "The libraries of \(untold.map(\.new.path).listed(2)) are not compared: what comes with its system is not known."
      ]
  }

  /// A library that nothing brings, once for the package and each system.
  private var libraries: [Change] {
    Set(pairs.compactMap(\.new.format)).sorted().flatMap { format -> [Change] in
      let before = Self.missing(old, format), after = Self.missing(new, format)
      return after.filter { before[$0.key] == nil }.sorted { $0.key < $1.key }.map { _, library in
        Change(
          "library-added", weight(of: library.name),
          "\(library.path) needs \(library.name), which is neither in the "
            + "package nor part of \(library.system): where nothing else has brought it, it can't be loaded.",
          member: library.path, facts: ["library": .string(library.name)])
      }
    }
  }

  /// Another package may bring it along, and Visual C++'s runtime is on most machines.
  private func weight(of library: String) -> Change.Weight {
    let hasOthers = new.identity.requirements.contains { !$0.contains("extra ==") }
    return !new.form.isPackage || hasOthers || WindowsLibraries.isRuntime(library.lowercased()) ? .warning : .error
  }

  /// By the name as Windows and macOS look for it, without case.
  private static func missing(
    _ inspection: Inspection, _ format: String
  ) -> [String: (name: String, path: String, system: String)] {
    var missing: [String: (String, String, String)] = [:]
    for binary in inspection.binaries where binary.format == format {
      for name in binary.missingLibraries ?? [] {
        missing[name.lowercased()] = missing[name.lowercased()] ?? (name, binary.path, binary.systemName)
      }
    }
    return missing
  }
}

extension ForeignComparison {
  /// A wheel's tags say it, and whether they were raised is their own question; a DLL's number Windows doesn't look at.
  private func oldestSystem(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    let system = new.versions["iOS"] == nil ? "macOS" : "iOS"
    guard let was = old.versions[system], let told = new.versions[system], let before = DottedVersion(parsing: was),
      let after = DottedVersion(parsing: told), before < after
    else { return [] }
    return [
      Change(
        "macos-raised", isPromised(after, new.machine) ? .information : .error,
        "\(new.path) says that it runs on \(system) \(told) or later (\(new.machine)), and \(was) was enough.",
        member: new.path, facts: ["old": .string(was), "new": .string(told)])
    ]
  }

  private func isPromised(_ version: DottedVersion, _ machine: String) -> Bool {
    guard let machine = Machine(named: machine == "arm64" ? "aarch64" : machine) else { return false }
    let answers = new.wheelTags.compactMap { ForeignTag($0.platform)?.covers(version, on: machine) }
    return !answers.isEmpty && answers.allSatisfy(\.self)
  }

  private static func protections(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    let lost = Set(old.protections ?? []).subtracting(new.protections ?? []).sorted()
    guard !lost.isEmpty else { return [] }
    // Apple silicon runs no code without a signature, be it one that anybody can make.
    let isRefused = new.systemName == "macOS" && new.machine == "arm64" && lost.contains("signed")
    let words = lost.map { $0 == "signed" ? "has no signature" : "is built without \($0)" }
    return [
      Change(
        "hardening-lost", isRefused ? .error : .warning,
        "\(new.path) \(words.listed()), and had it before\(isRefused ? ": Apple silicon doesn't load it" : "").",
        member: new.path, facts: ["lost": lost.value])
    ]
  }

  /// Only what is named by @rpath is looked for there: dyld(1).
  private static func searchPaths(_ old: Inspection.Binary, _ new: Inspection.Binary) -> [Change] {
    guard new.needed.contains(where: { $0.hasPrefix("@rpath/") && !$0.hasPrefix("@rpath/libswift") }) else { return [] }
    let added = (new.searchPaths ?? []).filter { path in
      path.hasPrefix("/") && !MachOLinkage.isSystems(path + "/") && old.searchPaths?.contains(path) != true
    }
    guard !added.isEmpty else { return [] }
    return [
      Change(
        "search-path-added", .warning,
        "\(new.path) looks for libraries in \(added.listed()), a folder of the machine that it was built on.",
        member: new.path)
    ]
  }
}

extension Inspection.Binary {
  fileprivate var systemName: String {
    format == ArchiveMember.Format.machO.rawValue
      ? "macOS" : format == ArchiveMember.Format.windows.rawValue ? "Windows" : "its system"
  }
}
