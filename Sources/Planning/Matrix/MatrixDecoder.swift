import Model

/// Decodes Matrix.yaml, version 1, strictly: every complaint at once, before anything runs.
package struct MatrixDecoder: Sendable {
  let probes: [String]
  /// The host of every runtime that is described, installed here or not.
  let hosts: [String: HostKind]
  let runtimes: [String]
  let today: Day

  package init(probes: [Probe], runtimes: [Runtime], missing: [MissingRuntime], today: Day = .today()) {
    self.probes = probes.map(\.id)
    let described = runtimes.map { ($0.id, $0.host) } + missing.map { ($0.id, $0.host) }
    self.hosts = Dictionary(described, uniquingKeysWith: { first, _ in first })
    self.runtimes = hosts.keys.sorted()
    self.today = today
  }

  /// Decodes the file at `path`; relative paths in it are resolved against its folder.
  package func decode(path: String) throws(PlanningError) -> Matrix {
    let text = try FileText.text(of: path, expected: "a Matrix.yaml (`harness init` writes one)")
    return try decode(text: text, file: path, folder: FilePlace.folder(of: path))
  }

  /// Decodes `text`; `file` is what complaints call it, `folder` what relative paths are resolved against.
  package func decode(text: String, file: String, folder: String) throws(PlanningError) -> Matrix {
    let complaints = Complaints(file: file)
    let matrix = YAMLDocument.root(of: text, complaints: complaints).flatMap {
      decode($0, folder: folder, complaints: complaints)
    }
    guard let matrix, complaints.all.isEmpty else { throw .invalid(complaints.sorted()) }
    return matrix
  }

  private func decode(_ root: YAMLNode, folder: String, complaints: Complaints) -> Matrix? {
    let keys = ["version", "defaults", "targets", "known"]
    guard let fields = Fields(root, what: "a matrix", keys: keys, complaints: complaints) else { return nil }
    checkVersion(fields)
    let reader = TargetReader(decoder: self, folder: folder, timeout: defaultTimeout(fields), complaints: complaints)
    let targets = fields.required("targets", expected: "`targets`, a mapping of target ids to targets")
      .map { NamedNodes(what: "target", in: $0, complaints: complaints).compactMap(reader.target) }
    let known = KnownReader(today: today, complaints: complaints)
    return Matrix(targets: targets ?? [], known: known.entries(fields))
  }

  private func checkVersion(_ fields: Fields) {
    guard let version = fields.required("version", expected: "`version: 1`"), version.number != 1 else { return }
    fields.complaints.add(at: version, expected: "`version: 1`, the only one that this harness reads")
  }

  private func defaultTimeout(_ fields: Fields) -> Duration {
    fields["defaults"].flatMap {
      Fields($0, what: "defaults", keys: ["timeout"], complaints: fields.complaints)?.duration("timeout")
    } ?? .seconds(30)
  }
}
