import Model

/// What is wrong with how an artifact was made, in sentences.
struct MakingDefects {
  let making: Making
  let bugs: KnownBugs

  var all: [Defect] { secrets + personalFolders + knownBugs + debugInformation + damagedAudits + making.notes.damage }

  private var knownBugs: [Defect] {
    making.bugs(bugs).map { found in
      let crate = found.use.crate
      let remedy = SemanticVersion(crate.version).flatMap { found.bug.remedy(from: $0) }
      let advice =
        remedy.map { "Upgrade \(crate.name) to \($0) or later" } ?? found.bug.repair.map { "Take a release with \($0)" }
        ?? "No release is without it: move away from \(crate.name), or make sure that what has it is not called"
      return Defect(
        kind: "known-bug", severity: .warning,
        message: "\(crate.name) \(crate.version), \(Self.words(found.use.source)), has \(found.bug.id) "
          + "(\(found.bug.range)): \(found.bug.summary). \(advice); \(found.bug.link).",
        facts: [
          "id": .string(found.bug.id), "component": .string(crate.name), "version": .string(crate.version),
          "source": .string(found.use.source), "link": .string(found.bug.link),
        ])
    }
  }

  private static func words(_ source: String) -> String {
    switch source {
    case "auditable": "which cargo-auditable's list in the binary has"
    case "panic-path": "whose source files the binary names"
    default: "which the package's SBOM lists"
    }
  }

  /// One for each user, however many files tell.
  private var personalFolders: [Defect] {
    making.buildFolders.sorted { $0.key < $1.key }.compactMap { folder, files in
      guard let person = BuildPath.person(in: folder) else { return nil }
      let more = files.count > 1 ? " and \(files.count - 1) more" : ""
      return Defect(
        kind: "personal-build-path", severity: .warning,
        message:
          "\(files.first ?? "")\(more) names files under \(folder), so that everybody who installs it reads that "
          + "\(person) built it and where; build it in a container or a build service, or with --remap-path-prefix (rustc) "
          + "or -ffile-prefix-map (C, C++).",
        member: files.first, facts: ["folder": .string(folder), "files": .number(Double(files.count))])
    }
  }

  private var secrets: [Defect] {
    making.notes.secrets.filter { !$0.isTests }.map { secret in
      Defect(
        kind: secret.kind.defect, severity: secret.isProven ? .error : .warning,
        message: "\(secret.member) has \(secret.kind.article) \(secret.kind.rawValue) at \(secret.place) "
          + "(\(secret.excerpt)). Whoever gets the package has it, too: revoke it, and leave it out.",
        member: secret.member, facts: ["place": .string(secret.place), "secret": .string(secret.kind.rawValue)])
    }
  }

  /// Half of what is shipped, from a size on that is felt.
  private var debugInformation: [Defect] {
    let heavy = making.parts.filter { $0.debugBytes > 1 << 20 && $0.debugBytes > $0.bytes / 2 }
    guard let first = heavy.max(by: { $0.debugBytes < $1.debugBytes }) else { return [] }
    let debug = heavy.reduce(0) { $0 + $1.debugBytes }
    let bytes = heavy.reduce(0) { $0 + $1.bytes }
    let share = Int((100 * Double(debug) / Double(max(1, bytes))).rounded())
    let names = first.path + (heavy.count > 1 ? " and \(heavy.count - 1) more" : "")
    return [
      Defect(
        kind: "debug-information", severity: .warning,
        message: "\(names): \(debug) of \(bytes) bytes (\(share) %) are debugging information, which no user's program "
          + "reads; strip it (cargo: strip = \"debuginfo\"; cc: -s or strip --strip-debug), or keep it in a file of its own.",
        member: first.path, facts: ["debug-bytes": .number(Double(debug)), "share": .number(Double(share) / 100)])
    ]
  }

  private var damagedAudits: [Defect] {
    making.parts.filter(\.hasDamagedAudit).map { part in
      Defect(
        kind: "malformed-audit-data", severity: .warning,
        message:
          "\(part.path) has a section .dep-v0 that is no zlib-compressed JSON list of crates, so that cargo audit and "
          + "other scanners find none in it.", member: part.path)
    }
  }
}

extension Secret.Kind {
  fileprivate var defect: String {
    switch self {
    case .privateKey: "embedded-private-key"
    case .awsKey, .githubToken, .npmToken, .pypiToken, .webToken: "embedded-token"
    case .password, .settings: "embedded-password"
    }
  }

  fileprivate var article: String { [.awsKey, .npmToken, .settings].contains(self) ? "an" : "a" }
}
