import FoundationEssentials

/// How much somebody else's folder holds, before a tool that knows no bounds is let loose on it.
enum FolderSize {
  /// What npm doesn't walk into: what a package manager put beside the package is not of it.
  private static let others: Set<String> = ["node_modules", ".git"]

  /// Links count as entries and are not followed. Errors: `artifactTooLarge`.
  static func check(_ root: String, limits: ArtifactDigest.Limits = .init()) throws(BuildingError) {
    var (entries, bytes, folders) = (0, 0, [root])
    while let folder = folders.popLast() {
      // What can't be listed npm complains of.
      guard var listing = FolderNames(folder) else { continue }
      while let name = listing.next() {
        entries += 1
        guard entries <= limits.entries else { throw limits.tooManyEntries(root) }
        guard !others.contains(name),
          let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        else { continue }
        let type = attributes[.type] as? FileAttributeType
        if type == .typeDirectory { folders.append(folder + "/" + name) }
        if type == .typeRegular { bytes = bytes.addingReportingOverflow(attributes[.size] as? Int ?? 0).partialValue }
      }
      guard bytes <= limits.bytes else { throw limits.tooManyBytes(root) }
    }
  }
}
