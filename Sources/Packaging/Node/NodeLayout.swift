import Foundation
import Model
import Synchronization

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
  let limits = ArchiveLimits()

  private var fileName: String { artifact.path.split(separator: "/").last.map(String.init) ?? artifact.path }

  func layOutAddon() throws(PackagingError) -> NodeModule {
    let name = String(fileName.dropLast(".node".count))
    let module = try place(name)
    try module.fill { () throws(PackagingError) in
      try module.copy(artifact.path, to: fileName, mode: 0o755)
      try module.write(Self.manifest(name: name, main: fileName), to: "package.json", mode: 0o644)
    }
    return NodeModule(name: name, folder: module.folder, entry: "\(module.folder)/\(fileName)")
  }

  func layOutPackage() throws(PackagingError) -> NodeModule {
    let package = try readNodePackage(at: artifact.path, limits: limits, depth: .scripts)
    guard let name = package.name else {
      throw refused(package.manifestDefect?.message ?? "it has no package.json and no script that reads a .wasm file")
    }
    // An archive that would be refused on its way is refused before: what was written has to be removed again.
    guard package.members.count(where: { $0.kind == .file }) <= limits.installedEntries else {
      throw refused("it has more than \(limits.installedEntries) files and folders")
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
    let module = ModuleFolder(artifact: artifact.path, folder: "\(site)/node_modules/\(name)", limits: limits)
    guard !FileManager.default.fileExists(atPath: module.folder) else {
      throw refused("\(module.folder) is there already")
    }
    try module.make()
    return module
  }

  private func unpack(to module: ModuleFolder) throws(PackagingError) {
    let unpacking = Unpacking(module: module, most: limits.installed)
    let archive = try TarballReader.read(
      artifact.path, limits: limits,
      handling: MemberHandling<Never>(
        wish: { member, _ in unpacking.place(member) { () throws(PackagingError) in try path(of: member) } },
        parse: { _, _ in nil }))
    if let failure = unpacking.failure { throw failure }
    // What has no content was not placed: its name is looked at all the same.
    for (member, _) in archive.members { _ = try path(of: member) }
    if let defect = archive.damage.first { throw refused(defect.message) }
  }

  /// Where the member is to be written; nil for what npm leaves out.
  private func path(of member: ArchiveMember) throws(PackagingError) -> String? {
    guard let path = NodePackage.installedPath(member.path) else { return nil }
    guard EntryResolution.normalized(path) == path, !member.path.isAbsolutePath, !path.isEmpty, member.isUTF8 else {
      throw refused("its member \(member.path.printable) would be written outside the package's folder")
    }
    return path
  }

  private func copyFiles(of package: NodePackage, to module: ModuleFolder) throws(PackagingError) {
    for member in package.members {
      guard member.kind == .file else {
        throw refused("\(member.path.printable) in it is a link or a device, which npm doesn't install")
      }
      try module.copy("\(artifact.path)/\(member.path)", to: member.path, mode: member.installedMode)
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

/// Where the members of an archive go, each as soon as its first bytes are there.
private final class Unpacking: Sendable {
  private let module: ModuleFolder
  private let most: Int
  private let first = Mutex<PackagingError?>(nil)

  init(module: ModuleFolder, most: Int) { (self.module, self.most) = (module, most) }

  /// What stood in the way first; nothing is written after it.
  var failure: PackagingError? { first.withLock(\.self) }

  /// `path` is where it is to be written, below the folder; nil for what npm leaves out.
  func place(_ member: ArchiveMember, at path: () throws(PackagingError) -> String?) -> MemberWish {
    guard failure == nil else { return .nothing }
    do throws(PackagingError) {
      guard let path = try path() else { return .nothing }
      return .placed(try module.create(path, mode: member.installedMode), atMost: most)
    } catch {
      first.withLock { $0 = error }
      return .nothing
    }
  }
}

extension ArchiveMember {
  /// As npm sets it.
  fileprivate var installedMode: mode_t { mode & 0o100 == 0 ? 0o644 : 0o755 }
}
