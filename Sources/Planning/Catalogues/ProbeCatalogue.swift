import Model

/// Discovers the probes of a folder: `<group>/<question>/probe.yaml`, nothing is registered anywhere.
package enum ProbeCatalogue {
  /// All probes below `folder` in the order of their ids; throws `PlanningError.invalid` with every complaint.
  package static func load(folder: String) throws(PlanningError) -> [Probe] {
    let root = FilePlace.absolute(folder)
    var ids: [String] = []
    for group in try subfolders(of: root, expected: "the folder of the probe groups") {
      ids += try subfolders(of: "\(root)/\(group)", expected: "a folder of probes").map { "\(group)/\($0)" }
    }
    let found = ids.concurrentMap { id in
      Result { () throws(PlanningError) in try probe(id: id, folder: "\(root)/\(id)") }
    }
    var (probes, complaints): ([Probe], [Complaint]) = ([], [])
    for entry in found {
      let (probe, its) = try entry.get()
      if let probe { probes.append(probe) }
      complaints += its
    }
    guard complaints.isEmpty else { throw .invalid(complaints) }
    return probes
  }

  private static func probe(
    id: String, folder: String
  ) throws(PlanningError) -> (probe: Probe?, complaints: [Complaint]) {
    let file = "\(folder)/probe.yaml"
    let complaints = Complaints(file: file)
    guard FolderListing.isThere(file) else {
      complaints.add(
        found: "no such file", expected: "a probe.yaml in every folder of a group (only `question:` is required)")
      return (nil, complaints.all)
    }
    let text = try FileText.text(of: file, expected: "a probe.yaml")
    let probe = YAMLDocument.root(of: text, complaints: complaints)
      .flatMap { ProbeReader(id: id, folder: folder, complaints: complaints).probe($0) }
    return (probe, complaints.sorted())
  }

  private static func subfolders(of folder: String, expected: String) throws(PlanningError) -> [String] {
    try FolderListing.names(in: folder, expected: expected)
      .filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") && FolderListing.isFolder("\(folder)/\($0)") }
  }
}
