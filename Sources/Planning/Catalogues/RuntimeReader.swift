import Model

/// How a runtime is found, as Harnesses/Runtimes/<id>.yaml says it.
struct RuntimeDescription {
  var id: String
  var host: HostKind
  var version: String
  /// Patterns in order of preference.
  var library: [String]
  var interpreter: [String]
  /// Of the dynamic loader that goes with a library below the same root; the system's serves any other.
  var loader: [String]
  var capabilities: [Capability]
  var environment: [String: String]
  var install: String
  var isOptional: Bool
}

/// Reads one description of a runtime.
struct RuntimeReader {
  let id: String
  let cache: String
  let home: String
  let complaints: Complaints

  private static let keys = [
    "host", "version", "library", "interpreter", "loader", "capabilities", "environment", "install", "optional",
  ]

  func description(_ root: YAMLNode) -> RuntimeDescription? {
    guard let fields = Fields(root, what: "a runtime", keys: RuntimeReader.keys, complaints: complaints) else {
      return nil
    }
    if !Name.isValid(id) { complaints.add(at: root, found: "the file name `\(id)`", expected: Name.rule) }
    let hosts = Complaints.choice(HostKind.allCases.map(\.rawValue))
    let host = fields.required("host", expected: "`host`: \(hosts)")
      .flatMap { fields.choice($0, of: HostKind.self, what: "host") }
    let version = fields.required("version", expected: "`version`, such as 3.11").flatMap { _ in fields.word("version")
    }
    let install = fields.required("install", expected: "`install`, the command that installs it")
      .flatMap { fields.text($0, of: "install") }
    let library = patterns(fields, "library", variables: [])
    if fields.required("library", expected: "`library`, the patterns of what the host loads") != nil, library.isEmpty {
      complaints.add(at: fields.place("library"), found: "no pattern in `library`", expected: "at least one")
    }
    let environment = fields.environment("environment").mapValues { expanded($0, at: fields.place("environment")) }
    let capabilities = fields.list("capabilities", of: "capabilities") {
      fields.choice($0, of: Capability.self, what: "capability")
    }
    guard let host, let version, let install else { return nil }
    return RuntimeDescription(
      id: id, host: host, version: version, library: library, interpreter: patterns(fields, "interpreter"),
      loader: patterns(fields, "loader"), capabilities: capabilities, environment: environment, install: install,
      isOptional: fields.bool("optional") ?? false)
  }

  private func patterns(_ fields: Fields, _ key: String, variables: [String] = [RuntimePlace.prefix]) -> [String] {
    fields.list(key, of: "paths, patterns or names") { node in
      fields.text(node, of: key).map { expanded($0, at: node, variables: variables) }
    }
  }

  /// With the cache and the user's home in it; other variables of a closed set stay for whoever knows what they stand for.
  private func expanded(_ text: String, at node: YAMLNode, variables: [String] = [RuntimePlace.prefix]) -> String {
    var result = text.hasPrefix("~/") ? home + text.dropFirst() : text
    guard result.contains("${") else { return result }
    result = result.replacing("${CACHE}", with: cache)
    let unknown = variables.reduce(result) { $0.replacing($1, with: "") }.contains("${")
    if unknown {
      let known = ["${CACHE}"] + variables
      complaints.add(at: node, found: "`\(text)`", expected: "no variable but \(known.joined(separator: " and "))")
    }
    return result
  }
}
