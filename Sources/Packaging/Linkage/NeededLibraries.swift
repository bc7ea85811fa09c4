import Model

/// Libraries that the files of a package need, that it doesn't bring, and that nobody promises to be there.
struct NeededLibraries {
  let binaries: [Wheel.Binary]
  /// What is there on every system that the package is for; nil where nothing says.
  let allows: ((String) -> Bool)?
  /// What says so: a tag, or a word for it.
  let promise: String

  /// One for each library, whichever files need it.
  var defects: [Defect] {
    guard let allows else { return [] }
    let bundled = bundled
    var users: [String: [Wheel.Binary]] = [:]
    for binary in binaries where binary.elf.type != .other {
      for library in Set(binary.elf.needed) where !bundled.contains(library) && !allows(library) && !isHost(library) {
        users[library, default: []].append(binary)
      }
    }
    return users.sorted { $0.key < $1.key }.map { defect($0.key, $0.value) }
  }

  /// File names and sonames: the loader knows a library by the one, and one that is loaded already by the other.
  private var bundled: Set<String> {
    Set(
      binaries.flatMap { binary in
        [binary.path.split(separator: "/").last.map(String.init), binary.elf.soname].compactMap(\.self)
      })
  }

  /// Told by findings of their own.
  private func isHost(_ library: String) -> Bool { library.hasPrefix("libpython") || library.hasPrefix("libnode.so") }

  private func defect(_ library: String, _ users: [Wheel.Binary]) -> Defect {
    let others = users.count > 1 ? " and \(users.count - 1) more" : ""
    let isElsewhere = users.allSatisfy(looksElsewhere)
    return Defect(
      kind: "library-not-bundled", severity: isElsewhere ? .warning : .error,
      message:
        "\(users[0].path)\(others) \(users.count > 1 ? "need" : "needs") \(library), which is neither in the package nor promised by \(promise)"
        + (isElsewhere
          ? "; it is looked for in another package's folder, which has to be installed beside this one."
          : "; where it is not installed by chance, the import fails. Bundle it (auditwheel repair), or link it statically."),
      member: users[0].path, facts: ["library": .string(library.printable)])
  }

  /// A search path that leads to a folder beside the package: where a wheel of its own puts the library.
  private func looksElsewhere(_ binary: Wheel.Binary) -> Bool {
    let own = Set(binaries.compactMap { ExtensionModule.installedPath($0.path).first })
    let folders = ExtensionModule.installedPath(binary.path).dropLast()
    return binary.elf.searchPaths.contains { path in
      guard path.hasPrefix("$ORIGIN/") else { return false }
      var place = Array(folders)
      for part in path.dropFirst(8).split(separator: "/") where part != "." {
        if part == ".." { _ = place.popLast() } else { place.append(part) }
      }
      return place.first.map { !own.contains($0) } ?? false
    }
  }
}
