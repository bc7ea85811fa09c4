/// What provenance is held against.
struct ProvenanceTables {
  var bugs: KnownBugs
  var commits: RustCommits

  /// Errors: `tableUnreadable`.
  init(_ tables: Tables) throws(PackagingError) {
    bugs = try tables.load("known-bugs")
    commits = try tables.load("rustc-commits")
  }
}
