import Model

/// What a target's `artifact:` names: a file, a wasm bundle's folder, or an npm package's folder, which npm packs.
struct GivenArtifact: Sendable {
  let target: Target
  let pattern: String
  let cache: String
  let environment: [String: String]

  /// Its digest is empty: whoever reads the file can have it taken meanwhile. Nil where it is a folder.
  ///
  /// - Throws: `artifactTooLarge`, before a byte is read.
  func undigestedFile() throws(BuildingError) -> Artifact? {
    let path = try ArtifactPattern(target: target.id, pattern: pattern).file()
    guard !Folder.exists(path) else { return nil }
    try ArtifactDigest.Limits().check(path)
    return Artifact(path: path, sha256: "", header: target.header)
  }

  /// - Throws: `unexpectedFolder` where the target's kind is a file.
  func built(output: String) async throws(BuildingError) -> BuiltArtifact {
    let path = try ArtifactPattern(target: target.id, pattern: pattern).file()
    guard Folder.exists(path), target.kind != .wasm else {
      let artifact = Artifact(path: path, sha256: try ArtifactDigest.sha256(path), header: target.header)
      return BuiltArtifact(artifact: artifact, seconds: 0, cached: true, log: nil)
    }
    guard target.kind == .nodeAddon else {
      throw .unexpectedFolder(target: target.id, path: path, kind: target.kind.rawValue)
    }
    let size = try FolderSize.check(path)
    let package = try NpmPackage(folder: path, target: target.id)
    let log = try BuildLog.fresh(for: target.id, in: output)
    return BuiltArtifact(artifact: try await tarball(of: package, size, log), seconds: 0, cached: false, log: log.path)
  }

  /// Packed each time, because only npm knows what of the folder counts; stored by its own content.
  private func tarball(of package: NpmPackage, _ size: Int, _ log: BuildLog) async throws(BuildingError) -> Artifact {
    let store = ArtifactStore(cache: cache)
    let draft = try store.draft()
    defer { Folder.remove(draft) }
    let environment = BuildEnvironment(inherited: environment, cache: cache, targetDirectory: draft)
    let npm = NpmPack(target: target.id, environment: environment, log: log, deadline: Self.deadline(size))
    let tarball = try await npm.pack(package, into: draft)
    let key = ContentKey(content: try FileDigest.sha256(tarball.path))
    if let stored = store.artifact(key) { return stored }
    return try store.store(Product(artifact: tarball.path), as: key)
  }

  /// 30 s, and a second for each 4 MB: npm packs 20 MB in a second, and starts in one.
  static func deadline(_ size: Int) -> Duration { .seconds(30) + .milliseconds(size / 4_000) }
}
