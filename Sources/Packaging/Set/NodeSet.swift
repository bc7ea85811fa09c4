import Model

/// The main package of npm and the packages that it has installed for one platform each.
struct NodeSet {
  let parts: [ReleasePart]

  private var mains: [ReleasePart] { parts.filter { $0.platforms.isEmpty } }
  private var platforms: [ReleasePart] { parts.filter { !$0.platforms.isEmpty } }

  var defects: [Defect] {
    guard let main = mains.first, mains.count == 1 else { return mains.count > 1 ? [several] : versions }
    return missing(main) + differing(main) + unnamed(main)
  }

  private var several: Defect {
    Defect(
      kind: "name-mismatch", severity: .warning,
      message:
        "\(mains.map(\.name).sorted().prefix(4).joined(separator: ", ")) are for all platforms, so that they are not one "
        + "release; give the packages of one.")
  }

  /// Without the main package, the platforms' versions have to agree at least.
  private var versions: [Defect] {
    let found = Set(platforms.map(\.version)).sorted()
    guard found.count > 1 else { return [] }
    return [
      Defect(
        kind: "version-mismatch", severity: .warning,
        message: "The platform packages have the versions \(found.joined(separator: ", ")), and one release has one.")
    ]
  }

  /// An optional dependency that is no platform's is another project's.
  private func missing(_ main: ReleasePart) -> [Defect] {
    let given = Set(platforms.map(\.name))
    return main.optionalDependencies.keys.sorted().filter { !given.contains($0) && NodePlatform(suffixOf: $0) != nil }
      .map {
        Defect(
          kind: "missing-platform", severity: .warning,
          message:
            "\(main.name) has \($0) installed for its platform, and it is not among the \(parts.count) packages; npm goes on "
            + "without it where it isn't published, and requiring \(main.name) fails there.",
          member: main.file, facts: ["package": .string($0)])
      }
  }

  /// npm takes what the range says: an exact version that isn't the given one's is another package.
  private func differing(_ main: ReleasePart) -> [Defect] {
    platforms.sorted { $0.name < $1.name }.compactMap { part in
      guard let wanted = main.optionalDependencies[part.name], PackageManifest.isVersion(wanted), wanted != part.version
      else { return nil }
      return Defect(
        kind: "version-mismatch",
        message:
          "\(main.name) \(main.version) wants \(part.name) \(wanted), and \(part.file) is \(part.version), which npm "
          + "doesn't install for it.", member: part.file)
    }
  }

  private func unnamed(_ main: ReleasePart) -> [Defect] {
    guard !main.optionalDependencies.isEmpty else { return [] }
    return platforms.filter { main.optionalDependencies[$0.name] == nil }.sorted { $0.name < $1.name }.map { part in
      Defect(
        kind: "platform-not-named", severity: .warning,
        message: "\(part.name) is for \(part.platforms.joined(separator: ", ")), and \(main.name) doesn't name it in "
          + "optionalDependencies, so that npm never installs it.", member: part.file)
    }
  }
}
