import Foundation
import Model

/// Reads an npm package's archive or folder in one pass, running and extracting nothing.
///
/// Errors: `unreadable`, `notGzip`, `notATar`, `truncatedTarball`; what is wrong inside is in `damage`, or for the probes.
package func readNodePackage(
  at path: String, limits: ArchiveLimits = ArchiveLimits(), depth: ReadingDepth = .all
) throws(PackagingError) -> NodePackage {
  var contents = NodePackageContents(path: path, limits: limits)
  if contents.package.isFolder {
    let folder = try FolderReader.read(path, limits: limits, handling: NodePart.handling(limits, depth) { $0 })
    for (member, part) in folder.members { contents.take(member, part, installedAs: member.path) }
    contents.package.size = contents.package.members.reduce(0) { $0 + $1.size }
    contents.package.damage = folder.damage + contents.package.damage
  } else {
    let archive = try TarballReader.read(
      path, limits: limits, handling: NodePart.handling(limits, depth, NodePackage.installedPath))
    for (member, part) in archive.members {
      contents.take(member, part, installedAs: NodePackage.installedPath(member.path))
    }
    contents.package.size = archive.size
    contents.package.damage = archive.damage + contents.package.damage
  }
  guard depth == .all else { return contents.package }
  contents.package.damage += ArchiveDamage.unreadBinaries(contents.package.members, limits)
  contents.package.absentNames = try AddonSearch(package: contents.package, limits: limits).absent(at: path)
  return contents.package
}

/// How much of an npm package is read.
package enum ReadingDepth: Sendable {
  case all
  /// What tells its name and the file that is loaded: package.json and scripts.
  case scripts
}

/// What is kept of a member; boxed, since most have none.
indirect enum NodePart: Sendable {
  case binary(Result<ELFFile, PackagingError>)
  case foreign(ArchiveMember.Format, Result<[ForeignImage], PackagingError>)
  case module(Result<WasmModule, PackagingError>)
  case manifest([UInt8])
  case text(GlueSource?, PackageNotes, TextSurface?)
  /// There is more text than is read.
  case overBudget

  /// The largest package.json in the registry is under 1 MiB; the glue of a large wasm-bindgen module under 2 MiB.
  private static let mostText = 4 << 20

  /// `installed` is where a member comes to lie; nil for what npm leaves out.
  static func handling(
    _ limits: ArchiveLimits, _ depth: ReadingDepth, _ installed: @escaping @Sendable (String) -> String?
  ) -> MemberHandling<NodePart> {
    let budgets = Budgets(limits)
    return MemberHandling(
      wish: { member, format in
        guard let path = installed(member.path) else { return .nothing }
        let isScript = path == "package.json" || isScript(path)
        if depth == .scripts { return isScript ? .bytes(atMost: mostText) : .nothing }
        if format.isNative { return budgets.binaries.spend(1) ? .file(atMost: limits.binary) : .nothing }
        if format == .wasm { return .bytes(atMost: limits.module) }
        return isScript || TextSurface.isDeclaration(path)
          ? .bytes(atMost: mostText) : PackageNotes.wish(path, format)
      },
      parse: { member, content in
        installed(member.path).flatMap { path in
          depth == .scripts
            ? NodePart(script: path, content, budgets)
            : NodePart(path: path, format: member.format, content, budgets)
        }
      })
  }

  /// What may be kept and looked at of all members together.
  private struct Budgets: Sendable {
    /// A package has a binary for each of its platforms, of which few are for x86-64.
    private static let mostBinaries = 64

    let text: MemberBudget
    let exporting = MemberBudget(TextSurface.most)
    let binaries: MemberBudget
    /// Of each binary.
    let instructions: Int
    private let decoding: MemberBudget

    init(_ limits: ArchiveLimits) {
      text = MemberBudget(limits.text)
      binaries = MemberBudget(limits.binaries)
      instructions = limits.instructions(forEachOf: 4)
      decoding = MemberBudget(instructions * Self.mostBinaries)
    }

    func instructionsOfBinary() -> Int { decoding.spend(instructions) ? instructions : 0 }
  }

  /// What one tells where only scripts are read.
  private init?(script path: String, _ content: KeptContent, _ budgets: Budgets) {
    guard case .bytes(let bytes) = content else { return nil }
    if path == "package.json" {
      self = .manifest(bytes)
    } else {
      guard Self.mayBeGlue(path, bytes) else { return nil }
      self = budgets.text.spend(bytes.count) ? .text(GlueSource(bytes), PackageNotes(), nil) : .overBudget
    }
  }

  private init?(path: String, format: ArchiveMember.Format, _ content: KeptContent, _ budgets: Budgets) {
    switch content {
    case .nothing: return nil
    case .file(let file) where format == .elf:
      self = .binary(
        Result { () throws(PackagingError) in try readELF(file, decoding: budgets.instructionsOfBinary()) })
    case .file(let file):
      self = .foreign(format, Result { () throws(PackagingError) in try readForeign(file, format) })
    case .bytes(let bytes):
      if format == .wasm {
        self = .module(Result { () throws(PackagingError) in try readWasm(bytes: bytes) })
      } else if path == "package.json" {
        self = .manifest(bytes)
      } else {
        let mayBeGlue = Self.mayBeGlue(path, bytes)
        guard !mayBeGlue || budgets.text.spend(bytes.count) else {
          self = .overBudget
          return
        }
        self = .text(
          mayBeGlue ? GlueSource(bytes) : nil, PackageNotes(of: bytes, at: path),
          TextSurface(path, bytes, budgets.exporting))
      }
    }
  }

  private static func mayBeGlue(_ path: String, _ bytes: [UInt8]) -> Bool {
    isScript(path) && (path.hasSuffix("_bg.js") || GlueSource.mayReadWasm(bytes))
  }

  static func isScript(_ path: String) -> Bool {
    [".js", ".mjs", ".cjs"].contains { path.hasSuffix($0) } && !path.pathComponents().contains("node_modules")
  }
}

func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}

/// What is gathered while the members go by.
private struct NodePackageContents {
  let limits: ArchiveLimits
  var package: NodePackage
  private var symbolCount = 0

  init(path: String, limits: ArchiveLimits) {
    self.limits = limits
    let name = path.split(separator: "/").last.map(String.init) ?? path
    package = NodePackage(fileName: name, isFolder: isFolder(path))
  }

  mutating func take(_ member: ArchiveMember, _ part: NodePart?, installedAs path: String?) {
    package.members.append(member)
    guard member.kind == .file, let path else { return }
    package.files.insert(path)
    switch part {
    case nil: break
    case .binary(let binary): takeBinary(path, binary)
    case .foreign(let format, let images): takeForeign(path, format, images)
    case .module(let module): takeModule(path, module)
    case .manifest(let bytes): takeManifest(bytes)
    case .text(let source, let notes, let surface):
      if let source { takeGlue(path, source) }
      package.notes.add(notes)
      package.scripts[path] = surface?.exports
      package.declarations[path] = surface?.declarations
    case .overBudget: skip(path, "there are more than \(limits.text) bytes of such scripts")
    }
  }

  private mutating func takeBinary(_ path: String, _ binary: Result<ELFFile, PackagingError>) {
    do throws(PackagingError) {
      let elf = try binary.get()
      symbolCount += elf.symbols.count
      guard symbolCount <= limits.symbols else {
        return skip(path, "the package has more than \(limits.symbols) symbols")
      }
      package.binaries.append(Wheel.Binary(path: path, elf: elf))
      package.notes.takeConstants(of: elf, at: path)
    } catch {
      damaged("unreadable-binary", "\(path) starts as an ELF file and can't be read. \(error)", path)
    }
  }

  private mutating func takeForeign(
    _ path: String, _ format: ArchiveMember.Format, _ images: Result<[ForeignImage], PackagingError>
  ) {
    do throws(PackagingError) {
      let images = try images.get()
      guard !images.isEmpty else { return }
      symbolCount += images.reduce(0) { $0 + $1.symbols.count }
      guard symbolCount <= limits.symbols else {
        return skip(path, "the package has more than \(limits.symbols) symbols")
      }
      package.foreign.append(ForeignBinary(path: path, format: format, images: images))
      for image in images { package.notes.takeConstants(image.notes.secrets, at: path) }
    } catch {
      damaged("unreadable-binary", "\(path) starts as a \(format.rawValue) file and can't be read. \(error)", path)
    }
  }

  private mutating func takeModule(_ path: String, _ module: Result<WasmModule, PackagingError>) {
    do throws(PackagingError) {
      let wasm = try module.get()
      package.modules.append(NodePackage.Module(path: path, wasm: wasm))
      package.notes.takeConstants(wasm.secrets, at: path)
    } catch {
      damaged(error.defectKind ?? "malformed-wasm", "\(path): \(error)", path)
    }
  }

  private mutating func takeGlue(_ path: String, _ source: GlueSource) {
    let glue = NodePackage.Glue(path: path, source: source)
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
