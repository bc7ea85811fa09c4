import Model

/// Looks for the names that a package's addons have to have in the bytes of its ELF files: they are Node-API's C strings, or
/// Rust's, which no zero ends.
struct AddonSearch {
  let package: NodePackage
  let limits: ArchiveLimits
  private static let mostNames = 20_000

  /// What has to be in one of the files: the name, or what a compiler keeps together of it. A `std::string` of up to 15 bytes
  /// is made by instructions that hold 8 or 4 bytes of it each (x86-64).
  static func texts(for name: String) -> [String] {
    let bytes = name.utf8.count
    guard bytes > 3, name.utf8.allSatisfy({ $0 < 0x80 }) else { return bytes > 2 ? [name] : [] }
    return [name, String(name.prefix(bytes >= 8 ? 8 : 4))]
  }

  /// The package is read once more where there is something to look for. Nil where there isn't, or it can't be told.
  func absent(at path: String) throws(PackagingError) -> Set<String>? {
    let texts = Set(AddonNames(package).all.flatMap { Self.texts(for: $0.name) })
    guard !texts.isEmpty, texts.count <= Self.mostNames else { return nil }
    let wanted = Set(package.binaries.map(\.path))
    let list = texts.sorted()
    let found: [Set<String>?]
    if package.isFolder {
      found = try FolderReader.read(path, limits: limits, handling: handling(wanted, list) { $0 }).members.compactMap(
        \.1)
    } else {
      found = try TarballReader.read(
        path, limits: limits, handling: handling(wanted, list, NodePackage.installedPath)
      ).members.compactMap(\.1)
    }
    guard found.count == wanted.count else { return nil }
    return found.reduce(texts) { all, one in one.flatMap { absent in all.map(absent.intersection) } }
  }

  private func handling(
    _ wanted: Set<String>, _ texts: [String], _ installed: @escaping @Sendable (String) -> String?
  ) -> MemberHandling<Set<String>?> {
    let most = limits.binary
    return MemberHandling(
      wish: { member, format in
        format == .elf && installed(member.path).map(wanted.contains) == true ? .file(atMost: most) : .nothing
      },
      parse: { _, content in
        guard case .file(let file) = content else { return nil }
        return .some(mapped(file.descriptor) { TextSearch.absent(texts, in: $0) })
      })
  }
}
