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
      try module.write(try readFile(artifact.path, atMost: ArchiveLimits().installed), to: fileName, mode: 0o755)
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
    let limits = ArchiveLimits()
    let archive = try TarballReader.read(
      artifact.path, limits: limits,
      handling: MemberHandling(
        wish: { _, _ in .bytes(atMost: limits.installed) },
        parse: { member, content in Result { () throws(PackagingError) in try write(member, content, to: module) } }))
    for (member, written) in archive.members {
      // What has no content was not handed to `write`: its name is looked at all the same.
      if let written { _ = try written.get() } else { _ = try check(member) }
    }
    if let defect = archive.damage.first { throw refused(defect.message) }
  }

  /// Where the member is to be written; nil for what npm leaves out.
  private func check(_ member: ArchiveMember) throws(PackagingError) -> String? {
    guard let path = NodePackage.installedPath(member.path) else { return nil }
    guard EntryResolution.normalized(path) == path, !member.path.hasPrefix("/"), !path.isEmpty, member.isUTF8 else {
      throw refused("its member \(member.path.printable) would be written outside the package's folder")
    }
    return path
  }

  private func write(
    _ member: ArchiveMember, _ content: KeptContent, to module: ModuleFolder
  ) throws(PackagingError) -> String? {
    guard let path = try check(member) else { return nil }
    guard case .bytes(let bytes) = content else {
      throw refused("its member \(member.path.printable) can't be unpacked")
    }
    try module.write(bytes, to: path, mode: member.mode & 0o100 == 0 ? 0o644 : 0o755)
    return path
  }

  private func copyFiles(of package: NodePackage, to module: ModuleFolder) throws(PackagingError) {
    for member in package.members {
      guard member.kind == .file else {
        throw refused("\(member.path.printable) in it is a link or a device, which npm doesn't install")
      }
      let content = try readFile("\(artifact.path)/\(member.path)", atMost: ArchiveLimits().installed)
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
