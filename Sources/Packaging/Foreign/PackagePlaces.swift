/// Where the files of a package come to lie beside one another, for what looks for libraries among them.
struct PackagePlaces {
  /// Installed paths, as a file system that knows no case has them.
  private let files: Set<String>
  private let names: Set<String>
  /// Other packages are installed beside it, whose libraries may be there already.
  let hasOthers: Bool

  init(files: some Sequence<String>, hasOthers: Bool) {
    let paths = Set(files.map { $0.lowercased() })
    self.files = paths
    self.hasOthers = hasOthers
    names = Set(paths.map { String($0.split(separator: "/").last ?? "") })
  }

  /// There is a file of that name somewhere in the package.
  func has(named name: some StringProtocol) -> Bool { names.contains(name.lowercased()) }

  enum Place { case there, missing, outside }

  /// A path seen from the folder that a file lies in.
  func place(_ relative: some StringProtocol, from file: String) -> Place {
    var parts = ExtensionModule.installedPath(file).dropLast().map(String.init)
    let top = parts.first
    for part in relative.split(separator: "/") where part != "." {
      if part != ".." { parts.append(String(part)) } else if parts.popLast() == nil { return .outside }
    }
    if files.contains(parts.joined(separator: "/").lowercased()) { return .there }
    return parts.first == top || parts.count < 2 ? .missing : .outside
  }
}

extension Wheel {
  var places: PackagePlaces {
    PackagePlaces(
      files: members.map { ExtensionModule.installedPath($0.path).joined(separator: "/") },
      hasOthers: metadata?.values("Requires-Dist").contains { !$0.contains("extra ==") } ?? false)
  }
}

extension NodePackage {
  var places: PackagePlaces { PackagePlaces(files: files, hasOthers: manifest?.requirements.isEmpty == false) }
}
