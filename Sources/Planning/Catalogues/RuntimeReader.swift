import Model

/// How a runtime is found, as Harnesses/Runtimes/<id>.yaml says it.
struct RuntimeDescription {
  var id: String
  var host: HostKind
  var version: String
  /// Patterns in order of preference.
  var library: [String]
  var interpreter: [String]
  var capabilities: [Capability]
  var environment: [String: String]
  var install: String
}

/// Reads one description of a runtime.
struct RuntimeReader {
  let id: String
  let cache: String
  let complaints: Complaints

  private static let keys = ["host", "version", "library", "interpreter", "capabilities", "environment", "install"]

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
    let library = patterns(fields, "library")
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
      capabilities: capabilities, environment: environment, install: install)
  }

  private func patterns(_ fields: Fields, _ key: String) -> [String] {
    fields.list(key, of: "paths, patterns or names") { node in
      fields.text(node, of: key).map { expanded($0, at: node) }
    }
  }

  private func expanded(_ text: String, at node: YAMLNode) -> String {
    guard text.contains("$") else { return text }
    let parts = text.split(separator: "${CACHE}", omittingEmptySubsequences: false)
    let result = parts.joined(separator: cache)
    if parts.contains(where: { $0.contains("${") }) {
      complaints.add(at: node, found: "`\(text)`", expected: "no variable but ${CACHE}")
    }
    return result
  }
}
