import FoundationEssentials

/// The folders and files outside a crate's own folder that it is built from: its path dependencies, its workspace.
struct CrateFolders: Sendable {
  /// Path dependencies, however far removed, that are not inside the crate's folder.
  var folders: [String] = []
  /// Every crate of these and the crate itself, as cargo's package ids.
  var packages: [String] = []
  /// The workspace's manifest and lock file where they are elsewhere, and cargo's settings above.
  var files: [String] = []
  /// Where cargo writes the lock file.
  var lock: String?

  private struct Metadata: Decodable {
    let workspaceRoot: String
    let packages: [Package]

    struct Package: Decodable {
      let id: String
      let manifestPath: String
      let dependencies: [Dependency]
      private enum CodingKeys: String, CodingKey {
        case id, dependencies
        case manifestPath = "manifest_path"
      }
    }
    struct Dependency: Decodable { let path: String? }

    private enum CodingKeys: String, CodingKey {
      case packages
      case workspaceRoot = "workspace_root"
    }
  }

  /// A folder without a manifest (a maturin project may keep it elsewhere) has none of these.
  init(of root: String, target: String, environment: BuildEnvironment) async throws(BuildingError) {
    guard Folder.isFile(root + "/Cargo.toml") else { return }
    var pending = [root]
    var seen: Set<String> = []
    while let folder = pending.popLast() {
      guard seen.insert(folder).inserted else { continue }
      let metadata = try await CrateFolders.metadata(of: folder, target: target, environment: environment)
      let own = metadata.packages.first { $0.manifestPath == folder + "/Cargo.toml" }
      packages += own.map { [$0.id] } ?? []
      pending += (own?.dependencies ?? []).compactMap(\.path)
      if folder == root {
        lock = metadata.workspaceRoot + "/Cargo.lock"
        files =
          metadata.workspaceRoot == root ? [] : ["/Cargo.toml", "/Cargo.lock"].map { metadata.workspaceRoot + $0 }
      } else if !folder.hasPrefix(root + "/") {
        folders.append(folder)
      }
    }
    files += CrateFolders.settings(above: root)
    files = files.filter(Folder.isFile)
    folders.sort()
  }

  /// Cargo also reads the settings of every folder above.
  private static func settings(above root: String) -> [String] {
    let parts = root.split(separator: "/")
    return parts.indices.map { "/" + parts[..<$0].joined(separator: "/") }
      .map { ($0 == "/" ? "" : $0) + "/.cargo/config.toml" }
  }

  /// `--no-deps` resolves nothing, so it needs no network and writes no lock file.
  private static func metadata(
    of folder: String, target: String, environment: BuildEnvironment
  ) async throws(BuildingError) -> Metadata {
    let command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    let printed = try await Invocation(target: target, command: command, folder: folder, environment: environment)
      .output()
    do {
      return try JSONDecoder().decode(Metadata.self, from: Data(printed.utf8))
    } catch {
      throw .unreadable(path: folder + "/Cargo.toml", reason: "\(error)")
    }
  }
}
