import FoundationEssentials

/// A folder with a package.json that npm can pack.
struct NpmPackage: Sendable {
  let folder: String
  let hasBuildScript: Bool

  private struct Manifest: Decodable {
    let name: String?
    let version: String?
    let scripts: [String: String]?
  }

  /// - Throws: `noPackage` without a package.json, `incompletePackage` without a name or a version, `unreadable` where it
  ///   is no JSON object of npm's form.
  init(folder: String, target: String) throws(BuildingError) {
    let path = folder + "/package.json"
    guard Folder.isFile(path) else { throw .noPackage(target: target, folder: folder) }
    let manifest = try NpmPackage.manifest(path)
    let missing = [("name", manifest.name), ("version", manifest.version)]
      .filter { ($0.1 ?? "").isEmpty }.map(\.0)
    guard missing.isEmpty else { throw .incompletePackage(target: target, path: path, missing: missing) }
    self.folder = folder
    hasBuildScript = manifest.scripts?["build"] != nil
  }

  private static func manifest(_ path: String) throws(BuildingError) -> Manifest {
    do {
      return try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
