import Crypto
import Foundation
import Model

/// Packs a control into `folder` and returns the artifact; `compile` turns C into a shared object's bytes.
///
/// Packaging starts no processes, so the compiler is the caller's. Errors: `notPacked`, and what `compile` throws.
package func packControl(
  _ recipe: ControlRecipe, into folder: String, compile: (_ source: ControlRecipe.Source) throws -> [UInt8]
) throws -> (artifact: Artifact, kind: ArtifactKind) {
  let path = "\(folder)/\(recipe.file.replacing("{machine}", with: Machine.hereName))"
  let members = try recipe.members.map { try PackedMember($0, compile: compile) }
  let packer = ControlPacker(recipe: recipe, path: path)
  if recipe.kind == .bundle { return (try packer.write(folder: members), .wasm) }
  return (try packer.write(try packer.bytes(members)), recipe.kind.artifactKind)
}

/// Packs each file of a control's release, or the one that it has; the same errors.
package func packControls(
  _ recipe: ControlRecipe, into folder: String, compile: (_ source: ControlRecipe.Source) throws -> [UInt8]
) throws -> [(artifact: Artifact, kind: ArtifactKind)] {
  try (recipe.set.isEmpty ? [recipe] : recipe.set).map { try packControl($0, into: folder, compile: compile) }
}

extension ControlRecipe.Kind {
  fileprivate var artifactKind: ArtifactKind {
    switch self {
    case .wheel: .wheel
    case .library: .cABI
    case .npm, .node: .nodeAddon
    case .wasm, .bundle: .wasm
    }
  }
}

private struct ControlPacker {
  let recipe: ControlRecipe
  let path: String

  func bytes(_ members: [PackedMember]) throws(PackagingError) -> [UInt8] {
    if let raw = recipe.raw { return Array(raw.utf8) }
    if let text = recipe.gzip {
      return try ArchiveWriter(format: .gzip, name: path).write([PackedMember(path: "text", bytes: Array(text.utf8))])
    }
    switch recipe.kind {
    case .wheel:
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return try ArchiveWriter(format: .zip(isEncrypted: recipe.encrypted), name: path)
        .write(WheelPacker(recipe: recipe, fileName: name).members(members))
    case .npm:
      return try ArchiveWriter(format: .tarball, name: path).write(manifest(at: "package/package.json") + members)
    case .library, .node, .wasm, .bundle: return members.first?.bytes ?? []
    }
  }

  private func manifest(at path: String) -> [PackedMember] {
    recipe.manifest.map { [PackedMember(path: path, bytes: Array($0.utf8))] } ?? []
  }

  func write(_ bytes: [UInt8]) throws(PackagingError) -> Artifact {
    var bytes = Array(bytes.prefix(Int(Double(bytes.count) * recipe.keep)))
    if let flip = recipe.flip, (1...bytes.count).contains(flip) { bytes[bytes.count - flip] ^= 1 }
    do { try Data(bytes).write(to: URL(fileURLWithPath: path)) } catch {
      throw .notPacked(path: path, reason: error.localizedDescription)
    }
    let digest = SHA256.hash(data: bytes).hexadecimal
    return Artifact(path: path, sha256: digest, header: try writeHeader())
  }

  private func writeHeader() throws(PackagingError) -> String? {
    guard let header = recipe.header else { return nil }
    let stem = recipe.file.prefix { $0 != "." }
    let path = "\(path.dropLast(recipe.file.count))\(stem).h"
    do { try header.write(toFile: path, atomically: false, encoding: .utf8) } catch {
      throw .notPacked(path: path, reason: error.localizedDescription)
    }
    return path
  }

  func write(folder members: [PackedMember]) throws(PackagingError) -> Artifact {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for member in manifest(at: "package.json") + members {
        let file = "\(path)/\(member.path)"
        if let target = member.symlink {
          try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
        } else {
          try Data(member.bytes).write(to: URL(fileURLWithPath: file))
        }
      }
    } catch { throw .notPacked(path: path, reason: error.localizedDescription) }
    return Artifact(path: path, sha256: "")
  }
}
