import Model

/// Files that package.json promises and the package doesn't have; `main` and `exports` are entry-point's.
struct PackageFiles {
  let package: NodePackage

  var defects: [Defect] {
    guard let manifest = package.manifest else { return [] }
    return types(manifest) + bins(manifest) + files(manifest)
  }

  private func types(_ manifest: PackageManifest) -> [Defect] {
    guard let types = manifest.types, !isThere(types, endings: ["", ".d.ts", ".ts", "/index.d.ts"]) else { return [] }
    return [
      missing(
        "types-not-in-package", "types is \(types), which is not in the package, so that TypeScript finds no types.")
    ]
  }

  private func bins(_ manifest: PackageManifest) -> [Defect] {
    manifest.bins.filter { !isThere($0, endings: [""]) }.map {
      missing(
        "bin-not-in-package", "bin names \($0), which is not in the package, so that npm links a command to nothing.")
    }
  }

  private func isThere(_ path: String, endings: [String]) -> Bool {
    guard let path = EntryResolution.normalized(path) else { return false }
    return endings.contains { package.files.contains(path + $0) }
  }

  /// `files` are patterns as in .gitignore; the plain ones are looked for, those with `*`, `?`, `[` or `!` are not. The
  /// first 100 count: published packages have under 50, and each is compared with every file.
  private func files(_ manifest: PackageManifest) -> [Defect] {
    manifest.files.prefix(100).filter { !$0.contains { "*?[!{".contains($0) } && !matches($0) }.map {
      missing(
        "files-entry-not-in-package",
        "files has \($0), which is not in the package; it was not built before packing, or is named wrongly.",
        severity: .warning)
    }
  }

  private func matches(_ entry: String) -> Bool {
    let relative = entry.hasPrefix("/") ? String(entry.dropFirst()) : entry
    guard let path = EntryResolution.normalized(relative) else { return false }
    return path.isEmpty || package.files.contains(path)
      || package.files.contains { $0.hasPrefix(path + "/") || $0.hasSuffix("/" + path) }
  }

  private func missing(_ kind: String, _ message: String, severity: Severity = .error) -> Defect {
    Defect(kind: kind, severity: severity, message: "package.json's \(message)", member: "package.json")
  }
}
