import Model

/// What the declarations of a package promise of its addons against the names in their files.
struct AddonAgreement {
  let package: NodePackage
  private let names: [AddonNames.Name]

  init(package: NodePackage) {
    self.package = package
    names = AddonNames(package).all.filter { !AddonSearch.texts(for: $0.name).isEmpty }
  }

  /// Names that are nowhere accuse where others are found: a file that is packed has none of them.
  private var isTold: Bool {
    package.absentNames.map { absent in names.contains { !absent.contains($0.name) } } ?? false
  }

  var unmeasured: String? {
    guard !names.isEmpty, !isTold else { return nil }
    let reason =
      package.absentNames == nil ? "was not searched, since it is too large" : "has none of them as it is written"
    return "whether \(addons) exports the \(counted(names.count, "name")) that \(names[0].file) declares: it \(reason)"
  }

  var defects: [Defect] {
    guard isTold, let absent = package.absentNames else { return [] }
    var told: Set<String> = []
    return names.filter { isAbsent($0.name, absent) }.compactMap { name in
      // A class that isn't there lacks its methods, too.
      let outer = name.qualified.split(separator: ".").dropLast().joined(separator: ".")
      guard told.insert(name.qualified).inserted, outer.isEmpty || !told.contains(outer) else { return nil }
      let isCertain = isRust && [.function, .type].contains(name.kind)
      return Defect(
        kind: "declared-not-in-addon", severity: isCertain ? .error : .warning,
        message:
          "\(name.file) declares the \(name.kind.rawValue) \(name.qualified), which \(name.script) takes from \(addons), and "
          + "that name is nowhere in \(package.elfAddons.count == 1 ? "it" : "them"); a program that TypeScript accepts finds "
          + "undefined there. Generate the declarations from this build.",
        member: name.file, facts: ["name": .string(name.qualified.printable)])
    }
  }

  /// napi-rs registers names that are constants; in C and C++ one may be put together in registers.
  private var isRust: Bool { package.elfAddons.allSatisfy { $0.elf.frameworks["napi"] != nil } }

  private func isAbsent(_ name: String, _ absent: Set<String>) -> Bool {
    let texts = AddonSearch.texts(for: name)
    return isRust ? absent.contains(name) : texts.count > 1 && texts.allSatisfy(absent.contains)
  }

  private var addons: String { package.elfAddons.map(\.path).sorted().listed(3) }
}
