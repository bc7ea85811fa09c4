import Model

/// Reads one probe.yaml.
struct ProbeReader {
  let id: String
  let folder: String
  let complaints: Complaints
  /// `controls/sound.py`: listed once, since asking for each by all its endings is thousands of calls at every start.
  private let controlFiles: Set<String>

  init(id: String, folder: String, complaints: Complaints) {
    (self.id, self.folder, self.complaints) = (id, folder, complaints)
    let names = try? FolderListing.names(in: "\(folder)/controls", expected: "controls")
    controlFiles = Set(names?.map { "controls/\($0)" } ?? [])
  }

  private static let keys = [
    "question", "rule", "hosts", "asks", "needs", "expects", "severity", "explain", "covers", "controls", "canary",
    "timing", "on-request", "after-import",
  ]
  /// The script that a host runs; the other hosts have none. Both hosts in C have one set of verbs.
  private static let scripts: [(host: HostKind, name: String)] = [
    (.python, "probe.py"), (.node, "probe.mjs"), (.native, "probe.c"), (.wasm, "probe.c"),
  ]

  func probe(_ root: YAMLNode) -> Probe? {
    guard let fields = Fields(root, what: "a probe", keys: ProbeReader.keys, complaints: complaints) else { return nil }
    checkId(at: root)
    let question = fields.required("question", expected: "`question`, the one thing that the probe asks")
      .flatMap { fields.text($0, of: "question") }
    let asks = fields.choice("asks", of: Probe.Subject.self, what: "subject") ?? defaultSubject
    let expects = ExpectationReader(complaints: complaints)
    return Probe(
      id: id, question: question ?? "", rule: fields.integer("rule", in: 1...7), hosts: hosts(fields, asks: asks),
      asks: asks,
      needs: fields.list("needs", of: "capabilities") {
        fields.choice($0, of: Capability.self, what: "capability")
      },
      expects: fields.has("expects")
        ? fields.list("expects", of: "expectations", expects.expectation) : asks.isOfFiles ? [.sound] : [],
      severity: severity(fields), explain: fields.text("explain") ?? "", covers: covers(fields),
      controls: controls(fields), canaries: canaries(fields), timing: fields.bool("timing") ?? false,
      onRequest: fields.bool("on-request") ?? false, afterImport: fields.bool("after-import") ?? false,
      folder: folder)
  }

  private func checkId(at root: YAMLNode) {
    for part in id.split(separator: "/") where !Name.isValid(String(part)) {
      complaints.add(at: root, found: "the folder name `\(part)`", expected: Name.rule)
    }
  }

  private var scripted: [HostKind] {
    ProbeReader.scripts.filter { FolderListing.isThere("\(folder)/\($0.name)") }.map(\.host)
  }

  private var defaultSubject: Probe.Subject {
    id.hasPrefix("package/") && scripted.isEmpty ? .package : .exercise
  }

  private func hosts(_ fields: Fields, asks: Probe.Subject) -> [HostKind] {
    let scripted = scripted
    guard fields.has("hosts") else {
      if !asks.isOfFiles, scripted.isEmpty {
        let names = ["probe.py", "probe.mjs", "probe.c"].joined(separator: ", ")
        complaints.add(at: fields.node, found: "no script", expected: "one of \(names) beside probe.yaml")
      }
      return asks.isOfFiles ? [] : scripted
    }
    return fields.list("hosts", of: "host kinds") { node in
      guard let host = fields.choice(node, of: HostKind.self, what: "host") else { return nil }
      if let script = ProbeReader.scripts.first(where: { $0.host == host }), !scripted.contains(host) {
        complaints.add(at: node, found: "host `\(host.rawValue)`", expected: "a \(script.name) beside probe.yaml")
      }
      return host
    }
  }

  private func severity(_ fields: Fields) -> Severity {
    guard let word = fields.text("severity"), let node = fields["severity"] else { return .error }
    if let severity = Severity(rawValue: word) { return severity }
    let known = [Severity.warning, .error].map(\.rawValue)
    complaints.unknown(word, at: node, what: "severity", known: known)
    return .error
  }

  private func covers(_ fields: Fields) -> [Int] {
    fields.list("covers", of: "numbers of field bugs") { node in
      if let number = node.number.flatMap(Int.init(exactly:)), number > 0 { return number }
      complaints.add(at: node, expected: "the number of a field bug")
      return nil
    }
  }

  private func controls(_ fields: Fields) -> Probe.Controls {
    guard let node = fields["controls"],
      let controls = Fields(node, what: "controls", keys: ["must-pass", "must-fail"], complaints: complaints)
    else { return Probe.Controls() }
    let mustPass = controls.list("must-pass", of: "paths of controls") { node -> String? in
      guard let path = controls.text(node, of: "must-pass") else { return nil }
      checkControl(path, at: node)
      return path
    }
    return Probe.Controls(mustPass: mustPass, mustFail: mustFail(controls))
  }

  /// One path, or a list where not every host has the same defect.
  private func canaries(_ fields: Fields) -> [String] {
    guard let node = fields["canary"] else { return [] }
    var nodes = [node]
    if case .sequence(let items) = node.content { nodes = items }
    return nodes.compactMap { node in
      guard let path = fields.text(node, of: "canary") else { return nil }
      checkControl(path, at: node)
      return path
    }
  }

  private func mustFail(_ controls: Fields) -> [String: String] {
    guard let node = controls["must-fail"] else { return [:] }
    guard case .mapping(let entries) = node.content else {
      complaints.add(at: node, expected: "a mapping of controls to the fact that the finding names")
      return [:]
    }
    var facts: [String: String] = [:]
    for entry in entries {
      checkControl(entry.name, at: entry.key)
      facts[entry.name] = controls.text(entry.value, of: entry.name)
    }
    return facts
  }

  private func checkControl(_ path: String, at node: YAMLNode) {
    let endings = [".py", ".python.c", ".c", ".node.c", ".mjs", ".wat", ".yaml"]
    let isThere = endings.contains {
      let file = path + $0
      return controlFiles.contains(file) || (!path.hasPrefix("controls/") && FolderListing.isThere("\(folder)/\(file)"))
    }
    if !isThere {
      complaints.add(
        at: node, found: "the control `\(path)`, which isn't there",
        expected: "\(path) with one of \(endings.joined(separator: ", ")) in \(folder)")
    }
  }
}
