import Model

/// The runtimes that the repository describes: those found here, and those that aren't.
package struct RuntimeCatalogue: Sendable, Equatable {
  package var runtimes: [Runtime]
  package var missing: [MissingRuntime]

  /// Reads `<id>.yaml` of every runtime in `folder` and looks for its files; starts no process.
  ///
  /// `cache` stands for `${CACHE}` in the descriptions, `path` for the environment's PATH, in which names without a slash
  /// are sought. Throws `PlanningError.invalid` with every complaint.
  package static func load(
    folder: String, cache: String, path: String
  ) throws(PlanningError) -> RuntimeCatalogue {
    let root = FilePlace.absolute(folder)
    var catalogue = RuntimeCatalogue(runtimes: [], missing: [])
    var complaints: [Complaint] = []
    let search = path.split(separator: ":").map(String.init)
    for name in try FolderListing.names(in: root, expected: "the folder of the runtimes") where name.hasSuffix(".yaml")
    {
      let wrong = Complaints(file: "\(root)/\(name)")
      let text = try FileText.text(of: wrong.file, expected: "a runtime's description")
      let reader = RuntimeReader(id: String(name.dropLast(5)), cache: cache, complaints: wrong)
      if let description = YAMLDocument.root(of: text, complaints: wrong).flatMap(reader.description) {
        catalogue.add(description, search: search)
      }
      complaints += wrong.sorted()
    }
    guard complaints.isEmpty else { throw .invalid(complaints) }
    return catalogue
  }

  private mutating func add(_ description: RuntimeDescription, search: [String]) {
    let library = RuntimeCatalogue.first(of: description.library, search: search)
    let interpreter = RuntimeCatalogue.first(of: description.interpreter, search: search)
    if let library, interpreter != nil || description.interpreter.isEmpty {
      runtimes.append(
        Runtime(
          id: description.id, host: description.host, version: description.version, library: library,
          interpreter: interpreter, capabilities: description.capabilities, environment: description.environment))
    } else {
      missing.append(
        MissingRuntime(
          id: description.id, host: description.host,
          sought: library == nil ? description.library : description.interpreter, install: description.install))
    }
  }

  /// The first file that one of the patterns leads to; a name without a slash is sought in the search path.
  private static func first(of patterns: [String], search: [String]) -> String? {
    for pattern in patterns {
      if pattern.contains("/") {
        if let match = FolderListing.matches(of: pattern).first { return match }
      } else if let folder = search.first(where: { FolderListing.isExecutable("\($0)/\(pattern)") }) {
        return "\(folder)/\(pattern)"
      }
    }
    return nil
  }
}
