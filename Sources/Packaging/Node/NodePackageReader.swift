import Foundation
import Model

/// Reads an npm package's archive or folder in one pass, running and extracting nothing.
///
/// Errors: `unreadable`, `notGzip`, `notATar`, `truncatedTarball`; what is wrong inside is in `damage`, or for the probes.
package func readNodePackage(
  at path: String, limits: ArchiveLimits = ArchiveLimits()
) throws(PackagingError) -> NodePackage {
  var contents = NodePackageContents(path: path, limits: limits)
  if contents.package.isFolder {
    try FolderReader(path: path, limits: limits).read(
      keep: { contents.most($0, $1) }, visit: { contents.take($0, $1, installedAs: $0.path) },
      damage: { contents.package.damage.append($0) })
    contents.package.size = contents.package.members.reduce(0) { $0 + $1.size }
  } else {
    var reader = ArchiveReader(path: path, format: .tarball, limits: limits)
    try reader.read(
      keep: { path, format in NodePackage.installedPath(path).map { contents.most($0, format) } ?? 0 },
      visit: { contents.take($0, $1, installedAs: NodePackage.installedPath($0.path)) })
    contents.package.size = reader.size
    contents.package.damage = reader.damage + contents.package.damage
  }
  return contents.package
}

func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}

/// What is gathered while the members go by.
private struct NodePackageContents {
  /// The largest package.json in the registry is under 1 MiB; the glue of a large wasm-bindgen module under 2 MiB.
  private static let mostText = 4 << 20

  let limits: ArchiveLimits
  var package: NodePackage
  private var textBytes = 0
  private var symbolCount = 0

  init(path: String, limits: ArchiveLimits) {
    self.limits = limits
    let name = path.split(separator: "/").last.map(String.init) ?? path
    package = NodePackage(fileName: name, isFolder: isFolder(path))
  }

  func most(_ path: String, _ format: ArchiveMember.Format) -> Int {
    if format == .elf || format == .wasm { return limits.binary }
    return path == "package.json" || Self.isScript(path) ? Self.mostText : 0
  }

  private static func isScript(_ path: String) -> Bool {
    [".js", ".mjs", ".cjs"].contains { path.hasSuffix($0) } && !path.contains("node_modules/")
  }

  mutating func take(_ member: ArchiveMember, _ content: [UInt8]?, installedAs path: String?) {
    package.members.append(member)
    guard member.kind == .file, let path else { return }
    package.files.insert(path)
    guard let content else { return }
    switch member.format {
    case .elf: takeBinary(path, content)
    case .wasm: takeModule(path, content)
    default: takeText(path, content)
    }
  }

  private mutating func takeBinary(_ path: String, _ content: [UInt8]) {
    do throws(PackagingError) {
      let elf = try readELF(bytes: content)
      symbolCount += elf.symbols.count
      guard symbolCount <= limits.symbols else {
        return skip(path, "the package has more than \(limits.symbols) symbols")
      }
      package.binaries.append(Wheel.Binary(path: path, elf: elf))
    } catch {
      damaged("unreadable-binary", "\(path) starts as an ELF file and can't be read. \(error)", path)
    }
  }

  private mutating func takeModule(_ path: String, _ content: [UInt8]) {
    do throws(PackagingError) {
      package.modules.append(NodePackage.Module(path: path, wasm: try readWasm(bytes: content)))
    } catch {
      damaged(error.defectKind ?? "malformed-wasm", "\(path): \(error)", path)
    }
  }

  private mutating func takeText(_ path: String, _ content: [UInt8]) {
    if path == "package.json" { return takeManifest(content) }
    guard Self.isScript(path), path.hasSuffix("_bg.js") || GlueSource.mayReadWasm(content) else { return }
    textBytes += content.count
    guard textBytes <= limits.text else { return skip(path, "there are \(textBytes) bytes of such scripts") }
    let glue = NodePackage.Glue(path: path, source: GlueSource(content))
    if !glue.wasmFiles.isEmpty { package.glues.append(glue) }
  }

  private mutating func takeManifest(_ content: [UInt8]) {
    do throws(PackagingError) {
      let json = try JSONReader.read(content, what: "package.json")
      guard json.object != nil else {
        throw .malformedJSON(what: "package.json", line: 1, detail: "it is \(json.kind), not an object")
      }
      package.manifest = PackageManifest(json)
      package.manifestDefect = nil
    } catch {
      package.manifest = nil
      package.manifestDefect = Defect(
        kind: "malformed-package-json", message: error.description, member: "package.json")
    }
  }

  private mutating func damaged(_ kind: String, _ message: String, _ member: String) {
    package.damage.append(Defect(kind: kind, message: message, member: member))
  }

  private mutating func skip(_ path: String, _ reason: String) {
    package.damage.append(
      Defect(
        kind: "not-examined", severity: .warning, message: "\(path) was not examined: \(reason).", member: path))
  }
}
