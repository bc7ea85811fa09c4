import Foundation
import Model

/// Puts an npm package, an addon or a bundle where Node looks for it: `<folder>/node_modules/<name>`.
///
/// An archive is unpacked as npm does it: the first folder of each name taken away, files only, modes 0644 or 0755.
/// Errors: those of reading, and `notLaidOut` where a name would leave the folder, is taken already, or has to be a link.
package func layOut(
  _ artifact: Artifact, kind: ArtifactKind, in folder: String
) throws(PackagingError) -> NodeModule {
  switch ArtifactForm(artifact, kind: kind) {
  case .addon: return try NodeLayout(artifact: artifact, site: folder).layOutAddon()
  case .package: return try NodeLayout(artifact: artifact, site: folder).layOutPackage()
  case .wheel, .library, .module, .unknown:
    throw .notLaidOut(path: artifact.path, reason: "a \(kind.rawValue) of this form is not loaded by name")
  }
}

private struct NodeLayout {
  let artifact: Artifact
  let site: String

  private var fileName: String { artifact.path.split(separator: "/").last.map(String.init) ?? artifact.path }

  func layOutAddon() throws(PackagingError) -> NodeModule {
    let name = String(fileName.dropLast(".node".count))
    let module = try place(name)
    try module.fill { () throws(PackagingError) in
      try module.write(try readFile(artifact.path, atMost: ArchiveLimits().binary), to: fileName, mode: 0o755)
      try module.write(Self.manifest(name: name, main: fileName), to: "package.json", mode: 0o644)
    }
    return NodeModule(name: name, folder: module.folder, entry: "\(module.folder)/\(fileName)")
  }

  func layOutPackage() throws(PackagingError) -> NodeModule {
    let package = try readNodePackage(at: artifact.path)
    guard let name = package.name else {
      throw refused(package.manifestDefect?.message ?? "it has no package.json and no script that reads a .wasm file")
    }
    let module = try place(name)
    try module.fill { () throws(PackagingError) in
      try package.isFolder ? copyFiles(of: package, to: module) : unpack(to: module)
      guard package.isBareBundle, let glue = package.mainGlue else { return }
      let type = package.manifest?.isESM == true || glue.source.isESM ? "module" : "commonjs"
      try module.write(Self.manifest(name: name, main: glue.path, type: type), to: "package.json", mode: 0o644)
    }
    return NodeModule(name: name, folder: module.folder, entry: package.entry.map { "\(module.folder)/\($0)" })
  }

  private func refused(_ reason: String) -> PackagingError { .notLaidOut(path: artifact.path, reason: reason) }

  private func place(_ name: String) throws(PackagingError) -> ModuleFolder {
    guard PackageManifest.isName(name) else { throw refused("its name '\(name.printable)' is not one that npm takes") }
    let module = ModuleFolder(artifact: artifact.path, folder: "\(site)/node_modules/\(name)")
    guard !FileManager.default.fileExists(atPath: module.folder) else {
      throw refused("\(module.folder) is there already")
    }
    try module.make()
    return module
  }

  private func unpack(to module: ModuleFolder) throws(PackagingError) {
    var reader = ArchiveReader(path: artifact.path, format: .tarball, limits: ArchiveLimits())
    var failure: PackagingError?
    try reader.read(
      keep: { _, _ in ArchiveLimits().binary },
      visit: { member, content in
        guard failure == nil else { return }
        do throws(PackagingError) { try write(member, content, to: module) } catch { failure = error }
      })
    if let failure { throw failure }
    if let defect = reader.damage.first { throw refused(defect.message) }
  }

  private func write(
    _ member: ArchiveMember, _ content: [UInt8]?, to module: ModuleFolder
  ) throws(PackagingError) {
    guard let path = NodePackage.installedPath(member.path) else { return }
    guard EntryResolution.normalized(path) == path, !member.path.hasPrefix("/"), !path.isEmpty, member.isUTF8 else {
      throw refused("its member \(member.path.printable) would be written outside the package's folder")
    }
    guard member.kind == .file else { return }
    guard let content else { throw refused("its member \(member.path.printable) can't be unpacked") }
    try module.write(content, to: path, mode: member.mode & 0o100 == 0 ? 0o644 : 0o755)
  }

  private func copyFiles(of package: NodePackage, to module: ModuleFolder) throws(PackagingError) {
    for member in package.members {
      guard member.kind == .file else {
        throw refused("\(member.path.printable) in it is a link or a device, which npm doesn't install")
      }
      let content = try readFile("\(artifact.path)/\(member.path)", atMost: ArchiveLimits().binary)
      try module.write(content, to: member.path, mode: member.mode & 0o100 == 0 ? 0o644 : 0o755)
    }
  }

  private static func manifest(name: String, main: String, type: String = "commonjs") -> [UInt8] {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    let text = """
      {"name": \(quoted(name)), "version": "0.0.0", "type": "\(type)", "main": \(quoted("./" + main))}

      """
    return Array(text.utf8)
  }
}
