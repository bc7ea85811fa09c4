import Model

extension Inspector {
  /// Without the tables, crates have no known bugs and commits no names; the probe says that they are missing.
  func addProvenance(of content: PackageContent, to inspection: inout Inspection) {
    let tables = try? ProvenanceTables(circumstances.tables)
    let making = Making(content)
    inspection.provenance = making.provenance(tables)
    for (index, part) in making.parts.enumerated() where inspection.binaries.indices.contains(index) {
      inspection.binaries[index].toolchain = part.toolchain(tables?.commits ?? RustCommits(commits: [:]))
    }
  }
}
