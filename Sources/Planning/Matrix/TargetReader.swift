import Model

/// Reads one entry of `targets:`.
struct TargetReader {
  let decoder: MatrixDecoder
  let folder: String
  let timeout: Duration
  let complaints: Complaints

  private static let keys = [
    "kind", "build", "artifact", "header", "requires", "hosts", "contract", "exercises",
  ]

  func target(_ entry: YAMLEntry) -> Target? {
    guard let fields = Fields(entry.value, what: "a target", keys: TargetReader.keys, complaints: complaints) else {
      return nil
    }
    let kind = fields.required("kind", expected: "`kind`: \(Complaints.choice(ArtifactKind.allCases.map(\.rawValue)))")
      .flatMap { fields.choice($0, of: ArtifactKind.self, what: "kind") }
    let source = source(fields, id: entry)
    let header = header(fields, kind: kind)
    let hosts = hosts(fields, kind: kind)
    let exercises = exercises(fields)
    let contract = contract(fields)
    let requires = fields.texts("requires", of: "requirements")
    guard let kind, let source else { return nil }
    return Target(
      id: entry.name, kind: kind, source: source, requires: requires, hosts: hosts, contract: contract,
      exercises: exercises, header: header, timeout: timeout)
  }

  private func source(_ fields: Fields, id: YAMLEntry) -> ArtifactSource? {
    switch (fields["build"], fields["artifact"]) {
    case (nil, nil):
      complaints.add(at: id.key, found: "neither `build` nor `artifact` in `\(id.name)`", expected: "one of them")
      return nil
    case (.some, .some):
      complaints.add(at: fields.place("artifact"), found: "both `build` and `artifact`", expected: "one of them")
      return nil
    case (let build?, nil):
      return self.build(build).map(ArtifactSource.build)
    case (nil, .some):
      return fields.text("artifact").map { .file(FilePlace.resolve($0, against: folder)) }
    }
  }

  private func build(_ node: YAMLNode) -> Build? {
    guard
      let fields = Fields(node, what: "a build", keys: ["packager", "path", "command"], complaints: complaints)
    else { return nil }
    let packagers = Complaints.choice(Build.Packager.allCases.map(\.rawValue))
    let packager = fields.required("packager", expected: "`packager`: \(packagers)")
      .flatMap { fields.choice($0, of: Build.Packager.self, what: "packager") }
    let path = fields.required("path", expected: "`path`, the folder that the packager builds")
      .flatMap { fields.text($0, of: "path") }
    let command = fields.text("command")
    if packager == .command, !fields.has("command") {
      complaints.add(at: node, found: "no `command`", expected: "the command line of packager `command`")
    }
    if let packager, packager != .command, fields.has("command") {
      complaints.add(
        at: fields.place("command"), found: "`command` with packager `\(packager.rawValue)`",
        expected: "it with packager `command` only")
    }
    guard let packager, let path else { return nil }
    return Build(packager: packager, path: FilePlace.resolve(path, against: folder), command: command)
  }

  private func header(_ fields: Fields, kind: ArtifactKind?) -> String? {
    guard fields.has("header") else { return nil }
    if let kind, kind != .cABI && kind != .cxx {
      complaints.add(
        at: fields.place("header"), found: "`header` with kind `\(kind.rawValue)`",
        expected: "it with c-abi or cxx only")
    }
    if fields.has("build") {
      complaints.add(
        at: fields.place("header"), found: "`header` with `build`",
        expected: "it with `artifact` only (a build yields its own header)")
    }
    return fields.text("header").map { FilePlace.resolve($0, against: folder) }
  }

  private func hosts(_ fields: Fields, kind: ArtifactKind?) -> [String] {
    var seen: Set<String> = []
    return fields.list("hosts", of: "runtime ids") { node in
      guard case .scalar(let id, _) = node.content else {
        complaints.add(at: node, expected: "a runtime id")
        return nil
      }
      guard let host = decoder.hosts[id] else {
        complaints.unknown(id, at: node, what: "host", known: decoder.runtimes)
        return nil
      }
      if let kind, !kind.hosts.contains(host) {
        let fitting = kind.hosts.map(\.rawValue)
        complaints.add(
          at: node, found: "host `\(id)` (\(host.rawValue)) for a \(kind.rawValue)",
          expected: "a runtime of \(Complaints.choice(fitting))")
      }
      if !seen.insert(id).inserted {
        complaints.add(at: node, found: "`\(id)` a second time", expected: "each host once")
      }
      return id
    }
  }

  private func contract(_ fields: Fields) -> Contract {
    guard let node = fields["contract"],
      let contract = Fields(node, what: "a contract", keys: ["panic"], complaints: complaints)
    else { return Contract() }
    return Contract(panic: contract.choice("panic", of: Contract.Panic.self, what: "panic strategy"))
  }

  private func exercises(_ fields: Fields) -> [Exercise] {
    guard let node = fields["exercises"] else { return [] }
    let reader = ExerciseReader(probes: decoder.probes, timeout: timeout, complaints: complaints)
    return NamedNodes(what: "exercise", in: node, complaints: complaints).compactMap(reader.exercise)
  }
}
