import Model

/// The runtimes that the repository describes: those found here, and those that aren't.
package struct RuntimeCatalogue: Sendable, Equatable {
  package var runtimes: [Runtime]
  package var missing: [MissingRuntime]

  /// Reads `<id>.yaml` of every runtime in `folder` and looks for its files; starts no process.
  ///
  /// `cache` stands for `${CACHE}` in the descriptions and `home` for `~`; `path` is the environment's PATH, in which names
  /// without a slash are sought. Throws `PlanningError.invalid` with every complaint.
  package static func load(
    folder: String, cache: String, home: String, path: String
  ) throws(PlanningError) -> RuntimeCatalogue {
    let root = FilePlace.absolute(folder)
    var catalogue = RuntimeCatalogue(runtimes: [], missing: [])
    var complaints: [Complaint] = []
    let search = path.split(separator: ":").map(String.init)
    for name in try FolderListing.names(in: root, expected: "the folder of the runtimes") where name.hasSuffix(".yaml")
    {
      let wrong = Complaints(file: "\(root)/\(name)")
      let text = try FileText.text(of: wrong.file, expected: "a runtime's description")
      let reader = RuntimeReader(id: String(name.dropLast(5)), cache: cache, home: home, complaints: wrong)
      if let description = YAMLDocument.root(of: text, complaints: wrong).flatMap(reader.description) {
        catalogue.add(description, search: search)
      }
      complaints += wrong.sorted()
    }
    guard complaints.isEmpty else { throw .invalid(complaints) }
    return catalogue
  }

  private mutating func add(_ description: RuntimeDescription, search: [String]) {
    if let place = RuntimePlace.find(description, search: search) {
      runtimes.append(
        Runtime(
          id: description.id, host: description.host, version: description.version, library: place.library,
          interpreter: place.interpreter, loader: place.loader, capabilities: description.capabilities,
          environment: place.environment))
    } else {
      missing.append(
        MissingRuntime(
          id: description.id, host: description.host, sought: RuntimePlace.sought(description, search: search),
          install: description.install, isOptional: description.isOptional))
    }
  }
}
