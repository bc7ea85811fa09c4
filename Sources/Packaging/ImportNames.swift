/// The top-level modules and packages that an installed wheel adds, the one named like the project first.
package func importNames(of wheel: Wheel) -> [String] {
  let names = Set(wheel.members.compactMap(topLevelName)).union(
    wheel.extensionModules.compactMap { $0.name.split(separator: ".").first.map(String.init) })
  let project = wheel.file.map { WheelFile.normalizedName($0.distribution) }
  func isProject(_ name: String) -> Bool { WheelFile.normalizedName(name) == project }
  return names.sorted { isProject($0) == isProject($1) ? $0 < $1 : isProject($0) }
}

/// The first part of where a Python file of the wheel is installed.
private func topLevelName(_ member: ArchiveMember) -> String? {
  guard member.kind == .file, member.path.hasSuffix(".py") else { return nil }
  let parts = ExtensionModule.installedPath(member.path)
  guard let first = parts.first else { return nil }
  let name = String(parts.count == 1 ? first.dropLast(3) : first)
  return ExtensionModule.isIdentifier(name) ? name : nil
}
