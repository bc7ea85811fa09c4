#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much somebody else's folder holds, before a tool that knows no bounds is let loose on it.
enum FolderSize {
  /// What npm doesn't walk into: what a package manager put beside the package is not of it.
  private static let others: Set<String> = ["node_modules", ".git"]

  /// Its bytes. Links count as entries and are not followed. Errors: `artifactTooLarge`.
  static func check(_ root: String, limits: ArtifactDigest.Limits = .init()) throws(BuildingError) -> Int {
    var (entries, bytes, folders) = (0, 0, [root])
    while let folder = folders.popLast() {
      // What can't be listed npm complains of.
      guard var listing = FolderNames(folder) else { continue }
      var names: [String] = []
      while let name = listing.next() {
        names.append(name)
        guard entries + names.count <= limits.entries else { throw limits.tooManyEntries(root) }
      }
      entries += names.count
      for name in names where !others.contains(name) {
        var status = stat()
        guard lstat(folder + "/" + name, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR { folders.append(folder + "/" + name) }
        // Any two sparse files may have more than a number holds.
        if status.st_mode & S_IFMT == S_IFREG { bytes += min(Int(status.st_size), limits.bytes + 1) }
      }
      guard bytes <= limits.bytes else { throw limits.tooManyBytes(root) }
    }
    return bytes
  }
}
