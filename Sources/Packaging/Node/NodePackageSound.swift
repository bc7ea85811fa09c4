import Model

/// `package/archive-sound` for npm packages and bundle folders: is it what npm unpacks, with a package.json that npm takes?
///
/// Rules: npm's "package.json" page, and what pacote leaves out or changes when it unpacks.
struct NodePackageSound {
  let package: NodePackage

  var defects: [Defect] {
    package.damage + MemberNames(members: package.members, isForLinuxOnly: isForLinuxOnly).defects
      + package.members.compactMap(kindDefect) + manifest
  }

  private var isForLinuxOnly: Bool { package.manifest?.os == ["linux"] }

  private func kindDefect(_ member: ArchiveMember) -> Defect? {
    switch member.kind {
    case .file, .directory: nil
    case .symlink, .hardlink:
      Defect(
        kind: "link-member",
        message: "\(member.path) is a link, which npm leaves out when it unpacks; pack the file itself.",
        member: member.path)
    case .special:
      Defect(
        kind: "special-member", message: "\(member.path) is a device, pipe or socket; a package holds files only.",
        member: member.path)
    }
  }

  private var manifest: [Defect] {
    if let defect = package.manifestDefect { return [defect] }
    if package.isBareBundle { return [] }
    guard let manifest = package.manifest else { return package.isWhole ? missingManifest : [] }
    return name(manifest) + version(manifest) + (package.isWhole ? PackageFiles(package: package).defects : [])
  }

  private var missingManifest: [Defect] {
    let place = package.isFolder ? "package.json" : "package/package.json"
    return [
      Defect(
        kind: "missing-package-json",
        message:
          "\(package.fileName) has \(package.members.count) members and no \(place), so that nothing can install "
          + "it.", member: place)
    ]
  }

  private func name(_ manifest: PackageManifest) -> [Defect] {
    guard let name = manifest.name else { return [malformed("name", manifest.json["name"])] }
    return PackageManifest.isName(name) ? [] : [malformed("name", .string(name))]
  }

  private func version(_ manifest: PackageManifest) -> [Defect] {
    guard let version = manifest.version else { return [malformed("version", manifest.json["version"])] }
    let plain = version.drop { $0 == "v" || $0 == "=" }
    return PackageManifest.isVersion(String(plain)) ? [] : [malformed("version", .string(version))]
  }

  private func malformed(_ field: String, _ value: OrderedJSON?) -> Defect {
    let found = value.map { value in value.string.map { "'\($0.prefix(80))'" } ?? value.kind }
    let wanted =
      field == "name" ? "letters, digits, '-', '_' and '.', as in '@scope/name'" : "three numbers, as in '1.2.3'"
    return Defect(
      kind: "malformed-\(field)",
      message: found.map { "package.json's \(field) is \($0), which npm refuses; it has to be \(wanted)." }
        ?? "package.json has no \(field), without which npm can't install it.", member: "package.json")
  }
}
